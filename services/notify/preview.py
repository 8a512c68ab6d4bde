"""Who would get what in the next fortnight if these terms held: as far as it is known now, and if nothing is done.

What the ladder adds where nobody answers is not foreseen.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.kit.clock import day_of
from services.notify import calendars, people, quiet, wording
from services.notify.catalogue import Kind, Window
from services.notify.choices import Channel, Later, Urgency
from services.notify.models.rules import Terms
from services.notify.speaking import telling
from services.notify.speaking.telling import Here
from services.notify.terms import due, is_about, speaks_on, window
from services.notify.wanted import Wanted
from services.schools.scope import current

DAYS = 14
MOST_ROWS = 200


@dataclass(frozen=True)
class Coming:
    """One notice to come. `at`: when it may go out, later than the rule asks where `later` says why."""

    at: datetime
    to: str
    title: str
    body: str
    channels: tuple[Channel, ...]
    later: Later | None = None


@dataclass
class Preview:
    """What comes day by day; `rows` are the first of them."""

    begins: date
    ends: date
    by_day: Counter[date] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set, repr=False)
    rows: list[Coming] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.by_day.total()

    @property
    def days(self) -> list[tuple[date, int]]:
        span = (self.ends - self.begins).days + 1
        return [(day, self.by_day[day]) for day in (self.begins + timedelta(days=n) for n in range(span))]


def preview(kind: Kind, terms: Terms, now: datetime) -> Preview:
    """In the open scope of one school, or of the county for a kind of its own."""
    today, where = day_of(now), current()
    assert where.county_id is not None, "rules speak at a place"  # noqa: S101
    days = calendars.around(today).of(where.county_id, where.school_id)
    found = Preview(today, today + timedelta(days=DAYS - 1))
    words = wording.here()
    for day, _none in found.days:
        moment = due(terms, day)
        if moment > now and speaks_on(terms, days, day):
            for wanted in _on(kind, terms, day, Here(moment, days, words)):
                _add(found, day, wanted)
    return found


def _on(kind: Kind, terms: Terms, day: date, here: Here) -> Iterator[Wanted]:
    """What the rule would say on a day."""
    if spoken_of := window(terms, here.days, day):
        begins, ends = spoken_of
        for item in people.items_of(kind, Window(begins=begins, ends=ends, today=day, now=here.now)):
            if is_about(terms, here.days, item.anchor, day):
                yield telling.first(kind, item, terms, day, here)


def _add(found: Preview, day: date, wanted: Wanted) -> None:
    found.by_day[day] += 1
    found.people.add(f"{wanted.to_user_id}{wanted.phone}{wanted.email}")
    if len(found.rows) < MOST_ROWS:
        at, later = _allowed(wanted)
        channels = tuple(wanted.reachable())
        found.rows.append(Coming(at, wanted.to_name, wanted.title, wanted.body, channels, later))


def _allowed(wanted: Wanted) -> tuple[datetime, Later | None]:
    if wanted.urgency == Urgency.SAFETY or set(wanted.reachable()) <= {Channel.INBOX}:
        return wanted.now, None
    return quiet.allowed(wanted.now, wanted.audience, quiet.Shift(wanted.works_from, wanted.works_until))
