"""The ways out as a whole: a breaker that lets a failing gateway rest, and the pace each gateway allows.

Five failures in a row open the breaker for five seconds, each further one for twice as long, at most five minutes;
when the rest is over one message tries the way. Everything by the database's clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from services.notify import watch
from services.notify.channels import gateway
from services.notify.choices import DeliveryState, IncidentKind, Later, Outcome
from services.notify.models import Attempt, Delivery, Line

MOST_FAILURES = 5
REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)
PLENTY = 1_000_000


@dataclass(frozen=True)
class Room:
    """How many messages a channel takes at once, and why not more."""

    most: int
    why: Later


def rooms(now: datetime) -> dict[str, Room]:
    """Channels that take fewer than they are given: resting ones none, one on trial one, paced ones what is left."""
    found = {}
    for channel in settings.NOTIFY_CHANNELS:
        if (left := _pace_left(channel, now)) < PLENTY:
            found[channel] = Room(left, Later.RATE)
    for channel, rests in _broken():
        found[channel] = Room(0 if rests else 1, Later.BREAKER)
    return found


def within(rows: Sequence[Delivery], rooms: Mapping[str, Room]) -> list[Delivery]:
    """As many of the rows as each channel takes."""
    left = {channel: room.most for channel, room in rooms.items()}
    taken = []
    for row in rows:
        left[row.channel] = left.get(row.channel, PLENTY) - 1
        if left[row.channel] >= 0:
            taken.append(row)
    return taken


def explain(rooms: Mapping[str, Room], now: datetime) -> None:
    """Whoever waits for a channel says what for."""
    for channel, room in rooms.items():
        if room.most == 0:
            due = Delivery.objects.filter(channel=channel, state=DeliveryState.DUE, due_at__lte=now)
            due.exclude(later=room.why).update(later=room.why)


def heard(outcomes: Iterable[tuple[str, Outcome]], now: datetime) -> None:
    """What the gateways answered, in order: a success closes the breaker, failures in a row open it."""
    by_channel: dict[str, list[Outcome]] = {}
    for channel, outcome in outcomes:
        by_channel.setdefault(channel, []).append(outcome)
    for channel, answers in sorted(by_channel.items()):
        if any(answer in {Outcome.SENT, Outcome.REFUSED} for answer in answers):
            _works(channel, now)
        else:
            _fails(channel, len(answers), now)


def _works(channel: str, now: datetime) -> None:
    if Line.objects.filter(channel=channel, failures__gt=0).update(failures=0, rests_until=None):
        watch.over(IncidentKind.CHANNEL_DOWN, about=channel, now=now)


def _fails(channel: str, times: int, now: datetime) -> None:
    Line.objects.bulk_create([Line(channel=channel)], ignore_conflicts=True)
    line = Line.objects.select_for_update().get(channel=channel)
    line.failures += times
    if line.failures >= MOST_FAILURES:
        rest = min(REST * 2 ** min(line.failures - MOST_FAILURES, 10), LONGEST_REST)
        Line.objects.filter(pk=line.pk).update(failures=line.failures, rests_until=Now() + rest)
        for county_id in _counties_waiting(channel):
            watch.incident(IncidentKind.CHANNEL_DOWN, about=channel, now=now, county_id=county_id)
    else:
        Line.objects.filter(pk=line.pk).update(failures=line.failures)


def _counties_waiting(channel: str) -> list[int]:
    unsent = [DeliveryState.DUE, DeliveryState.FAILED, DeliveryState.SENDING]
    rows = Delivery.objects.filter(channel=channel, state__in=unsent)
    return list(rows.order_by("county_id").values_list("county_id", flat=True).distinct())


def _broken() -> list[tuple[str, bool]]:
    """Channels with an open breaker, and whether they still rest."""
    rests = Q(rests_until__gt=Now())
    open_lines = Line.objects.filter(failures__gte=MOST_FAILURES)
    resting = set(open_lines.filter(rests).values_list("channel", flat=True))
    return [(line.channel, line.channel in resting) for line in open_lines]


def _pace_left(channel: str, now: datetime) -> int:
    """What the limits of a whole gateway leave at this moment; another worker just counting leaves nothing."""
    limits = [each for each in getattr(gateway(channel), "limits", ()) if each.per == "gateway"]
    if not limits:
        return PLENTY
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 21))", [channel])
        if not cursor.fetchone()[0]:
            return 0
    sending = Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING, lease_until__gt=Now()).count()
    left = []
    for limit in limits:
        since = now - timedelta(seconds=limit.seconds)
        used = Attempt.objects.filter(channel=channel, began_at__gt=since, ended_at__isnull=False).count()
        left.append(limit.count - used - sending)
    return max(int(min(left)), 0)
