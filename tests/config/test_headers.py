"""What browsers are told in production, and how passwords and tokens are made there."""

import json

import pytest
from django.test import Client

from services.accounts.actions import create_account
from tests.config.test_env import PRODUCTION, start

READ = (
    "import json; from django.conf import settings; "
    "print(json.dumps({name: getattr(settings, name, None) for name in %r}))"
)


def production(*names: str) -> dict[str, object]:
    """Settings of a process in production."""
    values: dict[str, object] = json.loads(start(READ % (names,), **PRODUCTION, NUANYANG_SMS_PROVIDER="file"))
    return values


def test_cookies_in_production() -> None:
    names = [f"{cookie}_COOKIE_{name}" for cookie in ("SESSION", "CSRF") for name in ("NAME", "SECURE", "SAMESITE")]
    assert production(*names, "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_DOMAIN") == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_DOMAIN": None,
    }


def test_passwords_and_tokens_in_production() -> None:
    values = production("PASSWORD_HASHERS", "REST_KNOX")
    assert values["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    from knox.settings import knox_settings

    assert knox_settings.AUTH_TOKEN_CHARACTER_LENGTH >= 32  # hex digits: 128 bits


@pytest.mark.django_db
def test_other_sites_and_trace_get_nothing() -> None:
    answer = Client().get("/accounts/login/", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.startswith("Access-Control-")]
    traced = Client().generic("TRACE", "/accounts/login/", headers={"X-Secret": "abc"})
    assert (traced.status_code, b"abc" in traced.content) == (405, False)


@pytest.mark.django_db
def test_long_password_is_checked_whole() -> None:
    """Neither cut at 72 bytes, as some hashes do, nor changed in case, nor stripped."""
    password = " Sunny-Day " * 12
    create_account(username="wang", password=password)

    def log_in(typed: str) -> int:
        body = {"username": "wang", "password": typed}
        return Client().post("/api/v1/auth/token", body, content_type="application/json").status_code

    assert log_in(password) == 201
    assert [log_in(typed) for typed in (password[:72], password.lower(), password.strip())] == [401, 401, 401]
