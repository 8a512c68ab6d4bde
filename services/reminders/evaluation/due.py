"""Which ticks are owed: moments at which rules speak that a place has not settled yet. Asked by a worker at large."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from services.jobs.models import Occurrence
from services.jobs.occurrences import MAX_FAILURES
from services.kit.clock import local_date
from services.reminders import calendars, rules
from services.reminders.kinds import ReminderKind, get_kind
from services.reminders.models import EvaluationCheckpoint, ReminderRule, RuleSettings, SchoolReminderRule
from services.reminders.schedule import CalendarDays, due_time, due_times, timeline
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, Scope, for_county, for_school, scope

SCHEDULE_PREFIX = "remind:"  # and the kind's key: the plan of its occurrences
CLOCK_SKEW = timedelta(minutes=10)  # clocks of several hosts may differ by so much: that far back is looked at again
RETRY_DELAY = timedelta(minutes=5)  # after the first failure; three times as long after each further one
Moments = list[tuple[datetime, RuleSettings]]


@dataclass(frozen=True)
class DueOccurrence:
    """One moment at which a rule speaks, with the terms that held then."""

    kind: ReminderKind
    due_at: datetime
    terms: RuleSettings

    @property
    def plan(self) -> str:
        return SCHEDULE_PREFIX + self.kind.key


@dataclass(frozen=True)
class PendingTenant:
    """What a school, or a county itself, has not settled; in the order of time."""

    county_id: int
    school_id: int | None
    days: CalendarDays
    occurrences: tuple[DueOccurrence, ...]

    @property
    def scope(self) -> Scope:
        return for_school(self.school_id, self.county_id) if self.school_id else for_county(self.county_id)


def pending_tenants(now: datetime) -> list[PendingTenant]:
    """Every place with ticks to settle. Counties without any are noted as settled up to this moment."""
    with scope(ALL_TENANTS):
        rules.create_default_rules(now)
        since = _since(now)
        county, own = _versions(ReminderRule, since, now), _versions(SchoolReminderRule, since, now)
        stirring = sorted(
            {key[0] for key, terms in [*county.items(), *own.items()] if _stirs(terms, since[key[0]], now)}
        )
        found = list(_Counting(now, since, stirring, county, own).places()) if stirring else []
        _settled(since.keys() - {place.county_id for place in found}, now)
        return found


def _since(now: datetime) -> dict[int, datetime]:
    """From when on each county's ticks are looked at."""
    firsts = ReminderRule.objects.filter(version=1).values_list("county_id", "effective_from")
    since: dict[int, datetime] = {}
    for county_id, first in firsts:
        since[county_id] = min(since.get(county_id, first), first)
    since |= dict(EvaluationCheckpoint.objects.values_list("county_id", "evaluated_until"))
    return {county_id: min(upto, now) - CLOCK_SKEW for county_id, upto in since.items()}


Key = tuple[int, int | None, str]  # county, school, kind


def _versions(
    model: type[ReminderRule | SchoolReminderRule], since: Mapping[int, datetime], now: datetime
) -> dict[Key, list[RuleSettings]]:
    """Versions that held at any time since then."""
    if not since:
        return {}
    held = Q(superseded_at=None) | Q(superseded_at__gt=min(since.values()))
    found: dict[Key, list[RuleSettings]] = defaultdict(list)
    for row in model.objects.filter(held, effective_from__lte=now).order_by("effective_from", "version"):
        found[row.county_id or 0, getattr(row, "school_id", None), row.kind].append(row)
    return found


def _stirs(versions: Iterable[RuleSettings], after: datetime, now: datetime) -> bool:
    """Whether a rule may have spoken since then, whatever the calendar says."""
    if now - after >= timedelta(days=1):
        return True
    days = {local_date(after), local_date(now)}
    return any(
        after < each.effective_from <= now or any(after < due_time(each, day) <= now for day in days)
        for each in versions
        if each.is_enabled
    )


def _settled(counties: Collection[int], now: datetime) -> None:
    rows = [EvaluationCheckpoint(county_id=county_id, evaluated_until=now) for county_id in sorted(counties)]
    EvaluationCheckpoint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["county"], update_fields=["evaluated_until"]
    )


def _resting(now: datetime) -> Q:
    """Failed, to be tried again after 5, 15, 45 and 135 minutes: time for somebody to mend what is wrong."""
    rests = (Q(failures=times, claimed_at__gt=now - RETRY_DELAY * 3 ** (times - 1)) for times in range(1, MAX_FAILURES))
    return reduce(or_, rests)


@dataclass
class _Counting:
    """The ticks of some counties; places that share rules and calendar are counted once."""

    now: datetime
    since: Mapping[int, datetime]
    counties: Sequence[int]
    county: Mapping[Key, list[RuleSettings]]
    own: Mapping[Key, list[RuleSettings]]
    _known: dict[tuple[int, str, int], Moments] = field(default_factory=dict)

    def places(self) -> Iterable[PendingTenant]:
        self.calendars = calendars.load_calendars(local_date(self.now), self.counties)
        self.done = self._done()
        schools = School.objects.filter(county_id__in=self.counties, is_open=True).order_by("pk")
        for county_id in self.counties:
            yield from self._place(county_id, None, "county")
        for school_id, county_id in schools.values_list("pk", "county_id"):
            yield from self._place(county_id, school_id, "school")

    def _place(self, county_id: int, school_id: int | None, per: str) -> Iterable[PendingTenant]:
        days = self.calendars.of(county_id, school_id)
        ticks = [
            DueOccurrence(kind, moment, terms)
            for kind in self._kinds(county_id, per)
            for moment, terms in self._moments(county_id, school_id, kind, days)
            if (county_id, school_id, SCHEDULE_PREFIX + kind.key, moment) not in self.done
        ]
        if ticks:
            yield PendingTenant(
                county_id, school_id, days, tuple(sorted(ticks, key=lambda tick: (tick.due_at, tick.kind.key)))
            )

    def _kinds(self, county_id: int, per: str) -> list[ReminderKind]:
        kinds = (get_kind(key) for county, _school, key in self.county if county == county_id)
        return [kind for kind in kinds if kind and kind.tenant_level == per]

    def _moments(self, county_id: int, school_id: int | None, kind: ReminderKind, days: CalendarDays) -> Moments:
        own = self.own.get((county_id, school_id, kind.key), []) if school_id else []
        shared = (county_id, kind.key, id(days))
        if own or shared not in self._known:
            held = timeline(self.county[county_id, None, kind.key], own)
            found = due_times(held, days, self.since[county_id], self.now)
            if own:
                return found
            self._known[shared] = found
        return self._known[shared]

    def _done(self) -> set[tuple[int, int | None, str, datetime]]:
        """Ticks that are settled, rest after a failure, or are given up after too many."""
        over = Q(finished_at__isnull=False) | Q(failures__gte=MAX_FAILURES) | _resting(self.now)
        rows = Occurrence.objects.filter(over, county_id__in=self.counties, schedule__startswith=SCHEDULE_PREFIX)
        after = min(self.since[county_id] for county_id in self.counties)
        rows = rows.filter(due_at__gt=after, due_at__lte=self.now)
        return set(rows.values_list("county_id", "school_id", "schedule", "due_at"))
