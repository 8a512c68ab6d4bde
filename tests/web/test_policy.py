"""Security headers: nothing from other sites, nothing inline, no framing."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Town

pytestmark = pytest.mark.django_db


def policy(response: Any) -> dict[str, str]:
    directives = (text.strip().partition(" ") for text in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in directives}


def test_pages_login_and_api_send_the_same_strict_policy(town: Town, browses: Any, calls: Any) -> None:
    responses = [
        browses(town.head_li).get("/children/"),
        browses(town.teacher_wang).get("/nowhere/"),
        Client().get("/accounts/login/"),
        calls(town.head_li).get("me"),
    ]

    # The same for a page, an error, the login and the API: one policy, no exceptions to remember.
    for response in responses:
        assert policy(response) == {
            "default-src": "'self'",
            "img-src": "'self' data:",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
