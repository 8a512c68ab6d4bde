"""Lateness of the API: of the own tenant, by day and channel."""

from datetime import timedelta
from typing import Any

import pytest

from services.notify.choices import AttemptOutcome, DeliveryState
from tests.cast import TenantCast, Town
from tests.factories.notify import add_attempts, deliveries, set_columns, text_message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def add_sent(town: Town, school: TenantCast, key: str, seconds: int, *, days_ago: int = 0) -> None:
    text_message(school, town.monday, key)
    row = next(delivery for delivery in deliveries() if delivery.notification.dedupe_key == key)
    due = town.monday - timedelta(days=days_ago)
    moments = {"requested_at": due - timedelta(minutes=1), "due_at": due, "sent_at": due + timedelta(seconds=seconds)}
    set_columns(row, state=DeliveryState.SENT, **moments)
    add_attempts(row, AttemptOutcome.ACCEPTED, AttemptOutcome.ACCEPTED, at=due)


def test_lateness_is_the_own_tenants_by_day_and_channel(town: Town, calls: Any) -> None:
    add_sent(town, town.a, "now", 4)
    add_sent(town, town.a, "long ago", 8, days_ago=20)
    add_sent(town, town.b, "other school", 6)

    def lateness(actor: Any, **params: Any) -> Any:
        answer = calls(actor).get("lateness", **params)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    week = lateness(town.head_li)
    one = {"sent": 1, "duplicates": 1, "after_due": dict.fromkeys(("p50", "p95", "p99"), 4.0)}
    one["after_requested"] = dict.fromkeys(("p50", "p95", "p99"), 64.0)
    assert (week["total"], week["days"], week["channels"]) == (
        one,
        [{"day": "2026-09-07", **one}],
        [{"channel": "sms", **one}],
    )
    assert [day["day"] for day in lateness(town.head_li, days=30)["days"]] == ["2026-08-18", "2026-09-07"]
    assert lateness(town.officer)["total"]["sent"] == 2
    nothing = lateness(town.officer_of_other)
    assert (nothing["total"], nothing["days"], nothing["oldest_due"]) == (None, [], None)
    assert calls(town.teacher_wang).get("lateness").status_code == 403
    assert calls(town.head_li).get("lateness", days=8).json()["errors"][0]["attr"] == "days"


def test_oldest_due_message_is_shown(town: Town, calls: Any) -> None:
    text_message(town.a, town.later(minutes=-20))

    assert calls(town.head_li).get("lateness").json()["oldest_due"].startswith("2026-09-07T00:40")
    assert calls(town.admin_of_b).get("lateness").json()["oldest_due"] is None
