"""An invited teacher comes in by the link: once, as invited, with the children already assigned to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from services.access.actions import invitations
from services.access.models import AuditEvent, Membership
from services.access.queries import actors_of
from services.access.roles import Role
from services.accounts.models import User
from services.children import assignments
from services.children.access import visible_to
from services.children.choices import AssignmentReason
from services.children.models import ChildGrant
from services.kit import clock
from services.schools.models import Staff
from tests.cast import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("at_monday")
CHOICE = {"username": "fang", "password": "a-long-password-7"}
ACCEPT = "/invitations/accept/"


@pytest.fixture
def token(town: Town) -> str:
    """方老师 has no login yet, but 王小明 is assigned to her already."""
    with town.a.inside():
        fang = Staff.objects.create(name="方老师", site=town.a.site)
        assignments.assign(
            child=town.xiaoming, staff=fang, reason=AssignmentReason.SHARED, by=town.head_li, now=town.monday
        )
        _, token = invitations.invite(name="方老师", role=Role.TEACHER, staff=fang, by=town.head_li, now=town.monday)
    return token


def follow(token: str, client: Client | None = None) -> Client:
    """A browser that has shown the code of a link."""
    client = client or Client()
    assert client.post("/invitations/", {"code": token})["Location"] == ACCEPT
    return client


def test_she_chooses_a_name_is_in_and_sees_the_child_assigned_to_her(town: Town, token: str) -> None:
    client = follow(token)
    assert "方老师" in client.get(ACCEPT).content.decode()
    assert client.post(ACCEPT, CHOICE).status_code == 302
    (actor,) = actors_of(User.objects.get(username="fang").pk, clock.today())
    assert (actor.role, actor.school_id) == (Role.TEACHER, town.a.school.pk)
    with town.as_(actor):
        assert [child.pk for child in visible_to(actor, clock.now())] == [town.xiaoming.pk]
        # Grants need a user, so they are made on joining, not on assigning.
        given = ChildGrant.objects.values_list("user", "granted_by", "granted_at").distinct()
        assert list(given) == [(actor.user_id, actor.user_id, clock.now())]
        accepted = AuditEvent.objects.get(action="access.invitation_accepted")
        assert accepted.user_id == actor.user_id


def test_link_carries_its_code_in_the_fragment_alone(town: Town, token: str) -> None:
    assert Client().get(f"/invitations/{token}/").status_code == 404
    assert 'data-fragment="code"' in Client().get("/invitations/").content.decode()


def test_link_works_once(town: Town, token: str) -> None:
    thief = follow(token)
    follow(token).post(ACCEPT, CHOICE)
    assert Client().post("/invitations/", {"code": token}).status_code == 410
    assert thief.get(ACCEPT).status_code == 410
    assert thief.post(ACCEPT, {**CHOICE, "username": "thief"}).status_code == 410
    assert not User.objects.filter(username="thief").exists()


def test_link_expires_after_seven_days(town: Town, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(days=7)).isoformat())
    assert Client().post("/invitations/", {"code": token}).status_code == 410


def test_page_without_a_shown_code_opens_nothing(town: Town) -> None:
    assert Client().get(ACCEPT).status_code == 410


@pytest.mark.parametrize(
    ("given", "field"), [({"username": "wang_a"}, "username"), ({"password": "12345"}, "password")]
)
def test_wrong_choice_stays_typed_and_makes_nothing(town: Town, token: str, given: dict[str, Any], field: str) -> None:
    client = follow(token)
    answer = client.post(ACCEPT, {**CHOICE, **given})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert client.get(ACCEPT).status_code == 200


def test_teacher_of_another_school_accepts_with_the_login_she_has(
    town: Town, token: str, browses: Callable[..., Client]
) -> None:
    logins = User.objects.count()
    client = follow(token, browses(town.teacher_of_b))
    assert "wang_b" in client.get(ACCEPT).content.decode()
    assert client.post(ACCEPT).status_code == 302
    actors = actors_of(town.teacher_of_b.user_id, clock.today())
    assert {(actor.school_name, actor.role) for actor in actors} == {
        ("中心小学", Role.TEACHER),
        ("河西小学", Role.TEACHER),
    }
    assert User.objects.count() == logins


@pytest.mark.parametrize("who", ["head_li", "teacher_wang"])
def test_login_of_somebody_else_at_the_school_cannot_accept(
    town: Town, token: str, browses: Callable[..., Client], who: str
) -> None:
    actor = getattr(town, who)  # 李校长 sent it, 王老师 is another member of staff
    answer = follow(token, browses(actor)).post(ACCEPT)
    assert answer.status_code == 422
    assert len(actors_of(actor.user_id, clock.today())) == 1
    with town.a.inside():
        assert Staff.objects.get(name="方老师").user_id is None
    assert follow(token).get(ACCEPT).status_code == 200


def test_members_page_withdraws_ends_and_adds(town: Town, token: str, browses: Callable[..., Client]) -> None:
    head = browses(town.head_li)
    page = head.get("/members/").content.decode()
    assert "方老师" in page
    with town.a.inside():
        invitation = invitations.find_invitation(token, clock.now())
        wang = Membership.objects.get(user_id=town.teacher_wang.user_id)
    head.post(f"/members/invitations/{invitation.public_id}/withdraw/")
    assert Client().post("/invitations/", {"code": token}).status_code == 410
    head.post(f"/members/staff/{town.a.staff['wang'].public_id}/roles/", {"role": "school_admin"})
    assert {actor.role for actor in actors_of(town.teacher_wang.user_id, clock.today())} == {
        Role.TEACHER,
        Role.SCHOOL_ADMIN,
    }
    head.post(f"/members/memberships/{wang.public_id}/end/")
    assert {actor.role for actor in actors_of(town.teacher_wang.user_id, clock.today())} == {Role.SCHOOL_ADMIN}


def test_member_with_a_password_logs_in_to_accept(town: Town, token: str) -> None:
    client = follow(token)
    link = "/accounts/login/?next=/invitations/accept/"
    assert link in client.get(ACCEPT).content.decode()
    answer = client.post(link, {"login": "wang_b", "password": PASSWORD, "next": ACCEPT})
    assert answer["Location"] == ACCEPT
    assert "用这个账号加入" in client.get(ACCEPT).content.decode()
