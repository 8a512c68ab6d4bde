"""Incidents and lateness by the API: seen by the place they are about, closed by the county."""

from datetime import timedelta
from typing import Any

import pytest

from services.notify.alerts import incidents
from services.notify.choices import AttemptOutcome, DeliveryState, IncidentKind
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import TenantCast, Town
from tests.factories.notify import change, deliveries, text_message, tried

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def opened(town: Town, kind: IncidentKind, place: TenantCast | None = None, **more: Any) -> None:
    at = {"county_id": town.county.pk, "school_id": place and place.school.pk}
    with scope(ALL_TENANTS):
        incidents.open_incident(kind, source="sms", now=town.monday, **at, **more)


def shown(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [row["kind"] for row in answer.json()["results"]]


def test_a_place_sees_its_incidents_and_the_county_all(town: Town, calls: Any) -> None:
    opened(town, IncidentKind.CHANNEL_DOWN)
    opened(town, IncidentKind.DEAD, town.a, times=3)
    opened(town, IncidentKind.OVERDUE, town.b)

    assert shown(calls(town.officer).get("system-incidents")) == ["overdue", "dead", "channel_down"]
    assert shown(calls(town.officer).get("system-incidents", kind="dead")) == ["dead"]
    assert shown(calls(town.head_li).get("system-incidents")) == ["dead"]
    assert shown(calls(town.admin_of_b).get("system-incidents")) == ["overdue"]
    assert (
        shown(calls(town.admin_of_c).get("system-incidents"))
        == shown(calls(town.officer_of_other).get("system-incidents"))
        == []
    )
    assert calls(town.teacher_wang).get("system-incidents").status_code == 403
    row = calls(town.officer).get("system-incidents", kind="dead").json()["results"][0]
    assert (row["seen_count"], row["source"], row["school"]["name"]) == (3, "sms", "中心小学")
    wrong = calls(town.officer).get("system-incidents", kind="meteor")
    assert (wrong.status_code, wrong.json()["errors"][0]["attr"]) == (400, "kind")


def test_the_county_closes_an_incident_once(town: Town, calls: Any) -> None:
    opened(town, IncidentKind.DEAD, town.a)
    county = calls(town.officer)
    at = f"system-incidents/{county.get('system-incidents').json()['results'][0]['id']}/close"
    assert calls(town.head_li).post(at).status_code == 403
    assert calls(town.officer_of_other).post(at).status_code == 404

    closed = county.post(at)
    assert (closed.status_code, closed.json()["closed_by"]) == (200, "周干事")
    assert county.post(at).status_code == 409
    assert shown(county.get("system-incidents", open="true")) == []
    assert shown(county.get("system-incidents", open="false")) == ["dead"]


def sent(town: Town, place: TenantCast, key: str, seconds: int, *, days_ago: int = 0) -> None:
    text_message(place, town.monday, key)
    row = next(each for each in deliveries() if each.notification.dedupe_key == key)
    due = town.monday - timedelta(days=days_ago)
    when = {"requested_at": due - timedelta(minutes=1), "due_at": due, "sent_at": due + timedelta(seconds=seconds)}
    change(row, state=DeliveryState.SENT, **when)
    tried(row, AttemptOutcome.ACCEPTED, AttemptOutcome.ACCEPTED, at=due)


def test_lateness_is_of_the_own_place_by_day_and_channel(town: Town, calls: Any) -> None:
    sent(town, town.a, "now", 4)
    sent(town, town.a, "long ago", 8, days_ago=20)
    sent(town, town.b, "next door", 6)

    def told(actor: Any, **asked: Any) -> Any:
        answer = calls(actor).get("lateness", **asked)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    week = told(town.head_li)
    one = {"sent": 1, "duplicates": 1, "after_due": dict.fromkeys(("p50", "p95", "p99"), 4.0)}
    one["after_requested"] = dict.fromkeys(("p50", "p95", "p99"), 64.0)
    assert (week["total"], week["days"], week["channels"]) == (
        one,
        [{"day": "2026-09-07", **one}],
        [{"channel": "sms", **one}],
    )
    assert [each["day"] for each in told(town.head_li, days=30)["days"]] == ["2026-08-18", "2026-09-07"]
    assert told(town.officer)["total"]["sent"] == 2
    nothing = told(town.officer_of_other)
    assert (nothing["total"], nothing["days"], nothing["oldest_due"]) == (None, [], None)
    assert calls(town.teacher_wang).get("lateness").status_code == 403
    assert calls(town.head_li).get("lateness", days=8).json()["errors"][0]["attr"] == "days"


def test_the_oldest_message_that_waits_is_told(town: Town, calls: Any) -> None:
    text_message(town.a, town.later(minutes=-20))

    assert calls(town.head_li).get("lateness").json()["oldest_due"].startswith("2026-09-07T00:40")
    assert calls(town.admin_of_b).get("lateness").json()["oldest_due"] is None
