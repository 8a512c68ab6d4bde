"""The trail at both doors: for auditor and head, of their own place only."""

from typing import Any

import pytest

from services.access import audit
from services.children.choices import AuditAction
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def seen(town: Town) -> None:
    """王老师 looked at 王小明, and somebody of another school at theirs."""
    with town.as_(town.teacher_wang) as by:
        audit.log(AuditAction.CHILD_VIEWED, target=town.xiaoming, by=by, now=town.monday)
    with town.as_(town.teacher_of_b) as by:
        audit.log(AuditAction.CHILD_VIEWED, target=town.b.children["王小明"], by=by, now=town.monday)


def test_the_head_reads_who_saw_a_child_of_the_school(town: Town, seen: None, calls: Any) -> None:
    (entry,) = calls(town.head_li).get("audit-log", action="children.child_viewed").json()["results"]
    assert (entry["actor"], entry["target"]) == ("王老师", [str(town.xiaoming.public_id)])


def test_the_auditor_reads_all_schools_of_the_county_and_no_other(town: Town, seen: None, calls: Any) -> None:
    rows = calls(town.actors["auditor"]).get("audit-log", action="children.child_viewed").json()["results"]
    assert {row["target"][0] for row in rows} == {
        str(town.xiaoming.public_id),
        str(town.b.children["王小明"].public_id),
    }


def test_whoever_may_not_read_the_trail_gets_403(town: Town, seen: None, calls: Any) -> None:
    for actor in (town.teacher_wang, town.admin_zhao, town.officer, town.nurse_sun):
        assert calls(actor).get("audit-log").status_code == 403


def test_the_page_shows_it_to_the_head_and_to_nobody_else(town: Town, seen: None, browses: Any) -> None:
    page = browses(town.head_li).get("/audit-log/").content.decode()
    assert "王老师" in page
    assert "查看孩子档案" in page
    assert browses(town.teacher_wang).get("/audit-log/").status_code == 403
