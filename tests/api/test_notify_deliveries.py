"""One delivery with its attempts, decided, taken up again, rung: by whom, and what others must not see."""

from typing import Any

import pytest

from services.access.models import AuditEvent
from services.children import assignments
from services.children.choices import AssignmentReason
from services.notify.actions import integrations
from services.notify.choices import AttemptOutcome, Channel, DelayReason, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt
from tests.cast import Town
from tests.factories.notify import change, deliveries, text_message, to_call, tried, uncertain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
PHONE = "13812345678"


def others(town: Town) -> list[Any]:
    return [town.admin_of_b, town.admin_of_c, town.officer_of_other]


def test_a_delivery_tells_each_of_its_attempts_and_never_to_where(town: Town, calls: Any) -> None:
    text_message(town.a, town.monday, phone=PHONE)
    (row,) = deliveries()
    tried(row, AttemptOutcome.FAILED, AttemptOutcome.UNKNOWN, at=town.monday)
    change(row, state=DeliveryState.UNCERTAIN, delay_reason=DelayReason.RETRY, due_at=town.later(minutes=5))
    with town.a.inside():
        assert DeliveryAttempt.objects.count() == 2
    at = f"deliveries/{row.public_id}"

    for reader in (town.head_li, town.admin_zhao, town.officer):
        answer = calls(reader).get(at)
        told = answer.json()
        assert (told["state"], told["delay_reason"], told["attempt_count"]) == ("uncertain", "retry", 2)
        assert [(each["number"], each["outcome"]) for each in told["attempts"]] == [(1, "failed"), (2, "unknown")]
        assert told["attempts"][0].keys() == {
            *("number", "channel", "started_at", "ended_at", "outcome", "reason", "provider_id"),
        }
        assert PHONE[-4:] not in answer.content.decode()
    for stranger in others(town):
        assert calls(stranger).get(at).status_code == 404
    assert calls(town.teacher_wang).get(at).status_code == 403


def test_what_goes_to_an_outlet_names_it(town: Town, calls: Any, settings: Any) -> None:
    settings.NOTIFY_HOSTS = ["hooks.example"]
    with town.as_(town.admin_zhao) as by:
        made = integrations.create_integration(
            channel=Channel.WEBHOOK,
            name="学籍系统",
            address="https://hooks.example/in",
            secret="s" * 16,
            by=by,
            now=town.monday,
        )
        integrations.send_test(integration=made, by=by, now=town.monday)

    (row,) = calls(town.admin_zhao).get("deliveries", channel="webhook").json()["results"]
    assert row["integration"] == {"id": str(made.public_id), "name": "学籍系统"}
    assert calls(town.admin_zhao).get(f"deliveries/{row['id']}").json()["integration"] == row["integration"]
    assert "hooks.example" not in calls(town.admin_zhao).get(f"deliveries/{row['id']}").content.decode()


def test_a_doubtful_message_is_decided_once(town: Town, calls: Any) -> None:
    row = uncertain(town.a, town.monday)
    at, head = f"deliveries/{row.public_id}/resolve", calls(town.head_li)
    for stranger in others(town):
        assert calls(stranger).post(at, {"was_delivered": True}).status_code == 404
    for closed in (town.teacher_wang, town.nurse_sun, town.actors["auditor"]):
        assert calls(closed).post(at, {"was_delivered": True}).status_code == 403
    missing = head.post(at, {})
    assert (missing.status_code, missing.json()["errors"][0]["attr"]) == (400, "was_delivered")

    decided = head.post(at, {"was_delivered": True})
    assert (decided.status_code, decided.json()["state"], decided.json()["resolved_by"]) == (200, "sent", "李校长")
    assert head.post(at, {"was_delivered": False}).status_code == 409
    assert deliveries()[0].state == DeliveryState.SENT


def test_what_did_not_arrive_goes_out_again(town: Town, calls: Any) -> None:
    row = uncertain(town.a, town.monday)

    told = calls(town.officer).post(f"deliveries/{row.public_id}/resolve", {"was_delivered": False})
    assert (told.status_code, told.json()["state"], told.json()["sent_at"]) == (200, "due", None)


def test_a_dead_delivery_is_taken_up_again_and_no_other(town: Town, calls: Any) -> None:
    text_message(town.a, town.monday)
    (row,) = deliveries()
    at = f"deliveries/{row.public_id}/retry"
    assert calls(town.head_li).post(at).status_code == 409
    change(row, state=DeliveryState.DEAD, error="refused")

    for stranger in others(town):
        assert calls(stranger).post(at).status_code == 404
    assert calls(town.teacher_wang).post(at).status_code == 403
    told = calls(town.head_li).post(at)
    assert (told.status_code, told.json()["state"], told.json()["error"]) == (200, "due", "")


def entrusted(town: Town) -> None:
    with town.as_(town.head_li) as by:
        staff = town.a.staff["wang"]
        assignments.assign(child=town.xiaoming, staff=staff, reason=AssignmentReason.SHARED, by=by, now=town.monday)


def test_a_teacher_sees_the_calls_about_children_entrusted_to_them(town: Town, calls: Any) -> None:
    entrusted(town)
    mine = to_call(town.a, town.monday, "mine", child=town.xiaoming.public_id, recipient_name="妈妈")
    hers = to_call(town.a, town.monday, "hers", child=town.xiaohong.public_id)
    nobodys = to_call(town.a, town.monday, "nobodys")

    def shown(actor: Any) -> list[str]:
        return [row["id"] for row in calls(actor).get("calls").json()["results"]]

    everything = [str(each.public_id) for each in (mine, hers, nobodys)]
    assert shown(town.head_li) == shown(town.admin_zhao) == everything
    assert shown(town.teacher_wang) == everything[:1]
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
    assert {each.state for each in deliveries()} == {DeliveryState.TO_CALL}


def test_a_call_sent_twice_under_one_key_was_made_once(town: Town, calls: Any) -> None:
    entrusted(town)
    row = to_call(town.a, town.monday, child=town.xiaoming.public_id)
    wang, at = calls(town.teacher_wang), f"calls/{row.public_id}"
    wrong = wang.post(at, {"note": "没人接"})
    assert (wrong.status_code, wrong.json()["errors"][0]["attr"]) == (400, "reached")

    for _again in range(2):
        told = wang.post(at, {"reached": False, "note": "没人接"}, **{"Idempotency-Key": "first"})
        assert (told.status_code, told.json()["state"], told.json()["attempt_count"]) == (200, "to_call", 1)
    for _again in range(2):
        told = wang.post(at, {"reached": True}, **{"Idempotency-Key": "second"})
        assert (told.json()["state"], told.json()["attempt_count"]) == ("sent", 2)
    assert wang.post(at, {"reached": True}).status_code == 404, "nothing is left to ring"
    with town.a.inside():
        assert list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True)) == [
            "failed",
            "accepted",
        ]
        assert Delivery.objects.get(pk=row.pk).attempt_count == 2
