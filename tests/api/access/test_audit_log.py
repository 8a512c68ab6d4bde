"""The audit log in page and API: for auditor and head, of their own tenant only."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from services.access import audit
from services.access.actions import audit_export
from services.access.audit_queries import AuditFilter, audit_events
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


# -- filters


def labels(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["label"] for row in answer.json()["results"]]


def test_log_is_filtered_by_person_child_school_event_and_period(town: Town, viewed: None, calls: Any) -> None:
    with town.as_(town.teacher_chen) as by:
        audit.log(AuditAction.LISTED, target=[town.xiaoming, town.xiaohong], by=by, now=town.later(days=2))
    auditor = calls(town.actors["auditor"])

    wang, chen = town.a.staff["wang"].public_id, town.a.staff["chen"].public_id
    assert labels(auditor.get("audit-log", person=wang)) == ["查看孩子档案"]
    assert labels(auditor.get("audit-log", person=chen)) == ["查看孩子名单"]
    assert labels(auditor.get("audit-log", school=town.b.school.public_id)) == ["查看孩子档案"]
    assert labels(auditor.get("audit-log", action="children.listed")) == ["查看孩子名单"]
    # Reading the log about one child is a reading about the child.
    about = ["查看孩子名单", "查看谁看过这个孩子"]
    assert labels(auditor.get("audit-log", child=town.xiaohong.public_id)) == about
    day = town.later(days=2).date().isoformat()
    assert labels(auditor.get("audit-log", **{"from": day, "person": chen})) == ["查看孩子名单"]
    assert labels(auditor.get("audit-log", to=day, person=chen)) == ["查看孩子名单"]
    assert labels(auditor.get("audit-log", **{"from": "2026-09-10", "person": chen})) == []


def test_wrong_filters_are_400_on_their_field(town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    wrong = {
        "person": str(town.b.staff["wang"].public_id),  # another school's
        "child": str(town.b.children["王小明"].public_id),
        "school": str(town.b.school.public_id),
        "action": "no.such",
        "from": "2026-02-30",
    }
    for field, value in wrong.items():
        answer = head.get("audit-log", **{field: value})
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, field)


def test_head_finds_people_and_children_by_part_of_the_name(town: Town, calls: Any) -> None:
    rows = calls(town.head_li).post("audit-log/search", {"name": "王"}).json()["results"]
    assert [(row["kind"], row["name"], row["school"]) for row in rows] == [
        ("child", "王小明", "中心小学"),
        ("person", "王老师", "中心小学"),
    ]


def test_auditor_finds_a_child_by_the_whole_name_only(town: Town, calls: Any) -> None:
    auditor = calls(town.actors["auditor"])
    part = auditor.post("audit-log/search", {"name": "王小"}).json()["results"]
    whole = auditor.post("audit-log/search", {"name": "王小明"}).json()["results"]
    assert part == []
    assert {(row["id"], row["school"]) for row in whole} == {
        (str(town.xiaoming.public_id), "中心小学"),
        (str(town.b.children["王小明"].public_id), "河西小学"),
    }
    # The search itself is in the log, about the children whom it showed.
    with town.county_scope():
        assert "access.audit_searched" in [
            event.action for event in audit_events(AuditFilter(targets=[town.xiaoming.public_id]))
        ]


def test_export_needs_a_reason_and_is_logged_with_it(town: Town, viewed: None, calls: Any) -> None:
    head = calls(town.head_li)
    assert head.post("audit-log/export", {"reason": " "}).status_code == 400

    answer = head.post("audit-log/export?action=children.child_viewed", {"reason": "=1+1 家长询问"})

    rows = sheet_of(answer.content)
    assert rows[0] == ["时间", "谁", "角色", "做了什么", "学校", "涉及几条", "事由"]
    assert [row[1:6] for row in rows[1:]] == [["王老师", "教师", "查看孩子档案", "中心小学", 1]]
    footer = load_workbook(BytesIO(answer.content)).active.oddFooter
    assert (footer.left.text[:4], footer.right.text) == ("李校长 ", "&P / &N")
    (entry,) = head.get("audit-log", action="access.audit_exported").json()["results"]
    assert (entry["actor"], entry["purpose"]) == ("李校长", "=1+1 家长询问")
    # Exported again, the reason is a text and no formula.
    exported = head.post("audit-log/export?action=access.audit_exported", {"reason": "核对"})
    (cell,) = [cell for row in cells_of(exported.content) for cell in row if cell.value == "=1+1 家长询问"]
    assert cell.data_type == "s"


def test_export_of_too_many_rows_asks_for_a_shorter_period(
    town: Town, viewed: None, calls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_export, "MAX_ROWS", 1)
    answer = calls(town.actors["auditor"]).post("audit-log/export", {"reason": "年度检查"})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "from")


def test_log_costs_the_same_with_three_times_as_many_rows(town: Town, viewed: None, calls: Any) -> None:
    head, addresses = calls(town.head_li), ("audit-log", f"children/{town.xiaoming.public_id}/audit-log")
    costs: dict[str, list[int]] = {address: [] for address in addresses}
    for rows in (1, 3):
        with town.as_(town.teacher_chen) as by:
            for _ in range(rows):
                audit.log(AuditAction.LISTED, target=[town.xiaoming, town.xiaohong], by=by, now=town.monday)
        for address in addresses:
            head.get(address)  # the first call fills caches
            with CaptureQueriesContext(connection) as queries:
                assert head.get(address).status_code == 200
            costs[address].append(len(queries))
    assert {address for address, counts in costs.items() if counts[0] != counts[1]} == set()


def sheet_of(content: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row if cell.value is not None] for row in cells_of(content)]


def cells_of(content: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(content)).worksheets[0].iter_rows())
