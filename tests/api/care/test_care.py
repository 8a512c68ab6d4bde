"""Pairing, care records and due work: a whole course, the errors, and what others cannot see."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.care.actions.care_records import record
from services.care.jobs import propose
from services.jobs.registry import JobContext
from tests.api.responses import errors, ok
from tests.cast import Town
from tests.factories import care

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_school_brings_in_the_records_of_a_teacher_from_elsewhere(town: Town, calls: Any) -> None:
    care.paired(town)
    admin = calls(town.admin_zhao)
    talk = {"child": town.xiaoming.public_id, "activity": "talk", "happened_on": "2026-03-02", "text": "聊学习"}
    visit = talk | {"activity": "home_visit", "happened_on": "2026-04-11", "text": ""}
    records = [row | {"recorded_at": f"{row['happened_on']}T20:00:00+08:00"} for row in (talk, visit)]
    body = {"staff": town.a.staff["wang"].public_id, "records": records}

    assert ok(admin.post("care-record-imports", body), 201) == {"records": 2}

    listed = ok(calls(town.teacher_wang).get("care-records", child=town.xiaoming.public_id))["results"]
    assert [(row["happened_on"], row["staff"]["name"]) for row in listed] == [
        ("2026-04-11", "王老师"),
        ("2026-03-02", "王老师"),
    ]
    assert ok(calls(town.admin_of_b).get("care-records"))["results"] == []


def test_records_from_elsewhere_are_imported_whole_or_not_at_all(town: Town, calls: Any) -> None:
    admin, wang = calls(town.admin_zhao), town.a.staff["wang"].public_id
    good = {"child": town.xiaoming.public_id, "activity": "talk", "happened_on": "2026-03-02"}
    good |= {"recorded_at": "2026-03-02T20:00:00+08:00"}

    late = admin.post("care-record-imports", {"staff": wang, "records": [good, good | {"happened_on": "2026-03-03"}]})
    foreign = town.b.children["王小明"].public_id
    theirs = admin.post("care-record-imports", {"staff": wang, "records": [good, good | {"child": foreign}]})

    assert [error["attr"] for error in late.json()["errors"]] == ["records"]
    assert "第 2 条" in late.json()["errors"][0]["detail"]
    assert [error["attr"] for error in theirs.json()["errors"]] == ["records.1.child"]
    assert calls(town.head_li).get("care-records").json()["results"] == []
    assert calls(town.teacher_wang).post("care-record-imports", {"staff": wang, "records": [good]}).status_code == 403


def test_pairing_plan_to_care_record(town: Town, calls: Any) -> None:
    care.school_days(town)
    head, teacher = calls(town.head_li), calls(town.teacher_wang)
    plan = ok(
        head.post("work-plans", {"required_frequencies": [{"activity": "talk", "count": 1, "period_unit": "week"}]}),
        201,
    )
    assert ok(head.post(f"work-plans/{plan['id']}/approve"))["state"] == "approved"

    accepted = ok(head.post("pairing-plans"), 202)
    assert ok(head.get(f"pairing-plans/{accepted['id']}"))["state"] == "computing"
    propose(
        JobContext(
            UUID(accepted["job"]),
            "care.pairing.propose",
            UUID(accepted["id"]),
            town.head_li,
            town.monday,
            town.head_li.scope,
        )
    )
    rows = ok(head.get(f"pairing-plans/{accepted['id']}/rows"))["results"]
    assert {row["child"]["name"] for row in rows} == {"王小明", "李小红", "张强"}
    assert all(row["staff"] and row["reasons"][0]["text"] for row in rows)
    approved = ok(head.post(f"pairing-plans/{accepted['id']}/approve"))
    assert (approved["state"], approved["pairs"], approved["unpaired"]) == ("approved", 3, 0)
    assert head.post(f"pairing-plans/{accepted['id']}/approve").status_code == 409

    due = ok(teacher.get("due-work", state="due"))["results"]
    assert due
    made = ok(
        teacher.post("care-records", {"child": due[0]["child"]["id"], "activity": "talk", "mood": 4, "text": "聊数学"}),
        201,
    )
    assert (made["settles"], made["text"]) == (due[0]["id"], "聊数学")
    assert ok(teacher.get("due-work", child=due[0]["child"]["id"]))["results"][0]["state"] == "done"
    county = ok(calls(town.officer).get(f"care-records/{made['id']}"))
    assert (county["happened_on"], county["text"], county["agreed"]) == ("2026-09-07", None, None)
    assert teacher.client.delete(f"/api/v1/care-records/{made['id']}").status_code == 204
    assert ok(teacher.get("due-work", child=due[0]["child"]["id"]))["results"][0]["state"] == "due"


def test_pairing_by_hand_and_its_end(town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    body = {"child": str(town.xiaoming.public_id), "staff": str(town.a.staff["wang"].public_id)}
    made = ok(head.post("pairings", body, **{"Idempotency-Key": "k1"}), 201)
    assert ok(head.post("pairings", body, **{"Idempotency-Key": "k1"}), 201) == made
    assert errors(head.post("pairings", body)) == [("child", "这个孩子已经有结对教师，或档案已关闭。")]
    assert [row["id"] for row in ok(calls(town.teacher_wang).get("pairings"))["results"]] == [made["id"]]

    for method in ("get", "patch", "delete"):  # of the row, not of what may be done with it
        assert head.send(method, f"pairings/{made['id']}/end").status_code == 405
    assert errors(head.post(f"pairings/{made['id']}/end", {})) == [("reason", "该字段是必填项。")]
    assert ok(head.post(f"pairings/{made['id']}/end", {"reason": "转学"}))["ended_at"]
    assert head.post(f"pairings/{made['id']}/end", {"reason": "转学"}).status_code == 409
    assert ok(calls(town.teacher_wang).get("pairings"))["results"] == []
    assert ok(head.get("pairings", open="false"))["results"][0]["id"] == made["id"]


def test_foreign_care_ids_are_404_in_the_path_and_400_in_a_body(town: Town, calls: Any) -> None:
    made = care.paired(town)
    with town.as_(town.teacher_wang) as wang:
        made_record = record(
            child=town.xiaoming, activity="talk", happened_on=town.monday.date(), by=wang, now=town.monday
        )
        work = made.due_work.get(activity="call")
    paths = [f"pairings/{made.public_id}", f"care-records/{made_record.public_id}"]
    for stranger in (town.teacher_chen, town.teacher_of_b, town.admin_of_b, town.admin_of_c, town.officer_of_other):
        caller = calls(stranger)
        assert [caller.get(path).status_code for path in paths] == [404, 404]
        assert ok(caller.get("due-work"))["results"] == ok(caller.get("care-records"))["results"] == []
    for stranger in (town.teacher_chen, town.teacher_of_b, town.admin_of_b):
        caller = calls(stranger)
        body = {"child": str(town.xiaoming.public_id), "activity": "talk"}
        assert errors(caller.post("care-records", body))[0][0] == "child"
        assert caller.post(f"due-work/{work.public_id}/postpone").status_code == 404
    body = {"child": str(town.xiaoming.public_id), "staff": str(town.a.staff["wang"].public_id)}
    assert errors(calls(town.admin_of_b).post("pairings", body))[0][0] == "child"
    assert calls(town.admin_of_b).post(f"pairings/{made.public_id}/end", {"reason": "x"}).status_code == 404


def test_pairing_plans_are_closed_to_teachers_and_other_schools(town: Town, calls: Any) -> None:
    head, teacher = calls(town.head_li), calls(town.teacher_wang)
    accepted = ok(head.post("pairing-plans"), 202)
    assert teacher.post("pairing-plans").status_code == 403
    assert ok(teacher.get("pairing-plans"))["results"] == []
    assert teacher.get(f"pairing-plans/{accepted['id']}").status_code == 404
    assert teacher.get(f"pairing-plans/{accepted['id']}/rows").status_code == 404
    assert calls(town.admin_of_b).get(f"pairing-plans/{accepted['id']}").status_code == 404
    assert calls(town.admin_of_b).post(f"pairing-plans/{accepted['id']}/approve").status_code == 404
    assert calls(town.officer).post(f"pairing-plans/{accepted['id']}/approve").status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("activity", "dance"),
        ("mood", 9),
        ("topics", ["money"]),
        ("happened_on", "2026-13-01"),
        ("happened_on", "2026-09-08"),
    ],
)
def test_care_record_error_names_the_field(town: Town, calls: Any, field: str, value: Any) -> None:
    care.paired(town)
    body = {"child": str(town.xiaoming.public_id), "activity": "talk"} | {field: value}
    answer = calls(town.teacher_wang).post("care-records", body)
    assert answer.status_code == 400
    assert errors(answer)[0][0].startswith(field)


def test_care_filters_are_checked(town: Town, calls: Any) -> None:
    caller = calls(town.head_li)
    for path, name, value in (
        ("due-work", "late", "maybe"),
        ("due-work", "activity", "dance"),
        ("care-records", "child", "1"),
        ("care-records", "from", "gestern"),
        ("pairings", "ordering", "id"),
    ):
        assert errors(caller.get(path, **{name: value}))[0][0] == name


def test_late_due_work_is_listed_and_postponed(town: Town, calls: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    teacher = calls(town.teacher_wang)
    assert ok(teacher.get("due-work", late="true"))["results"] == []
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    (late,) = ok(teacher.get("due-work", late="true"))["results"]
    assert (late["is_late"], late["due_on"]) == (True, "2026-09-11")
    assert teacher.post(f"due-work/{late['id']}/postpone").status_code == 204


@pytest.mark.parametrize("path", ["pairings", "care-records", "due-work"])
def test_care_lists_cost_the_same_queries_with_more_rows(town: Town, calls: Any, path: str) -> None:
    care.school_days(town)
    caller, counts = calls(town.head_li), []
    for number, child in enumerate(town.a.children.values()):
        with town.as_(town.head_li) as head:
            if number == 0:
                care.plan(town, head)
            care.pair(town, child)
            record(child=child, activity="talk", happened_on=town.monday.date(), by=head, now=town.monday)
        with CaptureQueriesContext(connection) as queries:
            assert len(ok(caller.get(path))["results"]) >= number + 1
        counts.append(len(queries))
    assert counts[0] == counts[-1]
