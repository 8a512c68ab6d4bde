"""日历订阅: the due work, checkups and duty of one member of staff, for a phone's calendar; no name of a child."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from services.access.actions import memberships
from services.access.actor import Actor
from services.access.models import AuditEvent, Membership
from services.activities.actions import add_shift
from services.children.actions.class_teachers import assign_class_teacher
from services.links.actions import issuing
from services.links.models import Link
from tests.cast import Town
from tests.factories import care, health
from tests.links.test_links import issue

KIND = "links.calendar_feed"
pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def town(town: Town) -> Town:
    """王老师 looks after 王小明, leads class 三(1), and is on duty on Tuesday noon; 陈老师 on Friday."""
    health.planned(town)
    with town.as_(town.head_li) as head:
        care.plan(town, head, required_frequencies=care.WEEKLY_TALK)
        care.pair(town, town.xiaoming)
        wang, chen = town.a.staff["wang"], town.a.staff["chen"]
        assign_class_teacher(school_class=town.a.classes[0], staff=wang, by=head, now=town.monday)
        for staff, day in ((wang, 8), (chen, 11)):
            noon = {"start_time": time(12), "end_time": time(13), "location": "操场"}
            add_shift(staff=staff, date=date(2026, 9, day), **noon, by=head, now=town.monday)
    return town


def subscribe(town: Town, by: Actor) -> str:
    """The path of the feed."""
    _link, token = issue(town, by, kind=KIND, subject=own_id(town, by))
    return f"/feeds/{token}.ics"


def own_id(town: Town, by: Actor) -> Any:
    return next(row.public_id for row in town.a.staff.values() if row.pk == by.staff_id)


def events(content: bytes) -> list[tuple[str, str, str]]:
    """(title, begin, location) in the order of time."""
    rows = Calendar.from_ical(content).walk("VEVENT")
    return sorted(
        ((str(row["summary"]), row["dtstart"].to_ical().decode(), str(row.get("location", ""))) for row in rows),
        key=lambda row: row[1],
    )


def test_a_teachers_calendar_shows_the_own_days_and_no_name_of_a_child(town: Town) -> None:
    feed = Client().get(subscribe(town, town.teacher_wang))

    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert feed["Cache-Control"] == "no-store"
    shown = events(feed.content)
    assert shown[0] == ("值日", "20260908T040000Z", "操场")
    assert ("谈心谈话到期：1 名", "20260911", "") in shown
    assert ("三(1)班体检", "20260914", "清河镇卫生院") in shown
    assert [title for title, *_ in shown].count("值日") == 1
    text = feed.content.decode()
    assert not any(name in text for name in ("小明", "小红", "张强", "留守", "陈老师"))


def test_a_calendar_is_read_again_and_leaves_one_event_in_the_audit_log(town: Town) -> None:
    path = subscribe(town, town.teacher_wang)

    assert [Client().get(path).status_code for _ in range(3)] == [200, 200, 200]

    with town.a.inside():
        link = Link.objects.get()
        assert (link.uses, link.last_used_at) == (1, town.monday)
        assert AuditEvent.objects.filter(action="links.opened").count() == 1


def test_nobody_subscribes_to_a_colleagues_days(town: Town) -> None:
    for other in (town.teacher_chen, town.head_li, town.admin_of_b):
        with pytest.raises(issuing.UnableToIssueLink):
            issue(town, other, kind=KIND, subject=town.a.staff["wang"].public_id)


def test_a_feed_that_is_over_revoked_tampered_or_of_somebody_who_left_is_not_there(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoked, left, current = (subscribe(town, by) for by in (town.teacher_chen, town.admin_zhao, town.teacher_wang))
    family_page = issue(town, town.head_li, kind="care.visit_report", digits="4321")[1]
    with town.as_(town.head_li) as head:
        issuing.revoke_link(link=Link.objects.get(issued_by=town.teacher_chen.user_id), by=head, now=town.monday)
        role = Membership.objects.get(pk=town.admin_zhao.membership_id or 0)
        memberships.end_membership(membership=role, by=head, now=town.monday)

    paths = [revoked, left, f"{current[:-5]}x.ics", f"/feeds/{family_page}.ics", "/feeds/none.ics"]
    assert [Client().get(path).status_code for path in paths] == [404] * 5
    assert Client().post(current).status_code == 405
    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(days=181)).isoformat())
    assert Client().get(current).status_code == 404


def test_the_token_of_a_feed_opens_no_page(town: Town) -> None:
    token = subscribe(town, town.teacher_wang).removeprefix("/feeds/").removesuffix(".ics")

    assert Client().post("/open/", {"code": token}).status_code == 410


def test_a_teacher_subscribes_from_the_own_desk_and_the_feed_is_listed_and_revoked(town: Town, browses: Any) -> None:
    teacher = browses(town.teacher_wang)
    form = f"/links/new/{own_id(town, town.teacher_wang)}/{KIND}/"
    assert form in teacher.get("/today/").content.decode()

    url = teacher.post(form, {"days": "180", "purpose": "我的手机"}).context["url"]
    path = url.removeprefix("http://testserver")
    assert Client().get(path).status_code == 200
    listed = teacher.get("/links/").content.decode()
    assert all(text in listed for text in ("日历订阅", "我的手机", "09-07 09:00"))
    assert path not in listed
    with town.a.inside():
        public_id = Link.objects.get().public_id
    teacher.post(f"/links/{public_id}/revoke/")
    assert Client().get(path).status_code == 404
