"""Lateness of messages by day and channel: percentiles in seconds, and how many were sent twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Extract, TruncDate

from services.notify.choices import AttemptOutcome, Channel, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt
from services.schools.models import County

PERIODS = (7, 30)  # days
Group = TypeVar("Group", date, str)


class Percentiles(Aggregate):
    """p50, p95 and p99 as an array."""

    template = "percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class Lateness(Generic[Group]):
    """Lateness of the messages of a group, which is a day or a channel. Percentiles p50, p95, p99 in seconds.

    `after_due` counts from the moment a message could go out, `after_requested` from the moment the rule asked for
    it. The difference is delay on purpose: quiet hours, limits, open circuit breakers.
    """

    group: Group
    sent: int
    after_due: tuple[float, float, float]
    after_requested: tuple[float, float, float]
    duplicates: int = 0


def sent_since(begins: datetime) -> QuerySet[Delivery]:
    """Deliveries sent through a gateway since a moment.

    Without the inbox, which is never late and would only flatter, and without what was recorded as already sent.
    """
    # Named, because the index begins with the county: a cross-tenant worker would read all that was ever sent.
    counties = list(County.objects.values_list("pk", flat=True))
    rows: QuerySet[Delivery] = Delivery.objects.filter(
        county__in=counties, sent_at__gte=begins, state=DeliveryState.SENT, attempt_count__gt=0
    )
    return rows.exclude(channel__in=[Channel.INBOX, Channel.CALL])


def by_day(begins: datetime) -> list[Lateness[date]]:
    """One row per day of the county's calendar on which messages were sent."""
    duplicates: dict[date, int] = _duplicates(begins, TruncDate("started_at"))
    return _grouped(begins, TruncDate("sent_at"), duplicates)


def by_channel(begins: datetime) -> list[Lateness[str]]:
    duplicates: dict[str, int] = _duplicates(begins, F("channel"))
    return _grouped(begins, F("channel"), duplicates)


def overall(begins: datetime) -> Lateness[str] | None:
    """All messages in one row; None when none was sent."""
    row = sent_since(begins).aggregate(**_AGGREGATES)
    if not row["sent"]:
        return None
    duplicates: dict[str, int] = _duplicates(begins, F("channel"))
    return _lateness("", row, sum(duplicates.values()))


def oldest_due(now: datetime) -> datetime | None:
    """The moment since which the longest waiting message could have been sent; None when none waits."""
    waiting = Delivery.objects.filter(state__in=[DeliveryState.DUE, DeliveryState.RETRYING], due_at__lte=now)
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()


def _seconds_after(column: str) -> Extract:
    return Extract(ExpressionWrapper(F("sent_at") - F(column), output_field=DurationField()), "epoch")


_AGGREGATES: Mapping[str, Aggregate] = {
    "sent": Count("pk"),
    "after_due": Percentiles(_seconds_after("due_at")),
    "after_requested": Percentiles(_seconds_after("requested_at")),
}


def _grouped(begins: datetime, group: Combinable, duplicates: Mapping[Group, int]) -> list[Lateness[Group]]:
    rows = sent_since(begins).annotate(group=group).order_by("group").values("group").annotate(**_AGGREGATES)
    return [_lateness(row["group"], row, duplicates.get(row["group"], 0)) for row in rows]


def _lateness(group: Group, row: Mapping[str, Any], duplicates: int) -> Lateness[Group]:
    after_due, after_requested = tuple(row["after_due"]), tuple(row["after_requested"])
    return Lateness(group, row["sent"], after_due, after_requested, duplicates)


def _duplicates(begins: datetime, group: Combinable) -> dict[Group, int]:
    """Deliveries that a gateway accepted more than once, counted in the group of the last time."""
    # A day more: a message may be accepted before the period and once more within it.
    accepted = DeliveryAttempt.objects.filter(
        outcome=AttemptOutcome.ACCEPTED, started_at__gte=begins - timedelta(days=1)
    )
    repeated = accepted.order_by().values("delivery").annotate(times=Count("pk")).filter(times__gt=1).values("delivery")
    rows = accepted.filter(Q(delivery__in=repeated), started_at__gte=begins)
    counts = rows.annotate(group=group).order_by("group").values("group").annotate(n=Count("delivery", distinct=True))
    return {cast("Group", row["group"]): row["n"] for row in counts}
