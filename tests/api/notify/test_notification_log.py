"""The delivery log of the API: who received what by which channels, who acknowledged it; who must not see it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.access.models import AuditEvent
from services.kit import clock
from services.notify.choices import Channel, DelayReason, DeliveryState
from services.notify.models import Notification
from tests.cast import Town
from tests.factories.notify import deliveries, escalation, set_columns, text_message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
PHONE = "13812345678"


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [row["title"] for row in answer.json()["results"]]


def test_entry_shows_recipient_channels_and_who_acknowledged(town: Town, calls: Any) -> None:
    channels = {"channels": (Channel.INBOX, Channel.SMS), "phone": PHONE, "child": town.xiaoming.public_id}
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday, title="该谈心了", **channels)
    set_columns(
        deliveries()[1],
        state=DeliveryState.SENT,
        due_at=town.later(hours=1),
        delay_reason=DelayReason.RATE_LIMIT,
        receipt="delivered",
    )
    calls(town.teacher_wang).post(f"notifications/{notification.public_id}/acknowledge")

    for reader in (town.head_li, town.admin_zhao, town.officer, town.lead):
        answer = calls(reader).get("notifications/log")
        (row,) = answer.json()["results"]
        assert (row["id"], row["title"], row["recipient"], row["acknowledged_by"]) == (
            *(str(notification.public_id), "该谈心了"),
            *("王老师", "王老师"),
        )
        assert row["child"] == str(town.xiaoming.public_id)
        inbox, sms = row["deliveries"]
        assert (inbox["channel"], inbox["state"]) == ("inbox", "sent")
        assert (sms["channel"], sms["state"], sms["delay_reason"], sms["receipt"]) == (
            "sms",
            "sent",
            "rate_limit",
            "delivered",
        )
        assert sms["requested_at"] < sms["due_at"]
        assert PHONE[-4:] not in answer.content.decode()
    for stranger in (town.admin_of_b, town.admin_of_c, town.officer_of_other):
        assert titles(calls(stranger).get("notifications/log")) == []
    for closed in (town.teacher_wang, town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert calls(closed).get("notifications/log").status_code == 403


def test_log_filters_by_child_recipient_kind_and_day(town: Town, calls: Any) -> None:
    escalation(town.a, [town.teacher_wang], town.monday, key="a", title="谈心", child=town.xiaoming.public_id)
    escalation(town.a, [town.teacher_wang], town.later(days=1), key="b", title="家访", kind="care.visit.due")
    (of_chen,) = escalation(town.a, [town.teacher_chen], town.monday, key="c", title="值日")
    for key, name in (("mum", "妈妈"), ("gran", "奶奶")):
        text_message(town.a, town.monday, key=key, title=f"给{name}", recipient_name=name)
    head = calls(town.head_li)

    def filtered(**params: Any) -> list[str]:
        return titles(head.get("notifications/log", **params))

    assert filtered() == ["给奶奶", "给妈妈", "值日", "家访", "谈心"]
    assert filtered(child=str(town.xiaoming.public_id)) == ["谈心"]
    assert filtered(kind="care.visit.due") == ["家访"]
    assert filtered(day="2026-09-08") == ["家访"]
    assert filtered(recipient=str(of_chen.public_id)) == ["值日"]
    with town.a.inside():
        mum = Notification.objects.get(title="给妈妈")
    assert filtered(recipient=str(mum.public_id)) == ["给妈妈"]
    first = head.get("notifications/log", page_size=3).json()
    assert [row["title"] for row in head.client.get(first["next"]).json()["results"]] == ["家访", "谈心"]


def test_midnight_belongs_to_the_day_that_begins_in_page_and_api(town: Town, calls: Any, browses: Any) -> None:
    escalation(town.a, [town.teacher_wang], clock.start_of_day(date(2026, 9, 8)), title="夜里写下")
    head, pages = calls(town.head_li), browses(town.head_li)

    for day, is_listed in (("2026-09-07", False), ("2026-09-08", True), ("9999-12-31", False), ("0001-01-01", False)):
        assert (titles(head.get("notifications/log", day=day)) == ["夜里写下"]) is is_listed
        assert ("夜里写下" in pages.get(f"/delivery-log/?day={day}").content.decode()) is is_listed


def test_filter_by_an_invisible_row_is_400(town: Town, calls: Any) -> None:
    (theirs,) = escalation(town.b, [town.teacher_of_b], town.monday, child=town.b.children["王小明"].public_id)
    unknown = "00000000-0000-7000-8000-000000000000"
    head, details = calls(town.head_li), set()
    for field, value in (
        ("child", town.b.children["王小明"].public_id),
        ("child", unknown),
        ("recipient", theirs.public_id),
        ("recipient", unknown),
    ):
        refused = head.get("notifications/log", **{field: str(value)})
        (error,) = refused.json()["errors"]
        assert (refused.status_code, error["attr"]) == (400, field)
        details.add(error["detail"])
    assert len(details) == 1, "the texts for foreign and unknown differ"
    assert titles(calls(town.officer).get("notifications/log", recipient=str(theirs.public_id))) == ["该谈心了"]
    for params in ({"day": "yesterday"}, {"child": "x"}, {"recipient": "x"}, {"kind": "x" * 61}):
        assert head.get("notifications/log", **params).json()["errors"][0]["attr"] == next(iter(params))


def test_log_costs_the_same_with_one_entry_and_with_three(town: Town, calls: Any) -> None:
    costs = []
    for keys in (("a",), ("b", "c")):
        for key in keys:
            more = {"channels": (Channel.INBOX, Channel.SMS), "phone": PHONE, "child": town.xiaoming.public_id}
            escalation(town.a, [town.teacher_wang], town.monday, key=key, **more)
        head = calls(town.head_li)
        with CaptureQueriesContext(connection) as queries:
            head.get("notifications/log")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_reading_the_log_is_audited_with_the_children_it_names(town: Town, calls: Any) -> None:
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday, child=town.xiaoming.public_id)
    calls(town.head_li).get("notifications/log")

    with town.a.inside():
        entry = AuditEvent.objects.get(action="notify.delivery_log_viewed")
    assert entry.user_id == town.head_li.user_id
    assert entry.target == [str(notification.public_id), str(town.xiaoming.public_id)]
