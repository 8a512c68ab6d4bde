"""An invited teacher joins by the link: once, in the invited role, with the children already assigned."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from services.access.actions import memberships as access
from services.access.roles import Role
from services.children import assignments
from services.children.access import visible_to
from services.children.choices import AssignmentReason
from services.children.models import ChildGrant
from services.kit import clock
from services.schools.models import Staff
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")
CHOICE = {"username": "fang", "password": "a-long-password-7"}


@pytest.fixture
def link(town: Town) -> str:
    """方老师 has no login yet, but 王小明 is assigned to her already."""
    with town.a.inside():
        fang = Staff.objects.create(name="方老师", site=town.a.site)
        assignments.assign(
            child=town.xiaoming, staff=fang, reason=AssignmentReason.SHARED, by=town.head_li, now=town.monday
        )
        _, token = access.invite(name="方老师", role=Role.TEACHER, staff=fang, by=town.head_li, now=town.monday)
    return f"/invitations/{token}/"


def test_invited_teacher_joins_and_sees_the_assigned_child(town: Town, link: str) -> None:
    client = Client()
    assert "方老师" in client.get(link).content.decode()
    assert client.post(link, CHOICE).status_code == 302
    from services.access.queries import actors_of
    from services.accounts.models import User

    (actor,) = actors_of(User.objects.get(username="fang").pk, clock.today())
    assert (actor.role, actor.school_id) == (Role.TEACHER, town.a.school.pk)
    with town.as_(actor):
        assert [child.pk for child in visible_to(actor, clock.now())] == [town.xiaoming.pk]
        # Grants need a user, so they are made on joining, not on assigning.
        given = ChildGrant.objects.values_list("user", "granted_by", "granted_at").distinct()
        assert list(given) == [(actor.user_id, actor.user_id, clock.now())]


def test_invitation_link_works_once(town: Town, link: str) -> None:
    Client().post(link, CHOICE)
    assert Client().get(link).status_code == 410
    assert Client().post(link, {**CHOICE, "username": "thief"}).status_code == 410


def test_invitation_link_expires(town: Town, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(days=15)).isoformat())
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(
    ("given", "field"), [({"username": "wang_a"}, "username"), ({"password": "12345"}, "password")]
)
def test_invalid_choice_creates_no_account(town: Town, link: str, given: dict[str, Any], field: str) -> None:
    response = Client().post(link, {**CHOICE, **given})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Client().get(link).status_code == 200
