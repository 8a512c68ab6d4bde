"""Roles with much power prove twice who they are, where the setting says so."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tests.cast import PASSWORD, Caller, Town

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture(autouse=True)
def _compulsory(settings: Any) -> None:
    settings.MFA_COMPULSORY = True


def _ask_token(username: str, **more: str) -> Any:
    given = {"username": username, "password": PASSWORD, **more}
    return Client().post("/api/v1/auth/token", given, content_type="application/json")


def _code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_an_admin_without_a_second_factor_is_led_to_set_one_up(town: Town, browses: Any) -> None:
    answer = browses(town.admin_zhao).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/mfa/totp/activate/")


def test_a_teacher_needs_none(town: Town, browses: Any) -> None:
    assert browses(town.teacher_wang).get("/")["Location"] != "/accounts/mfa/totp/activate/"


def test_the_api_gives_an_admin_no_token_and_an_old_token_opens_nothing(town: Town) -> None:
    assert _ask_token("school_admin_a").status_code == 403
    assert Caller(town.user(town.admin_zhao)).get("me").status_code == 403
    assert _ask_token("wang_a").status_code == 201


def test_with_a_second_factor_the_code_is_asked_and_opens(town: Town) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(town.user(town.admin_zhao), secret)
    assert Authenticator.objects.filter(user=town.user(town.admin_zhao)).count() == 1
    assert _ask_token("school_admin_a").status_code == 401
    assert _ask_token("school_admin_a", otp="000000").status_code == 401
    assert _ask_token("school_admin_a", otp=_code(secret)).status_code == 201
    assert Caller(town.user(town.admin_zhao)).get("me").json()["role"] == "school_admin"
