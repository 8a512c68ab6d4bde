"""Login, second factor and password pages: Chinese, in our look, with nothing missing."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from services.accounts.actions import create_account
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
# Two English words in a row between tags: a sentence of allauth, no brand name.
ENGLISH = re.compile(r">\s*[A-Z][a-z]+ [a-z]+")


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def wang(client: Client) -> Client:
    """Somebody who has just logged in and has no membership yet."""
    create_account(username="wang", password=PASSWORD)
    response = client.post(reverse("account_login"), {"login": "wang", "password": PASSWORD})
    assert response.status_code == 302
    return client


def read(client: Client, name: str, **more: Any) -> str:
    response = client.get(reverse(name), **more)
    assert response.status_code == 200
    page = response.content.decode()
    assert 'data-size="normal"' in page
    # allauth brings pages of its own; one that we forgot shows English sentences.
    assert not ENGLISH.search(re.sub(r"<(script|svg|title).*?</\1>", "", page, flags=re.DOTALL)), page
    return page


def test_login_page_is_in_chinese(client: Client):
    page = read(client, "account_login")

    assert "用户名" in page
    assert 'autocomplete="current-password"' in page


def test_wrong_password_shows_an_error_and_keeps_the_username(client: Client):
    create_account(username="wang", password=PASSWORD)

    response = client.post(reverse("account_login"), {"login": "wang", "password": "nonsense"})

    page = response.content.decode()
    assert 'value="wang"' in page
    assert "nonsense" not in page
    assert "field-wrong" in page or "form-error" in page


def test_sign_up_needs_an_invitation(client: Client):
    assert "凭邀请加入" in client.get(reverse("account_signup")).content.decode()


@pytest.mark.parametrize(
    ("name", "label"),
    [("account_logout", "退出登录"), ("account_change_password", "保存新密码"), ("mfa_index", "启用验证器")],
)
def test_account_pages_are_in_chinese(wang: Client, name: str, label: str):
    assert label in read(wang, name)


def test_password_page_lists_the_rules(wang: Client):
    page = read(wang, "account_change_password")

    for rule in (
        "密码至少要 10 个字符。",
        "不要和用户名、姓名太像。",
        "不要用别人也常用的密码。",
        "不能全是数字。",
        "不要用本系统",
    ):
        assert rule in page


def test_second_factor_is_activated_by_code_and_gives_recovery_codes(wang: Client):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    assert "再确认一次" in wang.get(reverse("mfa_activate_totp"), follow=True).content.decode()
    # allauth asks for the password again before the second factor is changed.
    wang.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = read(wang, "mfa_activate_totp")
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret
    assert "data:image/svg+xml" in page
    code = format_hotp_value(hotp_value(secret[1], next(iter(yield_hotp_counters_from_time()))))

    response = wang.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)

    assert "备用码" in response.content.decode()
    assert "验证器已启用" in read(wang, "mfa_index")


def test_logout_needs_a_post(wang: Client):
    wang.get(reverse("account_logout"))
    assert "_auth_user_id" in wang.session

    wang.post(reverse("account_logout"))
    assert "_auth_user_id" not in wang.session


def test_five_wrong_passwords_lock_the_login(client: Client):
    create_account(username="wang", password=PASSWORD)

    for _ in range(5):
        response = client.post(reverse("account_login"), {"login": "wang", "password": "nonsense"})

    assert response.status_code in {403, 429}
    assert "暂时不能登录" in response.content.decode()


def test_missing_csrf_token_shows_that_the_page_expired(wang: Client):
    # Django's test client leaves the check out.
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(reverse("account_login"), {"login": "wang", "password": PASSWORD})

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()
