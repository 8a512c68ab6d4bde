"""Which ticks are owed: moments at which rules speak that a place has not settled yet. Asked by a worker at large."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from services.jobs.models import Occurrence
from services.jobs.occurrences import MOST_FAILURES
from services.kit.clock import day_of
from services.notify import calendars, rules
from services.notify.catalogue import Kind, kind_of
from services.notify.models import ReminderRule, SchoolRule, Spoken
from services.notify.models.rules import Terms
from services.notify.terms import Days, due, dues, timeline
from services.schools.models import School
from services.schools.scope import EVERYWHERE, Scope, for_county, for_school, scope

PLAN = "remind:"  # and the kind's key: the plan of its occurrences
SLACK = timedelta(minutes=10)  # clocks of several hosts may differ by so much: that far back is looked at again
PAUSE = timedelta(minutes=5)  # after the first failure; three times as long after each further one
Moments = list[tuple[datetime, Terms]]


@dataclass(frozen=True)
class Tick:
    """One moment at which a rule speaks, with the terms that held then."""

    kind: Kind
    due: datetime
    terms: Terms

    @property
    def plan(self) -> str:
        return PLAN + self.kind.key


@dataclass(frozen=True)
class Owed:
    """What a school, or a county itself, has not settled; in the order of time."""

    county_id: int
    school_id: int | None
    days: Days
    ticks: tuple[Tick, ...]

    @property
    def scope(self) -> Scope:
        return for_school(self.school_id, self.county_id) if self.school_id else for_county(self.county_id)


def owed(now: datetime) -> list[Owed]:
    """Every place with ticks to settle. Counties without any are noted as settled up to this moment."""
    with scope(EVERYWHERE):
        rules.adopt(now)
        since = _since(now)
        county, own = _versions(ReminderRule, since, now), _versions(SchoolRule, since, now)
        stirring = sorted(
            {key[0] for key, terms in [*county.items(), *own.items()] if _stirs(terms, since[key[0]], now)}
        )
        found = list(_Counting(now, since, stirring, county, own).places()) if stirring else []
        _settled(since.keys() - {place.county_id for place in found}, now)
        return found


def _since(now: datetime) -> dict[int, datetime]:
    """From when on each county's ticks are looked at."""
    firsts = ReminderRule.objects.filter(version=1).values_list("county_id", "since")
    since: dict[int, datetime] = {}
    for county_id, first in firsts:
        since[county_id] = min(since.get(county_id, first), first)
    since |= dict(Spoken.objects.values_list("county_id", "upto"))
    return {county_id: min(upto, now) - SLACK for county_id, upto in since.items()}


Key = tuple[int, int | None, str]  # county, school, kind


def _versions(
    model: type[ReminderRule | SchoolRule], since: Mapping[int, datetime], now: datetime
) -> dict[Key, list[Terms]]:
    """Versions that held at any time since then."""
    if not since:
        return {}
    held = Q(ended_at=None) | Q(ended_at__gt=min(since.values()))
    found: dict[Key, list[Terms]] = defaultdict(list)
    for row in model.objects.filter(held, since__lte=now).order_by("since", "version"):
        found[row.county_id or 0, getattr(row, "school_id", None), row.kind].append(row)
    return found


def _stirs(versions: Iterable[Terms], after: datetime, now: datetime) -> bool:
    """Whether a rule may have spoken since then, whatever the calendar says."""
    if now - after >= timedelta(days=1):
        return True
    days = {day_of(after), day_of(now)}
    return any(
        after < each.since <= now or any(after < due(each, day) <= now for day in days)
        for each in versions
        if each.is_on
    )


def _settled(counties: Collection[int], now: datetime) -> None:
    rows = [Spoken(county_id=county_id, upto=now) for county_id in sorted(counties)]
    Spoken.objects.bulk_create(rows, update_conflicts=True, unique_fields=["county"], update_fields=["upto"])


def _resting(now: datetime) -> Q:
    """Failed, to be tried again after 5, 15, 45 and 135 minutes: time for somebody to mend what is wrong."""
    rests = (Q(failed=times, taken_at__gt=now - PAUSE * 3 ** (times - 1)) for times in range(1, MOST_FAILURES))
    return reduce(or_, rests)


@dataclass
class _Counting:
    """The ticks of some counties; places that share rules and calendar are counted once."""

    now: datetime
    since: Mapping[int, datetime]
    counties: Sequence[int]
    county: Mapping[Key, list[Terms]]
    own: Mapping[Key, list[Terms]]
    _known: dict[tuple[int, str, int], Moments] = field(default_factory=dict)

    def places(self) -> Iterable[Owed]:
        self.calendars = calendars.around(day_of(self.now), self.counties)
        self.done = self._done()
        schools = School.objects.filter(county_id__in=self.counties, is_open=True).order_by("pk")
        for county_id in self.counties:
            yield from self._place(county_id, None, "county")
        for school_id, county_id in schools.values_list("pk", "county_id"):
            yield from self._place(county_id, school_id, "school")

    def _place(self, county_id: int, school_id: int | None, per: str) -> Iterable[Owed]:
        days = self.calendars.of(county_id, school_id)
        ticks = [
            Tick(kind, moment, terms)
            for kind in self._kinds(county_id, per)
            for moment, terms in self._moments(county_id, school_id, kind, days)
            if (county_id, school_id, PLAN + kind.key, moment) not in self.done
        ]
        if ticks:
            yield Owed(county_id, school_id, days, tuple(sorted(ticks, key=lambda tick: (tick.due, tick.kind.key))))

    def _kinds(self, county_id: int, per: str) -> list[Kind]:
        kinds = (kind_of(key) for county, _school, key in self.county if county == county_id)
        return [kind for kind in kinds if kind and kind.per == per]

    def _moments(self, county_id: int, school_id: int | None, kind: Kind, days: Days) -> Moments:
        own = self.own.get((county_id, school_id, kind.key), []) if school_id else []
        shared = (county_id, kind.key, id(days))
        if own or shared not in self._known:
            held = timeline(self.county[county_id, None, kind.key], own)
            found = dues(held, days, self.since[county_id], self.now)
            if own:
                return found
            self._known[shared] = found
        return self._known[shared]

    def _done(self) -> set[tuple[int, int | None, str, datetime]]:
        """Ticks that are settled, rest after a failure, or are given up after too many."""
        over = Q(done_at__isnull=False) | Q(failed__gte=MOST_FAILURES) | _resting(self.now)
        rows = Occurrence.objects.filter(over, county_id__in=self.counties, plan__startswith=PLAN)
        after = min(self.since[county_id] for county_id in self.counties)
        rows = rows.filter(due__gt=after, due__lte=self.now)
        return set(rows.values_list("county_id", "school_id", "plan", "due"))
