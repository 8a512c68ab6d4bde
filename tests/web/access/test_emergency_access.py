"""紧急查看 as officer, head and lead meet it: page by page, and through the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.access.models import AuditEvent
from services.access.roles import Role
from services.care.models import CareNote, CareRecord
from services.children.models import EmergencyAccess
from services.children.queries import emergency as queries
from tests.cast import Caller, Town
from tests.children.test_emergency_access import REASON, opened
from tests.factories import health

pytestmark = pytest.mark.usefixtures("at_monday")
Browses = Callable[..., Client]
Calls = Callable[..., Caller]
PHONE = "13800138000"


@pytest.fixture
def known(town: Town) -> Town:
    """A child with a number and a talk, both closed to the county."""
    with town.a.inside():
        health.phone(town.a.pupils["王小明"], PHONE)
        record = CareRecord.objects.create(
            child=town.xiaoming,
            staff=town.a.staff["wang"],
            activity="talk",
            happened_on=town.monday.date(),
            recorded_by_id=town.teacher_wang.user_id,
            recorded_at=town.monday,
        )
        CareNote.objects.create(record=record, text="他说想妈妈了")
    return town


def at(monkeypatch: pytest.MonkeyPatch, town: Town, **delta: Any) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", town.later(**delta).isoformat())


def test_officer_asks_from_the_childs_page_sees_it_all_and_ends_it(known: Town, browses: Browses):
    client = browses(known.officer)
    child = f"/children/{known.xiaoming.public_id}/"
    ask = f"{child}emergency-access/"

    assert f'href="{ask}"' in client.get(child).content.decode()
    assert "他说想妈妈了" not in client.get(f"{child}?tab=care").content.decode()
    wrong = client.post(ask, {"reason": "看看"})
    assert (wrong.status_code, "请写明事由" in wrong.content.decode()) == (422, True)
    page = client.post(ask, {"reason": REASON}, follow=True)

    address = page.request["PATH_INFO"]
    text = page.content.decode()
    assert "还剩 <span data-minutes>60</span> 分钟" in text
    assert REASON in text
    assert 'data-leave-after="3600"' in text
    assert "他说想妈妈了" in client.get(f"{address}?tab=care").content.decode()
    numbers = client.post(address.replace("/child/", "/unmask/"), {"field": "phones", "reason": "打电话找人"})
    assert PHONE in numbers.content.decode()
    ended = client.post(address.replace("/child/", "/end/"), follow=True)
    assert "查看已结束" in ended.content.decode()
    after = client.get(address)
    assert (after.status_code, after.headers["Location"]) == (302, address.replace("child/", ""))
    assert (
        client.post(address.replace("/child/", "/unmask/"), {"field": "phones", "reason": "再看一次"}).status_code
        == 422
    )


def test_after_sixty_minutes_page_and_api_show_nothing(known: Town, browses: Browses, calls: Calls, monkeypatch: Any):
    row = opened(known)
    client, caller = browses(known.officer), calls(known.officer)
    page, resource = f"/emergency-accesses/{row.public_id}/child/", f"emergency-accesses/{row.public_id}/child"
    at(monkeypatch, known, minutes=59)
    assert "王小明" in client.get(page).content.decode()
    shown = caller.get(resource).json()
    assert (shown["name"], len(shown["family"]["phone_numbers"])) == ("王小明", 1)

    at(monkeypatch, known, minutes=60)

    assert client.get(page).status_code == 302
    assert caller.get(resource).status_code == 409
    assert (
        caller.post(f"emergency-accesses/{row.public_id}/unmask", {"field": "phones", "reason": "还要看"}).status_code
        == 409
    )


@pytest.mark.parametrize("who", ["lead", "officer_of_other", "head_li", "admin_zhao", "teacher_wang"])
def test_nobody_else_opens_the_page_of_an_access(known: Town, browses: Browses, calls: Calls, who: str):
    row = opened(known)
    stranger = getattr(known, who)

    page = browses(stranger).get(f"/emergency-accesses/{row.public_id}/child/")
    answer = calls(stranger).get(f"emergency-accesses/{row.public_id}/child")

    assert page.status_code in {403, 404}
    assert answer.status_code in {403, 404}


def test_access_opens_no_other_child_and_no_list(known: Town, browses: Browses, calls: Calls):
    row = opened(known)
    client, caller = browses(known.officer), calls(known.officer)
    client.get(f"/emergency-accesses/{row.public_id}/child/")

    other = caller.get(f"children/{known.xiaohong.public_id}").json()
    same = caller.get(f"children/{known.xiaoming.public_id}").json()
    unmasked = caller.post(f"children/{known.xiaoming.public_id}/unmask", {"field": "phones", "reason": "直接看"})

    assert (other["family"]["papers"], other["family"]["phone_numbers"]) == ({}, [])
    assert (same["family"]["papers"], same["family"]["phone_numbers"]) == ({}, [])
    assert unmasked.status_code == 403
    assert caller.get("findings").status_code == 403
    assert PHONE not in client.get("/children/").content.decode()


def test_all_that_was_read_stands_in_the_schools_log_and_on_the_case(known: Town, browses: Browses):
    row = opened(known)
    client = browses(known.officer)
    client.get(f"/emergency-accesses/{row.public_id}/child/")
    client.get(f"/emergency-accesses/{row.public_id}/child/?tab=care")
    client.post(f"/emergency-accesses/{row.public_id}/unmask/", {"field": "phones", "reason": "打电话找人"})

    with known.a.inside():
        events = list(AuditEvent.objects.filter(user=known.officer.user_id).order_by("id"))
        seen = [(event.action, event.purpose, event.detail, event.role) for event in events]
        assert [event.pk for event in queries.reads_of(row)] == [event.pk for event in events[1:]]
    assert seen == [
        ("children.emergency_access_opened", REASON, {}, Role.COUNTY),
        ("children.child_viewed", REASON, {"tab": "overview"}, Role.COUNTY),
        ("children.child_viewed", REASON, {"tab": "care"}, Role.COUNTY),
        ("children.number_unmasked", "打电话找人", {"field": "phones"}, Role.COUNTY),
    ]
    case = browses(known.head_li).get(f"/emergency-accesses/{row.public_id}/").content.decode()
    assert case.count("查看孩子档案") == 2
    assert "县教育局" in browses(known.head_li).get("/audit-log/").content.decode()


def test_head_reviews_from_the_queue_and_the_case_leaves_it(known: Town, browses: Browses, monkeypatch: Any):
    row = opened(known)
    client = browses(known.head_li)
    at(monkeypatch, known, hours=2)
    queue = client.get("/emergency-accesses/").content.decode()
    assert ("有 1 次等待复核" in queue, "王小明" in queue) == (True, True)

    wrong = client.post(f"/emergency-accesses/{row.public_id}/review/", {"verdict": "unjustified", "note": ""})
    done = client.post(
        f"/emergency-accesses/{row.public_id}/review/", {"verdict": "justified", "note": ""}, follow=True
    )

    assert (wrong.status_code, "请写明情况和处理" in wrong.content.decode()) == (422, True)
    assert "都复核过了" in done.content.decode()
    assert "理由成立" in client.get("/emergency-accesses/?all=1").content.decode()


def test_officer_asks_and_lead_reviews_by_the_api(known: Town, calls: Calls, monkeypatch: Any):
    officer, lead, head_of_b = calls(known.officer), calls(known.lead), calls(known.b.actors["head"])
    path = f"children/{known.xiaoming.public_id}/emergency-accesses"
    assert officer.post(path, {"reason": "看"}).json()["errors"][0]["attr"] == "reason"
    assert officer.post(f"children/{uuid4()}/emergency-accesses", {"reason": REASON}).status_code == 404

    row = officer.post(path, {"reason": REASON})
    case = f"emergency-accesses/{row.json()['id']}"

    assert (row.status_code, row.json()["child"]["name"], row.json()["reviewed_at"]) == (201, "王小明", None)
    assert lead.post(f"{case}/review", {"verdict": "justified"}).status_code == 409
    assert officer.post(f"{case}/end").json()["ended_at"]
    at(monkeypatch, known, minutes=1)
    assert head_of_b.get("emergency-accesses").json()["results"] == []
    assert [case["id"] for case in lead.get("emergency-accesses", unreviewed="true").json()["results"]] == [
        row.json()["id"]
    ]
    reviewed = lead.post(f"{case}/review", {"verdict": "unjustified", "note": "可以先问班主任"}).json()
    assert (reviewed["verdict"], reviewed["review_note"]) == ("unjustified", "可以先问班主任")
    assert lead.get("emergency-accesses", unreviewed="true").json()["results"] == []


def test_queue_costs_the_same_with_one_and_with_three(known: Town, browses: Browses):
    client = browses(known.lead)

    def queries_of_the_page() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/emergency-accesses/").status_code == 200
        return len(captured)

    opened(known)
    queries_of_the_page()
    one = queries_of_the_page()
    for name in ("李小红", "张强"):
        opened(known, child=known.a.children[name], now=known.monday + timedelta(seconds=1))
    assert queries_of_the_page() == one
    with known.county_scope():
        assert EmergencyAccess.objects.count() == 3
