"""A link stands as long as whoever issued it might issue it: it ends with the reason, the role or the child."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from services.access.actions import memberships
from services.access.models import AuditEvent, Membership
from services.children.actions.class_teachers import assign_class_teacher
from services.children.actions.sharing import end_sharing
from services.children.assignments import assign
from services.children.choices import AssignmentReason
from services.children.models import CaseAssignment
from services.children.on_pupil_left import run_pupil_left
from services.links import queries
from services.links.actions import opening
from services.links.models import Link
from services.schools.scope import scope
from tests.cast import Town
from tests.factories.health import phone
from tests.links.test_links import NUMBER, issue, open_on_phone


@pytest.fixture
def town(town: Town) -> Town:
    """王老师 was given 王小明 and 李小红 by the school; each family has a telephone."""
    with town.as_(town.head_li) as head:
        for child in (town.xiaoming, town.xiaohong):
            phone(child.pupil, NUMBER)
            shared = AssignmentReason.SHARED
            assign(child=child, staff=town.a.staff["wang"], reason=shared, by=head, now=town.monday)
    return town


def is_shown(town: Town, link: Link) -> bool:
    """Whether its page is, at this hour."""
    with scope(queries.scope_of(link)):
        link.refresh_from_db()
        return queries.is_open(link, town.monday) and not queries.unfounded([link], town.monday)


def end_shared(town: Town) -> None:
    with town.as_(town.head_li) as head:
        end_sharing(assignment=CaseAssignment.objects.get(child=town.xiaoming), by=head, now=town.monday)


def test_a_teachers_links_about_a_child_end_with_the_assignment_and_nobody_elses(town: Town) -> None:
    mine, _token = issue(town, town.teacher_wang)
    other_child, _token = issue(town, town.teacher_wang, subject=town.xiaohong.public_id)
    of_head, _token = issue(town, town.head_li)

    end_shared(town)

    assert [is_shown(town, link) for link in (mine, other_child, of_head)] == [False, True, True]
    with town.a.inside():
        ended = AuditEvent.objects.get(action="links.ended")
        assert (ended.user_id, ended.target) == (
            town.head_li.user_id,
            [str(town.xiaoming.public_id), str(mine.public_id)],
        )


def test_a_link_stays_while_another_reason_still_shows_the_child_to_its_issuer(town: Town) -> None:
    link, _token = issue(town, town.teacher_wang)
    with town.as_(town.head_li) as head:
        school_class = town.xiaoming.pupil.school_class
        assign_class_teacher(school_class=school_class, staff=town.a.staff["wang"], by=head, now=town.monday)
        shared = CaseAssignment.objects.get(child=town.xiaoming, reason=AssignmentReason.SHARED)
        end_sharing(assignment=shared, by=head, now=town.monday)
    assert is_shown(town, link)

    with town.as_(town.head_li) as head:
        assign_class_teacher(school_class=school_class, staff=None, by=head, now=town.monday)
    assert not is_shown(town, link)


def test_all_links_about_a_child_end_when_the_child_leaves_and_do_not_come_back(town: Town) -> None:
    links = [issue(town, by)[0] for by in (town.teacher_wang, town.head_li)]
    other, _token = issue(town, town.head_li, subject=town.xiaohong.public_id)
    pupil = town.xiaoming.pupil
    with town.as_(town.head_li) as head:
        type(pupil).objects.filter(pk=pupil.pk).update(state="left")
        run_pupil_left(pupil=town.xiaoming.pupil, by=head, now=town.monday)
        type(pupil).objects.filter(pk=pupil.pk).update(state="enrolled")

    assert [is_shown(town, link) for link in (*links, other)] == [False, False, True]


@pytest.mark.usefixtures("at_monday")
def test_a_link_opens_no_more_once_its_issuer_has_left(town: Town, browses: Any) -> None:
    link, token = issue(town, town.admin_zhao)
    hers = Client()
    address = hers.post("/open/", {"code": token}).url
    hers.post(address, {"digits": NUMBER[-4:]})
    assert "小明" in hers.get(address).content.decode()
    with town.as_(town.head_li) as head:
        role = Membership.objects.get(pk=town.admin_zhao.membership_id)
        memberships.end_membership(membership=role, by=head, now=town.monday)

    with pytest.raises(opening.LinkClosed):
        open_on_phone(town, token)
    assert not is_shown(town, link)
    gone = hers.get(address)
    assert (gone.status_code, "小明" in gone.content.decode()) == (410, False)
    page = browses(town.head_li).get("/links/").content.decode()
    assert "已失效" in page
    assert "收回" not in page.partition("<tbody>")[2]


def test_a_role_until_a_day_ends_the_link_on_that_day(town: Town) -> None:
    _link, token = issue(town, town.admin_zhao)
    with town.a.inside():
        until = (town.monday + timedelta(days=2)).date()
        Membership.objects.filter(pk=town.admin_zhao.membership_id).update(until=until)

    assert open_on_phone(town, token, hours=24)
    with pytest.raises(opening.LinkClosed):
        open_on_phone(town, token, hours=48)
