"""Roles in MFA_REQUIRED_ROLES need a second factor while MFA_COMPULSORY is on."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tests.cast import PASSWORD, Caller, Town

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture(autouse=True)
def compulsory_mfa(settings: Any) -> None:
    settings.MFA_COMPULSORY = True


def request_token(username: str, **more: str) -> Any:
    given = {"username": username, "password": PASSWORD, **more}
    return Client().post("/api/v1/auth/token", given, content_type="application/json")


def _code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_admin_without_second_factor_is_redirected_to_set_it_up(town: Town, browses: Any) -> None:
    answer = browses(town.admin_zhao).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/mfa/totp/activate/")


def test_teacher_needs_no_second_factor(town: Town, browses: Any) -> None:
    assert browses(town.teacher_wang).get("/")["Location"] != "/accounts/mfa/totp/activate/"


def test_api_refuses_an_admin_without_second_factor(town: Town) -> None:
    assert request_token("school_admin_a").status_code == 403
    assert Caller(town.user(town.admin_zhao)).get("me").status_code == 403
    assert request_token("wang_a").status_code == 201


def test_token_requires_the_code_of_the_second_factor(town: Town) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(town.user(town.admin_zhao), secret)
    assert Authenticator.objects.filter(user=town.user(town.admin_zhao)).count() == 1
    assert request_token("school_admin_a").status_code == 401
    assert request_token("school_admin_a", otp="000000").status_code == 401
    assert request_token("school_admin_a", otp=_code(secret)).status_code == 201
    assert Caller(town.user(town.admin_zhao)).get("me").json()["role"] == "school_admin"
