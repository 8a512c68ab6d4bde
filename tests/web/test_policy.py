"""What every answer tells a browser it may do: nothing from elsewhere, nothing inline, in nobody's frame."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Town

pytestmark = pytest.mark.django_db


def policy(answer: Any) -> dict[str, str]:
    told = (each.strip().partition(" ") for each in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in told}


def test_pages_the_doorstep_and_the_api_carry_the_same_strict_policy(town: Town, browses: Any, calls: Any) -> None:
    answers = [
        browses(town.head_li).get("/children/"),
        browses(town.teacher_wang).get("/nowhere/"),
        Client().get("/accounts/login/"),
        calls(town.head_li).get("me"),
    ]

    for answer in answers:
        assert policy(answer) == {
            "default-src": "'self'",
            "img-src": "'self' data:",
            "object-src": "'none'",
            "base-uri": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
