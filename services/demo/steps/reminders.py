"""The reminders of the last days: evaluated as the workers do, and acknowledged by most recipients.

Everything is dated before the county is live, so that the outbox writes it as history and nothing is sent.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from services.access.actor import Actor
from services.demo.demo_school import actor_for
from services.demo.timeline import Timeline
from services.notify.actions import inbox
from services.notify.models import Notification
from services.reminders import kinds
from services.reminders.evaluation import run
from services.schools.scope import scope

DAYS_BEFORE = 7  # a whole week: among them is the Monday on which the work of last week became late
_ACKNOWLEDGED_AFTER = timedelta(hours=3)
_ACKNOWLEDGED_TODAY = 3  # of the last day's reminders every third; the others wait in the inboxes


def evaluate_last_days(timeline: Timeline, tenants: Sequence[Actor]) -> None:
    """Evaluate the rules of the last days, of all tenants; `tenants` is one actor for each of them."""
    for days in range(DAYS_BEFORE, -1, -1):
        day = timeline.today - timedelta(days=days)
        # Before the rules run again: they escalate what nobody has acknowledged.
        if day.weekday() < 5:
            _acknowledge(tenants, timeline)
        for moment in _moments(day, timeline):
            run.evaluate_due_rules(moment)
    _acknowledge(tenants, timeline, every=_ACKNOWLEDGED_TODAY)


def _moments(day: date, timeline: Timeline) -> list[datetime]:
    """The moments of a day at which rules run, up to now."""
    times = {kind.defaults.send_at for kind in kinds.kinds()}
    return sorted({timeline.moment(day, time.hour, time.minute) for time in times})


def _acknowledge(tenants: Sequence[Actor], timeline: Timeline, every: int = 1) -> None:
    """Let the recipients acknowledge their reminders, or `every` second or third of them."""
    for tenant in tenants:
        for user_id, notifications in _unacknowledged(tenant, every):
            by = actor_for(user_id, timeline)
            with scope(tenant.scope):
                for notification in notifications:
                    now = min(notification.created_at + _ACKNOWLEDGED_AFTER, timeline.now)
                    inbox.acknowledge(notification=notification, by=by, now=now)


def _unacknowledged(tenant: Actor, every: int) -> Iterator[tuple[int, list[Notification]]]:
    """What waits for an acknowledgement in a tenant, by recipient."""
    with scope(tenant.scope):
        rows = Notification.objects.filter(
            requires_acknowledgement=True, acknowledged_at__isnull=True, recipient__isnull=False
        )
        chosen = list(rows.order_by("recipient", "pk"))[::every]
    for user_id, group in groupby(chosen, key=attrgetter("recipient_id")):
        yield user_id, list(group)
