"""The audit log in page and API: for auditor and head, of their own tenant only."""

from typing import Any

import pytest

from services.access import audit
from services.children.choices import AuditAction
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def viewed(town: Town) -> None:
    """王老师 viewed 王小明, and a teacher of another school a child of theirs."""
    with town.as_(town.teacher_wang) as by:
        audit.log(AuditAction.CHILD_VIEWED, target=town.xiaoming, by=by, now=town.monday)
    with town.as_(town.teacher_of_b) as by:
        audit.log(AuditAction.CHILD_VIEWED, target=town.b.children["王小明"], by=by, now=town.monday)


def test_head_reads_who_viewed_a_child_of_the_school(town: Town, viewed: None, calls: Any) -> None:
    (entry,) = calls(town.head_li).get("audit-log", action="children.child_viewed").json()["results"]
    assert (entry["actor"], entry["target"]) == ("王老师", [str(town.xiaoming.public_id)])


def test_auditor_reads_the_schools_of_the_county_and_no_other(town: Town, viewed: None, calls: Any) -> None:
    rows = calls(town.actors["auditor"]).get("audit-log", action="children.child_viewed").json()["results"]
    assert {row["target"][0] for row in rows} == {
        str(town.xiaoming.public_id),
        str(town.b.children["王小明"].public_id),
    }


def test_audit_log_is_403_without_the_permission(town: Town, viewed: None, calls: Any) -> None:
    for actor in (town.teacher_wang, town.admin_zhao, town.officer, town.nurse_sun):
        assert calls(actor).get("audit-log").status_code == 403


def test_page_shows_the_audit_log_to_the_head_only(town: Town, viewed: None, browses: Any) -> None:
    page = browses(town.head_li).get("/audit-log/").content.decode()
    assert "王老师" in page
    assert "查看孩子档案" in page
    assert browses(town.teacher_wang).get("/audit-log/").status_code == 403
