"""The inbox of the API: read, filtered, acknowledged and snoozed by its owner only."""

from typing import Any

import pytest

from services.access.actor import Actor
from services.children import assignments
from services.children.choices import AssignmentReason
from services.notify import outbox
from services.notify.models import Notification
from tests.cast import Town
from tests.factories.notify import escalation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
TUESDAY = "2026-09-08"


def notify(town: Town, actor: Actor, key: str) -> None:
    with town.as_(actor):
        outbox.add(dedupe_key=key, kind="test", title=key, recipient_id=actor.user_id, now=town.monday)


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [row["title"] for row in answer.json()["results"]]


def test_inbox_holds_own_notifications_and_marks_them_read_once(town: Town, calls: Any) -> None:
    for key in ("first", "second"):
        notify(town, town.teacher_wang, key)
    notify(town, town.teacher_chen, "hers")
    wang = calls(town.teacher_wang)

    first, second = wang.get("notifications", ordering="created_at").json()["results"]
    assert [first["title"], second["title"], first["read_at"]] == ["first", "second", None]
    assert wang.post(f"notifications/{first['id']}/read").status_code == 204
    assert wang.post(f"notifications/{first['id']}/read").status_code == 204
    assert [row["title"] for row in wang.get("notifications", unread="true").json()["results"]] == ["second"]
    assert [row["title"] for row in wang.get("notifications", unread="false").json()["results"]] == ["first"]
    assert calls(town.teacher_chen).post(f"notifications/{second['id']}/read").status_code == 404
    assert calls(town.teacher_of_b).get("notifications").json()["results"] == []


def test_list_pages_by_cursor(town: Town, calls: Any) -> None:
    for number in range(5):
        notify(town, town.teacher_wang, f"{number}")
    wang = calls(town.teacher_wang)

    first = wang.get("notifications", page_size=2).json()
    second = wang.client.get(first["next"]).json()
    assert [row["title"] for row in first["results"] + second["results"]] == ["4", "3", "2", "1"]
    assert second["previous"]


def test_inbox_filters_by_read_acknowledged_and_kind(town: Town, calls: Any) -> None:
    (waiting,) = escalation(town.a, [town.teacher_wang], town.monday, title="该谈心了", kind="care.talk.due")
    escalation(town.a, [town.teacher_wang], town.monday, key="plain", title="开会", requires_acknowledgement=False)
    wang = calls(town.teacher_wang)

    assert titles(wang.get("notifications", unacknowledged="true")) == ["该谈心了"]
    assert titles(wang.get("notifications", unacknowledged="false")) == ["开会"]
    assert titles(wang.get("notifications", kind="care.talk.due")) == ["该谈心了"]
    wang.post(f"notifications/{waiting.public_id}/read")
    assert titles(wang.get("notifications", unread="true")) == ["开会"]
    assert titles(wang.get("notifications", unacknowledged="true")) == ["该谈心了"], "reading does not acknowledge"
    for params in ({"unacknowledged": "maybe"}, {"kind": "x" * 61}):
        answer = wang.get("notifications", **params)
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, next(iter(params)))


def test_acknowledgement_ends_the_escalation_and_names_who_did(town: Town, calls: Any) -> None:
    first, second = escalation(town.a, [town.teacher_wang, town.head_li], town.monday, title="该谈心了")
    wang, head = calls(town.teacher_wang), calls(town.head_li)
    for other in (town.teacher_chen, town.head_li, town.teacher_of_b, town.officer, town.officer_of_other):
        for action in ("", "/acknowledge", "/read", "/snooze"):
            call = calls(other).post if action else calls(other).get
            assert call(f"notifications/{first.public_id}{action}").status_code == 404
    shown = wang.get(f"notifications/{first.public_id}").json()
    assert (
        shown["requires_acknowledgement"],
        shown["acknowledged_at"],
        shown["acknowledged_by"],
        shown["escalation_level"],
    ) == (True, None, "", 0)

    acknowledged = head.post(f"notifications/{second.public_id}/acknowledge")
    assert (acknowledged.status_code, acknowledged.json()["escalation_level"]) == (200, 1)
    assert acknowledged.json()["acknowledged_by"] == "李校长"
    mine = wang.get(f"notifications/{first.public_id}").json()
    assert (mine["acknowledged_by"], mine["read_at"]) == ("李校长", None)
    assert mine["acknowledged_at"].startswith("2026-09-07T")
    assert wang.post(f"notifications/{first.public_id}/acknowledge").json()["acknowledged_by"] == "李校长", (
        "the first acknowledgement counts"
    )


def test_snooze_needs_a_day_within_14_days_and_a_reason(town: Town, calls: Any) -> None:
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday)
    wang, path = calls(town.teacher_wang), f"notifications/{notification.public_id}/snooze"
    for body, field in (
        ({"until": TUESDAY}, "reason"),
        ({"until": TUESDAY, "reason": " "}, "reason"),
        ({"reason": "孩子随父母外出"}, "until"),
        ({"until": "2026-09-07", "reason": "孩子随父母外出"}, "until"),
        ({"until": "2026-09-22", "reason": "孩子随父母外出"}, "until"),
    ):
        refused = wang.post(path, body)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field)

    snoozed = wang.post(path, {"until": TUESDAY, "reason": "孩子随父母外出"})
    assert (snoozed.status_code, snoozed.json()["snoozed_until"], snoozed.json()["snooze_reason"]) == (
        200,
        TUESDAY,
        "孩子随父母外出",
    )
    wang.post(f"notifications/{notification.public_id}/acknowledge")
    assert wang.post(path, {"until": TUESDAY, "reason": "孩子随父母外出"}).status_code == 409


def test_notification_names_its_child_only_to_readers_who_see_the_child(town: Town, calls: Any) -> None:
    child = town.xiaoming.public_id
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday, child=child)
    (heads,) = escalation(town.a, [town.head_li], town.monday, key="head", child=child)
    wang, path = calls(town.teacher_wang), f"notifications/{notification.public_id}"

    assert wang.get("notifications").json()["results"][0]["child"] is None
    assert wang.get(path).json()["child"] is None
    assert calls(town.head_li).get(f"notifications/{heads.public_id}").json()["child"] == str(child)
    with town.as_(town.head_li) as by:
        staff = town.a.staff["wang"]
        assignments.assign(child=town.xiaoming, staff=staff, reason=AssignmentReason.SHARED, by=by, now=town.monday)
    assert wang.get("notifications").json()["results"][0]["child"] == str(child)
    assert wang.get(path).json()["child"] == str(child)


def test_reading_the_inbox_changes_nothing(town: Town, calls: Any) -> None:
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday)
    calls(town.teacher_wang).get("notifications")
    calls(town.teacher_wang).get(f"notifications/{notification.public_id}")

    with town.a.inside():
        assert Notification.objects.get(pk=notification.pk).read_at is None
