"""Who lost password or factor gets back in by a link, valid once for a day, from somebody whose power is not less."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client

from services.access.actions import memberships
from services.access.models import AuditEvent
from services.access.roles import Role
from services.notify.models import Notification
from services.schools.models import Staff
from tests.api.responses import ok
from tests.cast import PASSWORD, Caller, Town

pytestmark = pytest.mark.usefixtures("at_monday")
NEW = "cloudy-day-2027"
PAGE = "/accounts/link/password/"


def issue(caller: Any, staff: Staff) -> str:
    """The token of a link."""
    url: str = ok(caller.post(f"staff/{staff.public_id}/account-links"), 201)["url"]
    return url.partition("/accounts/link/#")[2]


def show(token: str) -> Client:
    client = Client()
    assert client.post("/accounts/link/", {"code": token}).status_code == 302
    return client


def choose(client: Client, password: str = NEW) -> Any:
    return client.post(PAGE, {"password": password, "again": password})


def test_teacher_without_password_and_phone_gets_back_in_once(town: Town, calls: Any) -> None:
    user, stolen = town.user(town.teacher_wang), Caller(town.user(town.teacher_wang))
    totp.TOTP.activate(user, totp.generate_totp_secret())
    token = issue(calls(town.admin_zhao), town.a.staff["wang"])
    client, second = show(token), show(token)
    assert "wang_a" in client.get(PAGE).content.decode()
    assert choose(client, "12345").status_code == 422
    assert choose(client).status_code == 200
    assert choose(second, "another-day-2028").status_code == 410
    assert Client().post("/accounts/link/", {"code": token}).status_code == 410
    assert not Authenticator.objects.filter(user=user).exists()
    assert stolen.get("me").status_code == 401
    old, new = (Client().post("/accounts/login/", {"login": "wang_a", "password": given}) for given in (PASSWORD, NEW))
    assert (old.status_code, new.status_code) == (200, 302)
    with town.a.inside():
        events = AuditEvent.objects.filter(action__startswith="access.account").order_by("pk")
        assert [event.action for event in events] == ["access.account_link_issued", "access.account_recovered"]
        assert events[0].user_id == town.admin_zhao.user_id
        assert Notification.objects.filter(kind="account.changed", recipient_id=user.pk).count() == 2


def test_link_ends_after_a_day_and_with_the_next(town: Town, calls: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, wang = calls(town.admin_zhao), town.a.staff["wang"]
    first, second = issue(admin, wang), issue(admin, wang)
    assert Client().post("/accounts/link/", {"code": first}).status_code == 410
    show(second)
    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(hours=24)).isoformat())
    assert Client().post("/accounts/link/", {"code": second}).status_code == 410


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("admin_zhao", "head", 409),
        ("admin_zhao", "school_admin", 409),
        ("head_li", "school_admin", 409),
        ("head_li", "wang", 201),
        ("officer", "head", 201),
        ("officer", "school_admin", 201),
        ("admin_of_b", "wang", 404),
        ("officer_of_other", "head", 404),
        ("teacher_wang", "chen", 403),
    ],
)
def test_link_is_issued_by_whose_power_is_not_less(town: Town, calls: Any, who: str, whom: str, status: int) -> None:
    path = f"staff/{town.a.staff[whom].public_id}/account-links"
    assert calls(getattr(town, who)).post(path).status_code == status


@pytest.mark.parametrize("role", [Role.HEAD, Role.TEACHER])
def test_link_of_one_school_does_not_open_the_power_held_at_another(town: Town, calls: Any, role: Role) -> None:
    """Nor that of a teacher there, whom the school could help if she were its own."""
    wang = town.teacher_wang
    token = issue(calls(town.admin_zhao), town.a.staff["wang"])
    with town.b.inside():
        staff = Staff.objects.create(name="王老师", site=town.b.site, user_id=wang.user_id)
        memberships.add_membership(user_id=wang.user_id, role=role, since=town.term.begins_on, staff=staff)
    assert Client().post("/accounts/link/", {"code": token}).status_code == 410
    assert "设置新密码" in show(issue(calls(town.officer), town.a.staff["wang"])).get(PAGE).content.decode()


def test_operator_helps_the_county(town: Town) -> None:
    printed = StringIO()
    call_command("account", "link", "county_of_qinghe", stdout=printed)
    client = show(printed.getvalue().strip().partition("#")[2])
    assert choose(client).status_code == 200
    assert Client().post("/accounts/login/", {"login": "county_of_qinghe", "password": NEW}).status_code == 302


def test_members_page_shows_the_link_once(town: Town, browses: Any) -> None:
    admin = browses(town.admin_zhao)
    page = admin.post(f"/members/staff/{town.a.staff['wang'].public_id}/link/").content.decode()
    assert "/accounts/link/#" in page
    assert "/accounts/link/#" not in admin.get("/members/").content.decode()
