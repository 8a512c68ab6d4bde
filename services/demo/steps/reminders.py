"""The reminders of the last days: evaluated as the workers do, and acknowledged by most recipients.

Everything is dated before the county is live, so that the outbox writes it as history and nothing is sent.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.db.models import Q

from services.access.actor import Actor
from services.demo.demo_school import actor_for
from services.demo.jobs import DemoFailed
from services.demo.processes import run_for_each
from services.demo.timeline import Timeline
from services.kit import clock
from services.notify.actions import inbox
from services.notify.models import Notification
from services.reminders import evaluation, kinds
from services.schools.scope import Scope, scope

MIN_DAYS = timedelta(days=3)  # on a Monday the reminders begin on Friday
_ACKNOWLEDGED_AFTER = timedelta(hours=3)
_ACKNOWLEDGED_TODAY = 3  # of today's reminders every third; the others wait in the inboxes


def evaluate_last_days(timeline: Timeline, tenants: Sequence[Actor], processes: int) -> None:
    """Evaluate the rules of the last days in all tenants; `tenants` is one actor for each of them.

    Raises DemoFailed when a rule fails.
    """
    scopes = [tenant.scope for tenant in tenants]

    def acknowledge(before: datetime, every: int = 1) -> None:
        list(run_for_each(partial(_acknowledge, timeline, before, every), scopes, processes))

    for day, moments in groupby(_moments(timeline), key=clock.local_date):
        # Before the rules run again: they escalate what nobody has acknowledged.
        acknowledge(clock.start_of_day(day))
        for moment in moments:  # the first one creates the rules
            result = evaluation.evaluate_due_rules(moment)
            if result.failed or result.split:
                raise DemoFailed(f"reminders: {result.failed} rules failed, {result.split} for all schools at once")
    acknowledge(timeline.now, _ACKNOWLEDGED_TODAY)


def _moments(timeline: Timeline) -> Iterator[datetime]:
    """The moments of the last days at which rules run, up to now."""
    times = {kind.defaults.send_at for kind in kinds.kinds()}
    # From Monday on: that is the day on which the work of last week became late.
    monday = timeline.today - timedelta(days=timeline.today.weekday())
    day = min(monday, timeline.today - MIN_DAYS)
    while day <= timeline.today:
        yield from sorted({timeline.moment(day, time.hour, time.minute) for time in times})
        day += timedelta(days=1)


def _acknowledge(timeline: Timeline, before: datetime, every: int, tenant: Scope) -> None:
    """Let the recipients acknowledge the reminders before a moment, or `every` second or third of them."""
    with scope(tenant):
        # The county's scope shows the rows of its schools, too.
        rows = Notification.objects.filter(
            Q(school_id=tenant.school_id),  # None means IS NULL
            requires_acknowledgement=True,
            acknowledged_at__isnull=True,
            recipient__isnull=False,
            created_at__lt=before,
        )
        chosen = list(rows.order_by("recipient", "pk"))[::every]
    for user_id, notifications in groupby(chosen, key=attrgetter("recipient_id")):
        by = actor_for(user_id, timeline)  # read without a scope, as at a login
        with scope(tenant):
            for notification in notifications:
                now = min(notification.created_at + _ACKNOWLEDGED_AFTER, timeline.now)
                inbox.acknowledge(notification=notification, by=by, now=now)
