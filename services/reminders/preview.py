"""Preview what a rule would send in the next fortnight if none of the open items is dealt with until then.

Escalations are not included: they depend on who acknowledges.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.kit.clock import local_date
from services.notify import quiet_hours
from services.notify.choices import Channel, DelayReason, Urgency
from services.notify.requests import NotificationRequest
from services.reminders import calendars, recipients
from services.reminders.directory import Directory
from services.reminders.evaluation import compose
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.kinds import DateWindow, ReminderItem, ReminderKind
from services.reminders.message_templates import rendering
from services.reminders.models import RuleSettings
from services.reminders.schedule import CalendarDays, anchor_range, due_time, matches, runs_on
from services.schools.scope import current_scope

# Far enough to see a weekly rule twice, near enough that most of the items are known.
DAYS = 14
# More than anybody reads; the totals count everything.
MAX_ROWS = 200


@dataclass(frozen=True)
class PreviewedNotification:
    """One notification to come. `due_at` is later than the rule asks where `delay_reason` says why."""

    due_at: datetime
    recipient: str
    title: str
    body: str
    channels: tuple[Channel, ...]
    delay_reason: DelayReason | None = None


@dataclass
class Preview:
    """What would be sent day by day; `rows` are the first MAX_ROWS of it."""

    begins: date
    ends: date
    by_day: Counter[date] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set, repr=False)
    rows: list[PreviewedNotification] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.by_day.total()

    @property
    def days(self) -> list[tuple[date, int]]:
        """The count of each day, zeros included."""
        length = (self.ends - self.begins).days + 1
        return [(day, self.by_day[day]) for day in (self.begins + timedelta(days=n) for n in range(length))]


def preview(kind: ReminderKind, settings: RuleSettings, now: datetime) -> Preview:
    """Call in the scope of a school, or of the county for a kind of its own."""
    today, tenant = local_date(now), current_scope()
    assert tenant.county_id is not None, "rules belong to a tenant"  # noqa: S101
    days = calendars.load_calendars(today).of(tenant.county_id, tenant.school_id)
    result = Preview(today, today + timedelta(days=DAYS - 1))
    templates = rendering.load_templates()
    for day, _count in result.days:
        moment = due_time(settings, day)
        # What was due earlier today has gone out already.
        if moment > now and runs_on(settings, days, day):
            context = EvaluationContext(moment, days, templates)
            for request in _requests_on(kind, settings, day, context):
                _add(result, day, request)
    return result


def count_by_kind(rules: Sequence[tuple[ReminderKind, RuleSettings]], now: datetime) -> Counter[str]:
    """How many notifications each enabled rule would send, by key. In the scope that `preview` needs."""
    today, tenant = local_date(now), current_scope()
    assert tenant.county_id is not None, "rules belong to a tenant"  # noqa: S101
    days = calendars.load_calendars(today).of(tenant.county_id, tenant.school_id)
    counts: Counter[str] = Counter()
    for day in (today + timedelta(days=n) for n in range(DAYS)):
        # Read once a day for all rules together: that is most of what a preview reads.
        directory = recipients.load_directory(day)
        for kind, settings in rules:
            moment = due_time(settings, day)
            if settings.is_enabled and moment > now and runs_on(settings, days, day):
                counts[kind.key] += sum(1 for _item in _items_on(kind, settings, day, days, moment, directory))
    return counts


def _requests_on(
    kind: ReminderKind, settings: RuleSettings, day: date, context: EvaluationContext
) -> Iterator[NotificationRequest]:
    directory = recipients.load_directory(day)
    for item in _items_on(kind, settings, day, context.days, context.now, directory):
        yield compose.compose_reminder(kind, item, settings, day, context)


def _items_on(
    kind: ReminderKind, settings: RuleSettings, day: date, days: CalendarDays, now: datetime, directory: Directory
) -> Iterator[ReminderItem]:
    """The items of which a rule reminds on a day on which it runs."""
    anchors = anchor_range(settings, days, day)
    if anchors is None:
        return
    begins, ends = anchors
    dates = DateWindow(begins=begins, ends=ends, today=day, now=now)
    for item in recipients.find_items(kind, dates, directory):
        if matches(settings, days, item.anchor_date, day):
            yield item


def _add(result: Preview, day: date, request: NotificationRequest) -> None:
    result.by_day[day] += 1
    # By number or address as well, because families have no user id.
    result.people.add(f"{request.recipient_id}{request.phone}{request.email}")
    if len(result.rows) < MAX_ROWS:
        due_at, delay_reason = _first_moment(request)
        channels = tuple(request.usable_channels())
        row = PreviewedNotification(due_at, request.recipient_name, request.title, request.body, channels, delay_reason)
        result.rows.append(row)


def _first_moment(request: NotificationRequest) -> tuple[datetime, DelayReason | None]:
    # Quiet hours delay neither an alert nor what stays in the inbox.
    if request.urgency == Urgency.SAFETY or set(request.usable_channels()) <= {Channel.INBOX}:
        return request.now, None
    working_hours = quiet_hours.WorkingHours(request.works_from, request.works_until)
    return quiet_hours.next_allowed(request.now, request.audience, working_hours)
