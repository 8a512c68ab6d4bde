"""Logins, failed logins, lock-outs and wrong codes stand in the audit log under their person, and nobody else's."""

import json
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client

from services.access.models import AuditEvent
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import PASSWORD, TenantCast, Town

pytestmark = pytest.mark.usefixtures("at_monday")
ADDRESS = "203.0.113.7"


def at_page(username: str, password: str = PASSWORD) -> Any:
    client = Client(REMOTE_ADDR=ADDRESS)
    return client.post("/accounts/login/", {"login": username, "password": password})


def at_api(username: str, password: str = PASSWORD, **more: str) -> Any:
    body = {"username": username, "password": password, **more}
    return Client(REMOTE_ADDR=ADDRESS).post("/api/v1/auth/token", body, content_type="application/json")


def events_at(school: TenantCast) -> list[tuple[int | None, str]]:
    """User and action of every event, in the order of their writing."""
    with school.inside():
        return list(AuditEvent.objects.order_by("pk").values_list("user_id", "action"))


def test_login_at_page_and_api_is_recorded_with_person_role_and_address(town: Town) -> None:
    assert at_page("wang_a").status_code == 302
    assert at_api("wang_a").status_code == 201
    with town.a.inside():
        columns = AuditEvent.objects.values_list("user_id", "role", "action", "detail")
        assert list(columns) == [(town.teacher_wang.user_id, "teacher", "access.logged_in", {"address": ADDRESS})] * 2
    assert events_at(town.b) == []


def test_logout_at_page_and_api_is_recorded(town: Town) -> None:
    client = Client(REMOTE_ADDR=ADDRESS)
    client.post("/accounts/login/", {"login": "wang_a", "password": PASSWORD})
    client.post("/accounts/logout/")
    token = at_api("wang_a").json()["token"]
    client.delete("/api/v1/auth/token", headers={"Authorization": f"Token {token}"})
    assert client.delete("/api/v1/auth/token", headers={"Authorization": f"Token {token}"}).status_code == 401
    client.post("/accounts/logout/")  # nobody is logged in: nothing to record

    user, (login, logout) = town.teacher_wang.user_id, ("access.logged_in", "access.logged_out")
    assert events_at(town.a) == [(user, login), (user, logout)] * 2
    assert events_at(town.b) == []


@pytest.mark.parametrize("try_password", [at_page, at_api])
def test_failures_and_the_lock_are_recorded_once_each(town: Town, try_password: Any) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT + 3):
        try_password("wang_a", "guess")
    assert try_password("wang_a").status_code != 201
    user = town.teacher_wang.user_id
    failed = [(user, "access.login_failed")] * settings.AXES_FAILURE_LIMIT
    assert events_at(town.a) == [*failed, (user, "access.login_locked")]
    assert events_at(town.b) == []


def test_unknown_name_leaves_no_event_and_stands_nowhere(town: Town) -> None:
    typed = "110101201803050018"  # an ID number where the name belongs
    assert at_page(typed, "guess").status_code == 200
    assert at_api(typed, "guess").status_code == 401
    with scope(ALL_TENANTS):
        assert not AuditEvent.objects.exists()


def test_person_of_two_tenants_has_the_event_at_both(town: Town) -> None:
    from services.access.actions import memberships
    from services.access.roles import Role
    from services.schools.models import Staff

    with town.b.inside():
        staff = Staff.objects.create(name="王老师", site=town.b.site, user=town.user(town.teacher_wang))
        memberships.add_membership(user_id=staff.user_id, role=Role.TEACHER, since=town.monday.date(), staff=staff)
    at_page("wang_a", "guess")
    user = town.teacher_wang.user_id
    assert events_at(town.a) == events_at(town.b) == [(user, "access.login_failed")]


def test_wrong_codes_and_their_lock_are_recorded(town: Town) -> None:
    user = town.user(town.admin_zhao)
    totp.TOTP.activate(user, secret := totp.generate_totp_secret())
    client = Client(REMOTE_ADDR=ADDRESS)
    client.post("/accounts/login/", {"login": "school_admin_a", "password": PASSWORD})
    for _ in range(2):
        client.post("/accounts/mfa/authenticate/", {"code": "000000"})
    for _ in range(4):
        at_api("school_admin_a", otp="000000")
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert at_api("school_admin_a", otp=code).status_code == 401
    refused = [(user.pk, "access.code_refused")] * 5
    assert events_at(town.a) == [*refused, (user.pk, "access.login_locked")]


def test_head_finds_the_logins_of_a_person(town: Town, calls: Any) -> None:
    at_page("wang_a", "guess")
    at_page("chen_a")
    rows = calls(town.head_li).get("audit-log", person=town.a.staff["wang"].public_id).json()["results"]
    assert [(row["actor"], row["label"]) for row in rows] == [("王老师", "登录没有成功")]
    page = json.dumps(rows, ensure_ascii=False)
    assert "wang_a" not in page


def test_account_side_events_are_all_in_the_log(town: Town, browses: Any, calls: Any) -> None:
    """Memberships, invitations, links and ended sessions, each with who did it."""
    admin, wang = calls(town.admin_zhao), town.a.staff["wang"].public_id
    with town.a.inside():
        from services.access.models import Membership

        nurse = Membership.objects.get(staff=town.a.staff["nurse"]).public_id
    statuses = [
        admin.post(f"staff/{wang}/account-links").status_code,
        admin.post(f"staff/{wang}/end-logins").status_code,
        admin.post(f"memberships/{nurse}/end").status_code,
    ]
    assert max(statuses) < 300
    assert [action for user, action in events_at(town.a) if user == town.admin_zhao.user_id] == [
        "access.account_link_issued",
        "access.logins_ended",
        "access.membership_ended",
    ]
