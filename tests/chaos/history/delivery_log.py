"""Dump the delivery log, incidents and jobs as a history."""

from collections.abc import Callable
from pathlib import Path

from tests.chaos.history.histories import History, Record

UNFINISHED = ["due", "sending", "retrying", "fallback"]


def dump(path: Path) -> list[Record]:
    """Every delivery of a notification with its attempts, every incident, every job and occurrence that failed."""
    from services.schools.scope import ALL_TENANTS, scope

    history = History(path)
    with scope(ALL_TENANTS):
        for row in (*_deliveries(), *_attempts(), *_incidents(), *_work()):
            history.add(**row)
    return history.records()


def count_unfinished() -> int:
    """Number of unfinished deliveries; -1 while the database does not answer."""
    from services.notify.models import Delivery

    return _count(lambda: Delivery.objects.filter(notification__kind="chaos", state__in=UNFINISHED).count())


def count_sending() -> int:
    """Number of deliveries whose sender waits for the gateway; -1 while the database does not answer."""
    from services.notify.models import Delivery

    return _count(lambda: Delivery.objects.filter(notification__kind="chaos", state="sending").count())


def count_unfinished_jobs() -> int:
    """Number of unfinished jobs; -1 while the database does not answer."""
    from services.jobs.models import Job

    return _count(lambda: Job.objects.filter(kind__startswith="chaos", state__in=["queued", "running"]).count())


def open_incident_sources() -> set[str]:
    """What open incidents are about."""
    from services.notify.models import SystemIncident
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        return set(SystemIncident.objects.filter(closed_at=None).values_list("source", flat=True))


def _count(count: Callable[[], int]) -> int:
    from django.db import Error, connections

    from services.schools.scope import ALL_TENANTS, scope

    try:
        with scope(ALL_TENANTS):
            return count()
    except Error:
        connections.close_all()
        return -1


def _deliveries() -> list[Record]:
    from services.notify import outbox
    from services.notify.models import Delivery

    deliveries = Delivery.objects.filter(notification__kind="chaos").order_by("pk")
    return [
        {
            "event": "delivery",
            "delivery": str(row.public_id),
            "number": outbox.address_of(row),
            "key": row.notification.dedupe_key,
            "urgency": row.notification.urgency,
            "state": row.state,
            "attempts": row.attempt_count,
            "token": str(row.lease_token or ""),
            "lease_until": row.lease_until and row.lease_until.isoformat(),
            "due_at": row.due_at.isoformat(),
            "sent_at": row.sent_at and row.sent_at.isoformat(),
        }
        for row in deliveries.select_related("notification", "recipient")
    ]


def _attempts() -> list[Record]:
    from services.notify.models import DeliveryAttempt

    rows = DeliveryAttempt.objects.filter(delivery__notification__kind="chaos").order_by("pk")
    return [
        {"event": "attempt", "delivery": str(name), "ended": ended is not None, "outcome": outcome}
        for name, ended, outcome in rows.values_list("delivery__public_id", "ended_at", "outcome")
    ]


def _incidents() -> list[Record]:
    from services.notify.models import Notification, SystemIncident

    alerts = Notification.objects.filter(kind__startswith="delivery.").order_by("pk").values_list("kind", flat=True)
    seen = SystemIncident.objects.order_by("pk").values_list("kind", "source", "seen_count")
    return [
        *({"event": "incident", "kind": kind, "source": source, "times": times} for kind, source, times in seen),
        *({"event": "alert", "kind": kind} for kind in alerts),
    ]


def _work() -> list[Record]:
    from services.jobs.models import Job, Occurrence

    jobs = Job.objects.filter(kind__startswith="chaos").order_by("pk").values_list("kind", "state", "attempts")
    occurrences = (
        Occurrence.objects.filter(schedule__startswith="tests.chaos")
        .order_by("pk")
        .values_list("failures", "finished_at")
    )
    return [
        *({"event": "job", "kind": kind, "state": state, "attempts": attempts} for kind, state, attempts in jobs),
        *({"event": "occurrence", "failed": failed, "done": done is not None} for failed, done in occurrences),
    ]
