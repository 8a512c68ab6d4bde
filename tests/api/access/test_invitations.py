"""One person, one login; nobody gives more power than they hold; every event names a person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from services.access import audit
from services.access.actions import invitations
from services.access.choices import AuditAction
from services.access.models import AuditEvent, Invitation, Membership
from services.access.queries import actors_of
from services.access.roles import COUNTY_ROLES, GIVERS, ROLES, Role, roles_given_by
from services.kit import clock
from services.schools.models import Officer, Staff
from tests.api.responses import error_fields, names, ok
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def fang(town: Town) -> Staff:
    """方老师 of 中心小学, who has no login."""
    with town.a.inside():
        return Staff.objects.create(name="方老师", site=town.a.site)


def invite(caller: Any, staff: Staff, role: str, **more: Any) -> Any:
    return caller.post(f"staff/{staff.public_id}/invitations", {"role": role, **more})


def test_member_of_staff_with_a_login_gets_a_membership_not_a_link(town: Town, calls: Any) -> None:
    head, wang = calls(town.head_li), town.a.staff["wang"]
    assert invite(head, wang, "school_admin").status_code == 409
    given = ok(head.post(f"staff/{wang.public_id}/memberships", {"role": "school_admin"}), 201)
    assert (given["name"], given["role"], given["since"]) == ("王老师", "school_admin", "2026-09-07")
    assert {actor.role for actor in actors_of(wang.user_id or 0, clock.today())} == {Role.TEACHER, Role.SCHOOL_ADMIN}
    assert error_fields(head.post(f"staff/{wang.public_id}/memberships", {"role": "school_admin"})) == ["role"]


def test_invitation_that_was_sent_before_the_login_cannot_be_accepted(town: Town, fang: Staff) -> None:
    with town.a.inside():
        invitation, _ = invitations.invite(
            name="方老师", role=Role.TEACHER, staff=fang, by=town.head_li, now=town.monday
        )
        Staff.objects.filter(pk=fang.pk).update(user_id=town.c.actors["wang"].user_id)
    with town.a.inside(), pytest.raises(invitations.UnableToAccept):
        invitations.accept_invitation(invitation=invitation, user_id=town.teacher_of_b.user_id, now=town.monday)


def test_second_invitation_withdraws_the_first(town: Town, calls: Any, fang: Staff) -> None:
    head = calls(town.head_li)
    first, second = (ok(invite(head, fang, "teacher"), 201)["url"].partition("#")[2] for _ in range(2))
    with pytest.raises(invitations.InvitationExpired):
        invitations.find_invitation(first, clock.now())
    assert invitations.find_invitation(second, clock.now()).name == "方老师"
    (row,) = ok(head.get("invitations"))["results"]
    assert (row["name"], row["role"], row["invited_by"], row["staff"]["name"]) == (
        "方老师",
        "teacher",
        "李校长",
        "方老师",
    )
    assert row["expires_at"] == "2026-09-14T01:00:00+00:00"
    assert head.client.delete(f"/api/v1/invitations/{row['id']}").status_code == 204
    with pytest.raises(invitations.InvitationExpired):
        invitations.find_invitation(second, clock.now())
    assert ok(head.get("invitations"))["results"] == []


def test_two_open_invitations_of_one_person_are_refused_by_the_database(town: Town, fang: Staff) -> None:
    row = {"role": "teacher", "name": "方老师", "staff": fang, "invited_by_id": town.head_li.user_id}
    with town.a.inside():
        Invitation.objects.create(token_hash="a", expires_at=town.later(days=1), **row)
        with pytest.raises(IntegrityError, match="invitation_one_open"):
            Invitation.objects.create(token_hash="b", expires_at=town.later(days=1), **row)


def test_another_school_sees_and_withdraws_nothing(town: Town, calls: Any, fang: Staff) -> None:
    ok(invite(calls(town.head_li), fang, "teacher"), 201)
    (row,) = ok(calls(town.head_li).get("invitations"))["results"]
    stranger = calls(town.admin_of_b)
    assert ok(stranger.get("invitations"))["results"] == []
    assert stranger.client.delete(f"/api/v1/invitations/{row['id']}").status_code == 404


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("admin_zhao", "head"),
        ("head_li", "head"),
        ("head_li", "county"),
        ("admin_zhao", "auditor"),
        ("officer", "teacher"),
        ("officer", "county_lead"),
    ],
)
def test_nobody_gives_more_power_than_they_hold(town: Town, calls: Any, fang: Staff, who: str, role: str) -> None:
    caller = calls(getattr(town, who))
    assert error_fields(invite(caller, fang, role)) == ["role"]
    wang = town.a.staff["wang"].public_id
    assert error_fields(caller.post(f"staff/{wang}/memberships", {"role": role})) == ["role"]


@pytest.mark.parametrize("who", ["officer", "lead"])
def test_county_appoints_the_head(town: Town, calls: Any, fang: Staff, who: str) -> None:
    url = ok(invite(calls(getattr(town, who)), fang, "head"), 201)["url"]
    invitation = invitations.find_invitation(url.partition("#")[2], clock.now())
    assert (invitation.school_id, invitation.role) == (town.a.school.pk, "head")
    chen = town.a.staff["chen"].public_id
    assert ok(calls(getattr(town, who)).post(f"staff/{chen}/memberships", {"role": "head"}), 201)["role"] == "head"
    assert Role.HEAD in {actor.role for actor in actors_of(town.teacher_chen.user_id, clock.today())}


@pytest.mark.parametrize("until", [None, "2026-09-07", "2026-11-07"])
def test_nurse_comes_for_sixty_days_at_most(town: Town, calls: Any, fang: Staff, until: str | None) -> None:
    assert error_fields(invite(calls(town.head_li), fang, "nurse", until=until)) == ["until"]
    ok(invite(calls(town.head_li), fang, "nurse", until="2026-11-06"), 201)


def test_lead_invites_an_officer_who_becomes_a_person_of_the_county(town: Town, calls: Any) -> None:
    lead, body = calls(town.lead), {"name": "吴干事", "role": "county"}
    url = ok(lead.post("invitations", body), 201)["url"]
    assert error_fields(calls(town.officer).post("invitations", {**body, "role": "county_lead"})) == ["role"]
    assert error_fields(lead.post("invitations", {**body, "role": "teacher"})) == ["role"]
    invitation = invitations.find_invitation(url.partition("#")[2], clock.now())
    with town.county_scope():
        invitations.accept_invitation(invitation=invitation, user_id=town.teacher_of_b.user_id, now=town.monday)
        officer = Officer.objects.get(user_id=town.teacher_of_b.user_id)
    assert officer.name == "吴干事"
    assert "吴干事" in names(lead.get("memberships"))


def test_membership_ends_at_once_by_who_may_give_it(town: Town, calls: Any) -> None:
    admin, head = calls(town.admin_zhao), calls(town.head_li)
    by_name = {row["name"]: row["id"] for row in ok(head.get("memberships"))["results"]}
    assert admin.post(f"memberships/{by_name['李校长']}/end").status_code == 409
    assert head.post(f"memberships/{by_name['李校长']}/end").status_code == 409
    assert calls(town.admin_of_b).post(f"memberships/{by_name['王老师']}/end").status_code == 404
    wang = calls(town.teacher_wang)
    assert wang.get("me").status_code == 200
    assert admin.post(f"memberships/{by_name['王老师']}/end").status_code == 204
    assert wang.get("me").status_code == 403
    assert admin.post(f"memberships/{by_name['王老师']}/end").status_code == 404
    with town.a.inside():
        ended = AuditEvent.objects.get(action="access.membership_ended")
        assert (ended.user_id, ended.detail) == (town.admin_zhao.user_id, {"role": "teacher"})


def test_event_of_an_actor_without_a_person_is_refused(town: Town) -> None:
    nobody = replace(town.head_li, staff_id=None)
    with town.a.inside():
        with pytest.raises(audit.ActorWithoutPerson):
            audit.log(AuditAction.STAFF_ADDED, by=nobody, now=town.monday)
        assert not AuditEvent.objects.exists()


def test_membership_without_a_person_is_refused_by_the_database(town: Town) -> None:
    with town.a.inside(), pytest.raises(IntegrityError, match="membership_names_its_person"):
        Membership.objects.create(user_id=town.teacher_of_b.user_id, role="head", since=date(2026, 9, 1))


def test_every_role_has_givers_of_a_level_that_can_reach_it() -> None:
    assert set(GIVERS) == set(Role)
    for role, givers in GIVERS.items():
        assert role not in COUNTY_ROLES or givers <= COUNTY_ROLES
        for giver in givers - {Role.COUNTY_LEAD}:  # the lead appoints whom the office needs
            is_same_level = ROLES[giver].level == ROLES[role].level and role not in {Role.NURSE, Role.LEADER}
            assert not is_same_level or ROLES[role].permissions <= ROLES[giver].permissions, f"{giver} gives {role}"
    assert roles_given_by(Role.TEACHER) == []
