"""A changed password or factor ends every other session and token; people list and end their own, admins others'."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from knox.models import AuthToken

from services.access.models import AuditEvent
from services.accounts import logins
from services.notify.models import Notification
from tests.api.responses import ok
from tests.cast import PASSWORD, Caller, Town

pytestmark = pytest.mark.usefixtures("at_monday")
NEW = "cloudy-day-2027"


@pytest.fixture(autouse=True)
def no_cache(settings: Any) -> None:
    """A cache that keeps nothing, as the cache of another process: no count may stand in it."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    cache.clear()


def log_in(username: str = "wang_a", **more: Any) -> Client:
    client = Client(**more)
    answer = client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def is_in(client: Client) -> bool:
    return client.get("/inbox/").status_code == 200


def change_password(client: Client) -> None:
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", given).status_code == 302


def test_changed_password_ends_other_sessions_and_tokens_and_is_notified(town: Town) -> None:
    own, other, caller = log_in(), log_in(), Caller(town.user(town.teacher_wang))
    change_password(own)
    assert (is_in(own), is_in(other), caller.get("me").status_code) == (True, False, 401)
    with town.a.inside():
        event = AuditEvent.objects.get(action="access.password_changed")
        notification = Notification.objects.get(kind="account.changed")
    assert event.user_id == notification.recipient_id == town.teacher_wang.user_id
    assert notification.title == "您的账号：修改密码"


