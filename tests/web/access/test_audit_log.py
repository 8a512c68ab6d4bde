"""审计日志 and 谁看过 as people read them."""

import re
from typing import Any

import pytest

from services.access import audit
from services.access.audit_queries import AuditFilter, audit_events
from services.children.choices import AuditAction
from tests.cast import Town
from tests.factories import care, health

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def viewed(town: Town) -> None:
    with town.as_(town.teacher_wang) as by:
        audit.log(AuditAction.CHILD_VIEWED, target=town.xiaoming, by=by, now=town.monday)


def test_head_opens_the_child_from_its_row_and_the_auditor_sees_no_name(town: Town, viewed: None, browses: Any) -> None:
    address = f'href="/children/{town.xiaoming.public_id}/"'
    head = browses(town.head_li).get("/audit-log/").content.decode()
    auditor = browses(town.actors["auditor"]).get("/audit-log/").content.decode()
    assert (address in head, "王小明" in head) == (True, True)
    assert (address in auditor, "王小明" in auditor) == (False, False)
    assert "王老师" in auditor


def test_menu_leads_head_and_auditor_to_the_log_and_nobody_else(town: Town, browses: Any) -> None:
    for actor, address in ((town.head_li, "/workbench/"), (town.actors["auditor"], "/audit-log/")):
        assert "/audit-log/" in browses(actor).get(address).content.decode()
    for actor, address in ((town.teacher_wang, "/today/"), (town.officer, "/county/")):
        assert "/audit-log/" not in browses(actor).get(address).content.decode()


def test_search_leads_to_the_log_about_one_child(town: Town, viewed: None, browses: Any) -> None:
    head = browses(town.head_li)
    page = head.post("/audit-log/search/", {"name": "王小明"}).content.decode()
    (address,) = re.findall(r'href="(/audit-log/\?child=[^"]+)"', page)

    about = head.get(address).content.decode()

    assert "关于 王小明" in about
    assert "查看孩子档案" in about
    nobody = head.post("/audit-log/search/", {"name": "没有这个人"}).content.decode()
    assert "没有找到" in nobody


def test_auditor_reads_about_a_child_without_the_name(town: Town, viewed: None, browses: Any) -> None:
    auditor = browses(town.actors["auditor"])
    page = auditor.get(f"/audit-log/?child={town.xiaoming.public_id}").content.decode()
    assert ("关于 这个孩子" in page, "王小明" in page, "王老师" in page) == (True, False, True)


def test_filters_of_another_school_filter_nothing(town: Town, viewed: None, browses: Any) -> None:
    page = browses(town.head_li).get(f"/audit-log/?child={town.b.children['王小明'].public_id}").content.decode()
    assert "关于" not in page.split("<caption")[0].rsplit("</form>", 1)[-1]
    assert "王老师" in page


def test_export_downloads_a_workbook_or_names_what_is_missing(town: Town, viewed: None, browses: Any) -> None:
    head = browses(town.head_li)
    assert head.post("/audit-log/export/", {"reason": "家长询问"}).content[:2] == b"PK"
    refused = head.post("/audit-log/export/?action=children.child_viewed", {"reason": ""}, follow=True)
    assert refused.redirect_chain == [("/audit-log/?action=children.child_viewed", 302)]
    assert "请写明事由" in refused.content.decode()


# -- who saw this child


def test_who_saw_this_child_equals_the_requests_of_a_journey(town: Town, browses: Any, calls: Any) -> None:
    """Everybody at the school opens pages and calls the API; each request about the child is one row, in order."""
    care.paired(town)
    health.planned(town)
    child, pupil = town.xiaoming.public_id, town.a.pupils["王小明"].public_id
    head, admin = browses(town.head_li), browses(town.admin_zhao)
    api, wang = calls(town.head_li), calls(town.teacher_wang)
    page, listed = f"/children/{child}/", "王小明"
    requests = [
        ("李校长", "查看孩子名单", lambda: head.get("/children/")),
        ("李校长", "查看学生名单", lambda: head.post("/search/", {"q": listed})),
        ("赵主任", "查看孩子档案", lambda: admin.get(page)),
        ("赵主任", "查看孩子档案", lambda: admin.get(f"{page}?tab=family")),
        ("赵主任", "查看完整号码或住址", lambda: admin.post(f"{page}unmask/", {"field": "address", "reason": "家访"})),
        ("李校长", "查看联系卡", lambda: api.get(f"children/{child}/contact-card")),
        ("李校长", "查看学生名单", lambda: api.get("pupils")),
        ("李校长", "查看学生资料", lambda: api.get(f"pupils/{pupil}")),
        ("李校长", "查看孩子档案", lambda: api.get(f"children/{child}")),
        ("李校长", "登记电话", lambda: api.post(f"children/{child}/phone-numbers", PHONE)),
        ("王老师", "写下关爱记录", lambda: wang.post("care-records", RECORD | {"child": str(child)})),
        ("李校长", "查看关爱记录", lambda: api.get("care-records")),
        ("李校长", "查看结对名单", lambda: api.get("pairings")),
        # Rows of the health app: the events name checkups, not children.
        ("李校长", "查看体检名单", lambda: api.get("checkups")),
    ]
    for _who, _what, call in requests:
        assert call().status_code < 300
    others = [head.get(f"/children/{town.xiaohong.public_id}/"), browses(town.admin_of_b).get("/children/")]
    assert {answer.status_code for answer in others} == {200}

    rows = _table(head.get(f"{page}?tab=viewed").content.decode())

    made = [(who, what) for who, what, _call in requests]
    since = len(made) + 1  # what went before is the preparation
    assert rows[:since] == [("李校长", "查看孩子档案"), *reversed(made)]
    assert _table(head.get(f"/children/{town.a.children['李小红'].public_id}/?tab=viewed").content.decode())[-1] == (
        "李校长",
        "查看孩子名单",
    )


RECORD = {"activity": "talk", "happened_on": "2026-09-07", "mood": 4, "topics": [], "text": "说说这周的事"}
PHONE = {"owner": "father", "number": "13800138000"}


def _table(page: str) -> list[tuple[str, str]]:
    """Who and what of each row, the newest first."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [(_text(row[0]), _text(row[1])) for row in cells]


def _text(cell: str) -> str:
    return re.sub(r"<span.*?</span>", "", cell, flags=re.DOTALL).strip()


def test_list_of_the_api_shows_the_same_rows_to_who_may_see_the_child(town: Town, viewed: None, calls: Any) -> None:
    address = f"children/{town.xiaoming.public_id}/audit-log"
    rows = calls(town.head_li).get(address).json()["results"]
    assert {(row["actor"], row["label"]) for row in rows} == {
        ("王老师", "查看孩子档案"),
        ("李校长", "查看谁看过这个孩子"),
    }
    assert calls(town.teacher_chen).get(address).status_code == 404
    assert calls(town.admin_of_b).get(address).status_code == 404
    with town.a.inside():
        assert audit_events(AuditFilter(targets=[town.xiaoming.public_id])).count() == 2
