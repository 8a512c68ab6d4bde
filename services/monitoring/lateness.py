"""How late messages are, and how many went out twice: published, per day and channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import Extract, TruncDate

from services.notify.choices import AttemptOutcome, Channel, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt

PERIODS = (7, 30)  # days


class Percentiles(Aggregate):
    """p50, p95 and p99 of seconds, as an array."""

    template = "percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class Lateness:
    """Seconds from the moment it was allowed to go out (`due`), and from the moment the rule wanted it (`wanted`).

    The difference is quiet hours, caps and rests: moved on purpose. `of` is the day or the channel.
    """

    of: Any
    sent: int
    after_due: tuple[float, float, float]
    after_requested: tuple[float, float, float]
    duplicates: int = 0


def sent_since(begins: datetime) -> QuerySet[Delivery]:
    """What went out through a gateway from a moment on; the inbox is there at once and would only flatter, as would
    what was born as sent.
    """
    rows: QuerySet[Delivery] = Delivery.objects.filter(
        sent_at__gte=begins, state=DeliveryState.SENT, attempt_count__gt=0
    )
    return rows.exclude(channel__in=[Channel.INBOX, Channel.CALL])


def by_day(begins: datetime) -> list[Lateness]:
    """One row a day of the county's calendar on which something went out."""
    return _grouped(
        sent_since(begins).annotate(of=TruncDate("sent_at")), duplicates=_duplicates(begins, TruncDate("started_at"))
    )


def by_channel(begins: datetime) -> list[Lateness]:
    return _grouped(sent_since(begins).annotate(of=F("channel")), duplicates=_duplicates(begins, F("channel")))


def overall(begins: datetime) -> Lateness | None:
    """Everything since then in one row; None when nothing went out."""
    found = sent_since(begins).aggregate(**_MEASURES)
    if not found["sent"]:
        return None
    return Lateness(
        "", found["sent"], tuple(found["due"]), tuple(found["wanted"]), sum(_duplicates(begins, F("channel")).values())
    )


def oldest_due(now: datetime) -> datetime | None:
    """Since when the message that has waited longest could have gone out; None when none waits."""
    waiting = Delivery.objects.filter(state__in=[DeliveryState.DUE, DeliveryState.RETRYING], due_at__lte=now)
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()


def _late(since: str) -> Extract:
    return Extract(ExpressionWrapper(F("sent_at") - F(since), output_field=DurationField()), "epoch")


_MEASURES: Mapping[str, Any] = {
    "sent": Count("pk"),
    "due": Percentiles(_late("due_at")),
    "wanted": Percentiles(_late("requested_at")),
}


def _grouped(rows: QuerySet[Any], duplicates: Mapping[date | str, int]) -> list[Lateness]:
    found = rows.order_by("of").values("of").annotate(**_MEASURES)
    return [
        Lateness(row["of"], row["sent"], tuple(row["due"]), tuple(row["wanted"]), duplicates.get(row["of"], 0))
        for row in found
    ]


def _duplicates(begins: datetime, of: Any) -> dict[Any, int]:
    """How many deliveries a gateway has taken more than once, by day or channel of the last time."""
    taken = DeliveryAttempt.objects.filter(outcome=AttemptOutcome.ACCEPTED, started_at__gte=begins - timedelta(days=1))
    twice = taken.order_by().values("delivery").annotate(times=Count("pk")).filter(times__gt=1).values("delivery")
    rows = DeliveryAttempt.objects.filter(
        Q(delivery__in=twice), outcome=AttemptOutcome.ACCEPTED, started_at__gte=begins
    )
    counts = rows.annotate(of=of).order_by("of").values("of").annotate(n=Count("delivery", distinct=True))
    return {row["of"]: row["n"] for row in counts}
