"""My inbox by the API: filters, one notice, answered, put off; what it says of children and of the ladder."""

from typing import Any

import pytest

from services.children import assignments
from services.children.choices import AssignmentReason
from services.notify.models import Notification
from tests.cast import Town
from tests.factories.notify import escalation_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
TUESDAY = "2026-09-08"


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [row["title"] for row in answer.json()["results"]]


def test_the_inbox_is_narrowed_by_what_waits(town: Town, calls: Any) -> None:
    (asked,) = escalation_days(town.a, [town.teacher_wang], town.monday, title="该谈心了", kind="care.talk.due")
    escalation_days(town.a, [town.teacher_wang], town.monday, key="plain", title="开会", requires_acknowledgement=False)
    wang = calls(town.teacher_wang)

    assert titles(wang.get("notifications", unacknowledged="true")) == ["该谈心了"]
    assert titles(wang.get("notifications", unacknowledged="false")) == ["开会"]
    assert titles(wang.get("notifications", kind="care.talk.due")) == ["该谈心了"]
    wang.post(f"notifications/{asked.public_id}/read")
    assert titles(wang.get("notifications", unread="true")) == ["开会"]
    assert titles(wang.get("notifications", unacknowledged="true")) == ["该谈心了"], "read is not answered"
    for wrong in ({"unacknowledged": "maybe"}, {"kind": "x" * 61}):
        answer = wang.get("notifications", **wrong)
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, next(iter(wrong)))


def test_answering_ends_the_ladder_and_says_who_did(town: Town, calls: Any) -> None:
    first, second = escalation_days(town.a, [town.teacher_wang, town.head_li], town.monday, title="该谈心了")
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

    answered = head.post(f"notifications/{second.public_id}/acknowledge")
    assert (answered.status_code, answered.json()["escalation_level"]) == (200, 1)
    assert answered.json()["acknowledged_by"] == "李校长"
    mine = wang.get(f"notifications/{first.public_id}").json()
    assert (mine["acknowledged_by"], mine["read_at"]) == ("李校长", None)
    assert mine["acknowledged_at"].startswith("2026-09-07T")
    assert wang.post(f"notifications/{first.public_id}/acknowledge").json()["acknowledged_by"] == "李校长", (
        "the first answer counts"
    )


def test_putting_off_needs_a_day_within_a_fortnight_and_a_reason(town: Town, calls: Any) -> None:
    (notification,) = escalation_days(town.a, [town.teacher_wang], town.monday)
    wang, at = calls(town.teacher_wang), f"notifications/{notification.public_id}/snooze"
    for body, field in (
        ({"until": TUESDAY}, "reason"),
        ({"until": TUESDAY, "reason": " "}, "reason"),
        ({"reason": "孩子随父母外出"}, "until"),
        ({"until": "2026-09-07", "reason": "孩子随父母外出"}, "until"),
        ({"until": "2026-09-22", "reason": "孩子随父母外出"}, "until"),
    ):
        refused = wang.post(at, body)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field)

    told = wang.post(at, {"until": TUESDAY, "reason": "孩子随父母外出"})
    assert (told.status_code, told.json()["snoozed_until"], told.json()["snooze_reason"]) == (
        200,
        TUESDAY,
        "孩子随父母外出",
    )
    wang.post(f"notifications/{notification.public_id}/acknowledge")
    assert wang.post(at, {"until": TUESDAY, "reason": "孩子随父母外出"}).status_code == 409


def test_a_notice_names_its_child_only_while_the_reader_sees_the_child(town: Town, calls: Any) -> None:
    child = town.xiaoming.public_id
    (notification,) = escalation_days(town.a, [town.teacher_wang], town.monday, child=child)
    (heads,) = escalation_days(town.a, [town.head_li], town.monday, key="head", child=child)
    wang, one = calls(town.teacher_wang), f"notifications/{notification.public_id}"

    assert wang.get("notifications").json()["results"][0]["child"] is None
    assert wang.get(one).json()["child"] is None
    assert calls(town.head_li).get(f"notifications/{heads.public_id}").json()["child"] == str(child)
    with town.as_(town.head_li) as by:
        staff = town.a.staff["wang"]
        assignments.assign(child=town.xiaoming, staff=staff, reason=AssignmentReason.SHARED, by=by, now=town.monday)
    assert wang.get("notifications").json()["results"][0]["child"] == str(child)
    assert wang.get(one).json()["child"] == str(child)


def test_nothing_of_the_inbox_is_changed_by_looking(town: Town, calls: Any) -> None:
    (notification,) = escalation_days(town.a, [town.teacher_wang], town.monday)
    calls(town.teacher_wang).get("notifications")
    calls(town.teacher_wang).get(f"notifications/{notification.public_id}")

    with town.a.inside():
        assert Notification.objects.get(pk=notification.pk).read_at is None
