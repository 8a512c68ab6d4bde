"""Who would get what in the next fortnight if these terms held: as far as it is known now, and if nothing is done.

What the ladder adds where nobody answers is not foreseen.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.kit.clock import local_date
from services.notify import quiet_hours
from services.notify.choices import Channel, DelayReason, Urgency
from services.notify.requests import NotificationRequest
from services.reminders import calendars, recipients
from services.reminders.evaluation import compose
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.kinds import DateWindow, ReminderKind
from services.reminders.message_templates import rendering
from services.reminders.models import RuleSettings
from services.reminders.schedule import due_time, matches, runs_on, window
from services.schools.scope import current

DAYS = 14
MAX_ROWS = 200


@dataclass(frozen=True)
class PreviewedNotification:
    """One notice to come. `at`: when it may go out, later than the rule asks where `later` says why."""

    at: datetime
    to: str
    title: str
    body: str
    channels: tuple[Channel, ...]
    later: DelayReason | None = None


@dataclass
class Preview:
    """What comes day by day; `rows` are the first of them."""

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
        span = (self.ends - self.begins).days + 1
        return [(day, self.by_day[day]) for day in (self.begins + timedelta(days=n) for n in range(span))]


def preview(kind: ReminderKind, terms: RuleSettings, now: datetime) -> Preview:
    """In the open scope of one school, or of the county for a kind of its own."""
    today, where = local_date(now), current()
    assert where.county_id is not None, "rules speak at a place"  # noqa: S101
    days = calendars.load_calendars(today).of(where.county_id, where.school_id)
    found = Preview(today, today + timedelta(days=DAYS - 1))
    words = rendering.load_templates()
    for day, _none in found.days:
        moment = due_time(terms, day)
        if moment > now and runs_on(terms, days, day):
            for wanted in _on(kind, terms, day, EvaluationContext(moment, days, words)):
                _add(found, day, wanted)
    return found


def _on(kind: ReminderKind, terms: RuleSettings, day: date, here: EvaluationContext) -> Iterator[NotificationRequest]:
    """What the rule would say on a day."""
    if spoken_of := window(terms, here.days, day):
        begins, ends = spoken_of
        for item in recipients.find_items(kind, DateWindow(begins=begins, ends=ends, today=day, now=here.now)):
            if matches(terms, here.days, item.anchor_date, day):
                yield compose.compose_reminder(kind, item, terms, day, here)


def _add(found: Preview, day: date, wanted: NotificationRequest) -> None:
    found.by_day[day] += 1
    found.people.add(f"{wanted.recipient_id}{wanted.phone}{wanted.email}")
    if len(found.rows) < MAX_ROWS:
        at, later = _allowed(wanted)
        channels = tuple(wanted.usable_channels())
        found.rows.append(PreviewedNotification(at, wanted.recipient_name, wanted.title, wanted.body, channels, later))


def _allowed(wanted: NotificationRequest) -> tuple[datetime, DelayReason | None]:
    if wanted.urgency == Urgency.SAFETY or set(wanted.usable_channels()) <= {Channel.INBOX}:
        return wanted.now, None
    return quiet_hours.next_allowed(
        wanted.now, wanted.audience, quiet_hours.WorkingHours(wanted.works_from, wanted.works_until)
    )
