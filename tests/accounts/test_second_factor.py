"""Roles in MFA_REQUIRED_ROLES need a second factor while MFA_COMPULSORY is on."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
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
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/mfa/")


def test_teacher_needs_no_second_factor(town: Town, browses: Any) -> None:
    assert browses(town.teacher_wang).get("/")["Location"] != "/accounts/mfa/"


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


@pytest.fixture
def secret(town: Town) -> str:
    """赵主任 has a second factor."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(town.user(town.admin_zhao), secret)
    return secret


@pytest.fixture
def other_process(settings: Any) -> None:
    """A cache that keeps nothing, as each process has its own: no count may stand in it."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def enter_code(code: str) -> Any:
    """Log in on the page with a password, then with a code."""
    client = Client()
    client.post("/accounts/login/", {"login": "school_admin_a", "password": PASSWORD})
    return client.post("/accounts/mfa/authenticate/", {"code": code})


@pytest.mark.usefixtures("other_process")
def test_code_works_once_at_page_and_api_together(secret: str) -> None:
    code = _code(secret)
    assert request_token("school_admin_a", otp=code).status_code == 201
    assert request_token("school_admin_a", otp=code).status_code == 401
    answer = enter_code(code)
    assert answer.status_code == 200
    assert "验证码不对" in answer.content.decode()


@pytest.mark.usefixtures("other_process")
def test_five_wrong_codes_at_page_and_api_together_are_all(
    secret: str, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        assert request_token("school_admin_a", otp="000000").status_code == 401
    for _ in range(2):
        assert "验证码不对" in enter_code("000000").content.decode()
    assert "15 分钟" in enter_code(_code(secret)).content.decode()
    assert request_token("school_admin_a", otp=_code(secret)).status_code == 401
    monkeypatch.setenv("NUANYANG_CLOCK", town.later(minutes=15).isoformat())
    assert request_token("school_admin_a", otp=_code(secret)).status_code == 201


@pytest.mark.usefixtures("other_process")
def test_right_code_clears_the_tries_and_a_recovery_code_replaces_a_lost_phone(secret: str, town: Town) -> None:
    codes = RecoveryCodes.activate(town.user(town.admin_zhao)).generate_codes()
    for code in codes[:3]:
        assert request_token("school_admin_a", otp="000000").status_code == 401
        assert request_token("school_admin_a", otp="111111").status_code == 401
        assert request_token("school_admin_a", otp=code).status_code == 201
    assert request_token("school_admin_a", otp=codes[0]).status_code == 401


def test_old_password_is_guessed_five_times_at_most(town: Town, browses: Any) -> None:
    client = browses(town.teacher_wang)
    given = {"oldpassword": "wrong", "password1": "cloudy-day-2027", "password2": "cloudy-day-2027"}
    for _ in range(5):
        client.post("/accounts/password/change/", given)
    page = client.post("/accounts/password/change/", {**given, "oldpassword": PASSWORD})
    assert "15 分钟" in page.content.decode()
