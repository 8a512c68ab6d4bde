"""Deliveries and calls of the API: listed, resolved, retried, recorded; what others must not see."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.access.models import AuditEvent
from services.children import assignments
from services.children.choices import AssignmentReason
from services.notify import outbox
from services.notify.actions import integrations
from services.notify.choices import AttemptOutcome, Channel, DelayReason, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt
from tests.cast import Town
from tests.factories.notify import add_attempts, deliveries, set_columns, text_message, to_call, uncertain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
PHONE = "13812345678"


def inbox_only(town: Town, key: str = "inbox only") -> None:
    with town.as_(town.head_li) as by:
        outbox.add(dedupe_key=key, kind="test", title=key, recipient_id=by.user_id, now=town.monday)


def foreign_actors(town: Town) -> list[Any]:
    return [town.admin_of_b, town.admin_of_c, town.officer_of_other]


def test_list_shows_messages_without_addresses(town: Town, calls: Any) -> None:
    text_message(town.a, town.monday, phone="13812345678")
    inbox_only(town)

    for actor in (town.head_li, town.admin_zhao, town.officer):
        answer = calls(actor).get("deliveries")
        (row,) = answer.json()["results"]
        assert (row["title"], row["channel"], row["state"], row["attempt_count"]) == (
            "请来校参加家长会",
            "sms",
            "due",
            0,
        )
        assert "5678" not in answer.content.decode()
    for actor in (town.admin_of_b, town.admin_of_c, town.officer_of_other):
        assert calls(actor).get("deliveries").json()["results"] == []
    for actor in (town.teacher_wang, town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert calls(actor).get("deliveries").status_code == 403


def test_filters_take_known_values_only(town: Town, calls: Any) -> None:
    text_message(town.a, town.monday)
    head = calls(town.head_li)

    assert len(head.get("deliveries", state="due", channel="sms").json()["results"]) == 1
    assert head.get("deliveries", state="dead").json()["results"] == []
    for params in ({"state": "lost"}, {"channel": "pigeon"}, {"cursor": "x"}, {"ordering": "title"}):
        answer = head.get("deliveries", **params)
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, next(iter(params)))
    assert head.get("notifications", unread="maybe").status_code == 400


def test_lists_cost_the_same_with_one_row_and_with_three(town: Town, calls: Any) -> None:
    costs = []
    for keys in (("a",), ("b", "c")):
        for key in keys:
            inbox_only(town, key)
            text_message(town.a, town.monday, key=f"sms {key}")
        head = calls(town.head_li)
        with CaptureQueriesContext(connection) as queries:
            head.get("notifications")
            head.get("deliveries")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_delivery_shows_its_attempts_and_no_address(town: Town, calls: Any) -> None:
    text_message(town.a, town.monday, phone=PHONE)
    (row,) = deliveries()
    add_attempts(row, AttemptOutcome.FAILED, AttemptOutcome.UNKNOWN, at=town.monday)
    set_columns(row, state=DeliveryState.UNCERTAIN, delay_reason=DelayReason.RETRY, due_at=town.later(minutes=5))
    with town.a.inside():
        assert DeliveryAttempt.objects.count() == 2
    path = f"deliveries/{row.public_id}"

    for reader in (town.head_li, town.admin_zhao, town.officer):
        answer = calls(reader).get(path)
        content = answer.json()
        assert (content["state"], content["delay_reason"], content["attempt_count"]) == ("uncertain", "retry", 2)
        assert [(attempt["number"], attempt["outcome"]) for attempt in content["attempts"]] == [
            (1, "failed"),
            (2, "unknown"),
        ]
        assert content["attempts"][0].keys() == {
            *("number", "channel", "started_at", "ended_at", "outcome", "reason", "provider_id"),
        }
        assert PHONE[-4:] not in answer.content.decode()
    for stranger in foreign_actors(town):
        assert calls(stranger).get(path).status_code == 404
    assert calls(town.teacher_wang).get(path).status_code == 403


def test_delivery_to_an_integration_names_it(town: Town, calls: Any, settings: Any) -> None:
    settings.NOTIFY_HOSTS = ["hooks.example"]
    with town.as_(town.admin_zhao) as by:
        integration = integrations.create_integration(
            channel=Channel.WEBHOOK,
            name="学籍系统",
            address="https://hooks.example/in",
            secret="s" * 16,
            by=by,
            now=town.monday,
        )
        integrations.send_test(integration=integration, by=by, now=town.monday)

    (row,) = calls(town.admin_zhao).get("deliveries", channel="webhook").json()["results"]
    assert row["integration"] == {"id": str(integration.public_id), "name": "学籍系统"}
    assert calls(town.admin_zhao).get(f"deliveries/{row['id']}").json()["integration"] == row["integration"]
    assert "hooks.example" not in calls(town.admin_zhao).get(f"deliveries/{row['id']}").content.decode()


def test_uncertain_delivery_is_resolved_once(town: Town, calls: Any) -> None:
    row = uncertain(town.a, town.monday)
    path, head = f"deliveries/{row.public_id}/resolve", calls(town.head_li)
    for stranger in foreign_actors(town):
        assert calls(stranger).post(path, {"was_delivered": True}).status_code == 404
    for closed in (town.teacher_wang, town.nurse_sun, town.actors["auditor"]):
        assert calls(closed).post(path, {"was_delivered": True}).status_code == 403
    missing = head.post(path, {})
    assert (missing.status_code, missing.json()["errors"][0]["attr"]) == (400, "was_delivered")

    resolved = head.post(path, {"was_delivered": True})
    assert (resolved.status_code, resolved.json()["state"], resolved.json()["resolved_by"]) == (200, "sent", "李校长")
    assert head.post(path, {"was_delivered": False}).status_code == 409
    assert deliveries()[0].state == DeliveryState.SENT


def test_undelivered_message_is_sent_again(town: Town, calls: Any) -> None:
    row = uncertain(town.a, town.monday)

    response = calls(town.officer).post(f"deliveries/{row.public_id}/resolve", {"was_delivered": False})
    assert (response.status_code, response.json()["state"], response.json()["sent_at"]) == (200, "due", None)


def test_dead_delivery_is_retried_and_no_other(town: Town, calls: Any) -> None:
    text_message(town.a, town.monday)
    (row,) = deliveries()
    path = f"deliveries/{row.public_id}/retry"
    assert calls(town.head_li).post(path).status_code == 409
    set_columns(row, state=DeliveryState.DEAD, error="refused")

    for stranger in foreign_actors(town):
        assert calls(stranger).post(path).status_code == 404
    assert calls(town.teacher_wang).post(path).status_code == 403
    response = calls(town.head_li).post(path)
    assert (response.status_code, response.json()["state"], response.json()["error"]) == (200, "due", "")


def assign_xiaoming(town: Town) -> None:
    with town.as_(town.head_li) as by:
        staff = town.a.staff["wang"]
        assignments.assign(child=town.xiaoming, staff=staff, reason=AssignmentReason.SHARED, by=by, now=town.monday)


def test_teacher_sees_the_calls_about_assigned_children(town: Town, calls: Any) -> None:
    assign_xiaoming(town)
    mine = to_call(town.a, town.monday, "mine", child=town.xiaoming.public_id, recipient_name="妈妈")
    hers = to_call(town.a, town.monday, "hers", child=town.xiaohong.public_id)
    nobodys = to_call(town.a, town.monday, "nobodys")

    def shown(actor: Any) -> list[str]:
        return [row["id"] for row in calls(actor).get("calls").json()["results"]]

    all_calls = [str(attempt.public_id) for attempt in (mine, hers, nobodys)]
    assert shown(town.head_li) == shown(town.admin_zhao) == all_calls
    assert shown(town.teacher_wang) == all_calls[:1]
    assert shown(town.teacher_chen) == shown(town.admin_of_b) == shown(town.admin_of_c) == []
    for closed in (town.officer, town.nurse_sun, town.actors["leader"]):
        assert calls(closed).get("calls").status_code == 403
    answer = calls(town.teacher_wang).get("calls")
    (row,) = answer.json()["results"]
    assert (row["recipient"], row["attempt_count"]) == ("妈妈", 0)
    assert row["child"] == {"id": str(town.xiaoming.public_id), "name": "王小明"}
    assert "13800000001"[-4:] not in answer.content.decode()
    with town.a.inside():
        entry = AuditEvent.objects.filter(action="children.listed", user_id=town.teacher_wang.user_id).latest("id")
    assert entry.target == [str(town.xiaoming.public_id)]
    for stranger, row_of in ((town.teacher_wang, hers), (town.teacher_wang, nobodys), (town.admin_of_b, mine)):
        assert calls(stranger).post(f"calls/{row_of.public_id}", {"reached": True}).status_code == 404
    assert calls(town.officer).post(f"calls/{mine.public_id}", {"reached": True}).status_code == 403
    assert {attempt.state for attempt in deliveries()} == {DeliveryState.TO_CALL}


def test_call_repeated_with_one_key_is_recorded_once(town: Town, calls: Any) -> None:
    assign_xiaoming(town)
    row = to_call(town.a, town.monday, child=town.xiaoming.public_id)
    wang, path = calls(town.teacher_wang), f"calls/{row.public_id}"
    missing = wang.post(path, {"note": "没人接"})
    assert (missing.status_code, missing.json()["errors"][0]["attr"]) == (400, "reached")

    for _again in range(2):
        response = wang.post(path, {"reached": False, "note": "没人接"}, **{"Idempotency-Key": "first"})
        assert (response.status_code, response.json()["state"], response.json()["attempt_count"]) == (200, "to_call", 1)
    for _again in range(2):
        response = wang.post(path, {"reached": True}, **{"Idempotency-Key": "second"})
        assert (response.json()["state"], response.json()["attempt_count"]) == ("sent", 2)
    assert wang.post(path, {"reached": True}).status_code == 404, "no call is pending"
    with town.a.inside():
        assert list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True)) == [
            "failed",
            "accepted",
        ]
        assert Delivery.objects.get(pk=row.pk).attempt_count == 2