def test_changed_factor_ends_other_sessions_and_tokens_and_is_notified(
    town: Town, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    own, other, caller = log_in("head_a"), log_in("head_a"), Caller(town.user(town.head_li))
    own.post("/accounts/reauthenticate/", {"password": PASSWORD})
    own.get("/accounts/mfa/totp/activate/")
    secret = own.session[totp.SECRET_SESSION_KEY]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        assert own.post("/accounts/mfa/totp/activate/", {"code": code}).status_code == 302
    assert (is_in(own), is_in(other), caller.get("me").status_code) == (True, False, 401)
    with town.a.inside():
        actions = AuditEvent.objects.filter(action__startswith="access.factor").values_list("action", flat=True)
        assert list(actions) == ["access.factor_added"]


@pytest.mark.parametrize(
    "path", ["/accounts/mfa/totp/activate/", "/accounts/mfa/webauthn/add/", "/accounts/mfa/recovery-codes/generate/"]
)
def test_factors_need_the_password_again(town: Town, path: str) -> None:
    client = log_in()
    session = client.session
    session["account_authentication_methods"] = []  # the login was long ago
    session.save()
    answer = client.post(path)
    assert answer.status_code == 302
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert not Authenticator.objects.exists()


def test_person_lists_and_ends_own_sessions_and_tokens(town: Town) -> None:
    own, other, caller = log_in(), log_in(), Caller(town.user(town.teacher_wang))
    rows = ok(own.get("/api/v1/me/sessions"))["results"]
    assert [row["is_current"] for row in rows].count(True) == 1
    (foreign,) = (row["id"] for row in rows if not row["is_current"])
    (token,) = ok(caller.get("me/tokens"))["results"]
    assert token["is_current"]
    stranger = Caller(town.user(town.teacher_chen))
    stranger.client.delete(f"/api/v1/me/sessions/{foreign}")
    stranger.client.delete(f"/api/v1/me/tokens/{token['id']}")
    assert (is_in(other), caller.get("me").status_code) == (True, 200)
    assert caller.client.delete(f"/api/v1/me/sessions/{foreign}").status_code == 204
    assert (is_in(own), is_in(other)) == (True, False)
    assert caller.client.delete(f"/api/v1/me/tokens/{token['id']}").status_code == 204
    assert caller.get("me").status_code == 401


def test_devices_page_ends_all_but_this_one_after_the_password(town: Town) -> None:
    own, other = log_in(), log_in()
    page = own.get("/accounts/devices/").content.decode()
    assert "这台设备" in page
    session = own.session
    session["account_authentication_methods"] = []
    session.save()
    assert "reauthenticate" in own.post("/accounts/devices/end/", {"all": "1"})["Location"]
    assert is_in(other)
    own.post("/accounts/reauthenticate/", {"password": PASSWORD})
    own.post("/accounts/devices/end/", {"all": "1"})
    assert (is_in(own), is_in(other)) == (True, False)


def test_admin_logs_a_teacher_out_everywhere(
    town: Town, calls: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client, caller = log_in(), Caller(town.user(town.teacher_wang))
    wang = town.a.staff["wang"].public_id
    assert calls(town.admin_of_b).post(f"staff/{wang}/end-logins").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert calls(town.admin_zhao).post(f"staff/{wang}/end-logins").status_code == 204
    assert (is_in(client), caller.get("me").status_code) == (False, 401)
    head = town.a.staff["head"].public_id
    assert calls(town.admin_zhao).post(f"staff/{head}/end-logins").status_code == 409


def test_last_role_that_ends_ends_the_logins(
    town: Town, calls: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client = log_in()
    Caller(town.user(town.teacher_wang))
    (row,) = ok(calls(town.head_li).get("memberships", staff=town.a.staff["wang"].public_id))["results"]
    with django_capture_on_commit_callbacks(execute=True):
        assert calls(town.head_li).post(f"memberships/{row['id']}/end").status_code == 204
    assert client.get("/inbox/").status_code == 302
    assert not AuthToken.objects.filter(user_id=town.teacher_wang.user_id).exists()
    assert logins.sessions_of(town.teacher_wang.user_id) == []


@pytest.mark.parametrize(
    ("username", "own_phone", "minutes", "stays"),
    [
        ("head_a", "", 31, False),
        ("head_a", "", 29, True),
        ("head_a", "on", 31, False),
        ("wang_a", "", 31, True),
        ("wang_a", "", 12 * 60 + 1, False),
        ("wang_a", "on", 13 * 24 * 60, True),
        ("wang_a", "on", 14 * 24 * 60 + 1, False),
    ],
)
def test_session_ends_when_nobody_uses_it(town: Town, username: str, own_phone: str, minutes: int, stays: bool) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": PASSWORD, "own_phone": own_phone})
    assert is_in(client)
    session = client.session
    session["seen_at"] -= minutes * 60
    session.save()
    assert is_in(client) is stays


@pytest.mark.parametrize(
    ("username", "own_phone", "hours", "stays"),
    [
        ("head_a", "", 11, True),
        ("head_a", "", 13, False),
        ("wang_a", "", 6 * 24, True),
        ("wang_a", "", 7 * 24 + 1, False),
        ("wang_a", "on", 149 * 24, True),
        ("wang_a", "on", 150 * 24 + 1, False),
    ],
)
def test_session_in_daily_use_ends_after_its_longest_time(
    town: Town, username: str, own_phone: str, hours: int, stays: bool
) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": PASSWORD, "own_phone": own_phone})
    assert is_in(client)
    session = client.session
    session["began_at"] -= hours * 3600
    session.save()
    assert is_in(client) is stays


def test_every_answer_forbids_copies(town: Town) -> None:
    client, caller = log_in("head_a"), Caller(town.user(town.head_li))
    for path in ("/children/", f"/children/{town.xiaoming.public_id}/", "/accounts/devices/", "/nowhere/"):
        assert client.get(path)["Cache-Control"] == "no-store", path
    for path in ("children", f"children/{town.xiaoming.public_id}", "me", "nowhere"):
        assert caller.get(path)["Cache-Control"] == "no-store", path
    assert settings.MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware") < settings.MIDDLEWARE.index(
        "services.accounts.middleware.NoStoreMiddleware"
    )


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH) Chrome/99 HuaweiBrowser/14", "鸿蒙手机 · 华为浏览器"),
        ("Mozilla/5.0 (Linux; Android 14; V2309A) Chrome/116 MicroMessenger/8.0.47 Mobile", "安卓手机 · 微信"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/120 Safari/537.36 Edg/120", "Windows 电脑 · Edge"),
        ("curl/8.5", "未知设备"),
    ],
)
def test_devices_are_listed_in_words(town: Town, user_agent: str, name: str) -> None:
    client = Client(headers={"User-Agent": user_agent})
    client.post("/accounts/login/", {"login": "wang_a", "password": PASSWORD})

    page = client.get("/accounts/devices/").content.decode()

    assert f"<strong>{name}</strong>" in page
    assert user_agent not in page
