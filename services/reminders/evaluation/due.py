"""Find the occurrences that are due: moments at which a rule runs at a tenant and has not run yet."""

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
from services.reminders.calendars import Calendars, load_calendars
from services.reminders.default_rules import create_default_rules
from services.reminders.kinds import SCHEDULE_PREFIX, ReminderKind, get_kind
from services.reminders.models import EvaluationCheckpoint, ReminderRule, RuleSettings, SchoolReminderRule
from services.reminders.schedule import CalendarDays, due_time, due_times, timeline
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, Scope, for_county, for_school, scope

CLOCK_SKEW = timedelta(minutes=10)  # clocks of several servers may differ by this: so far back is checked again
RETRY_DELAY = timedelta(minutes=5)  # after the first failure; three times as long after each further one

Moments = list[tuple[datetime, RuleSettings]]
RuleKey = tuple[int, int | None, str]  # county, school, kind
OccurrenceKey = tuple[int, int | None, str, datetime]  # county, school, schedule, due_at


@dataclass(frozen=True)
class DueOccurrence:
    """One moment at which a rule runs, with the settings in effect then."""

    kind: ReminderKind
    due_at: datetime
    settings: RuleSettings


@dataclass(frozen=True)
class PendingTenant:
    """The due occurrences of a school, or of a county itself, in the order of time."""

    county_id: int
    school_id: int | None
    days: CalendarDays
    occurrences: tuple[DueOccurrence, ...]

    @property
    def scope(self) -> Scope:
        return for_school(self.school_id, self.county_id) if self.school_id else for_county(self.county_id)


def pending_tenants(now: datetime) -> list[PendingTenant]:
    """Every tenant with due occurrences. Moves the checkpoint of counties without any to this moment."""
    with scope(ALL_TENANTS):
        create_default_rules(now)  # a new county, or a kind of a new release
        since = _evaluated_since(now)
        county, own = _versions(ReminderRule, since, now), _versions(SchoolReminderRule, since, now)
        # Fast path: most of the time no rule of any county is due, and neither calendars nor occurrences are read.
        rules = [*county.items(), *own.items()]
        candidates = sorted({key[0] for key, versions in rules if _may_be_due(versions, since[key[0]], now)})
        pending = list(_DueFinder(now, since, candidates, county, own).tenants()) if candidates else []
        _save_checkpoints(since.keys() - {tenant.county_id for tenant in pending}, now)
        return pending


def _evaluated_since(now: datetime) -> dict[int, datetime]:
    """The moment after which the occurrences of each county may not have been evaluated."""
    since: dict[int, datetime] = {}
    for county_id, first in ReminderRule.objects.filter(version=1).values_list("county_id", "effective_from"):
        since[county_id] = min(since.get(county_id, first), first)
    since |= dict(EvaluationCheckpoint.objects.values_list("county_id", "evaluated_until"))
    return {county_id: min(until, now) - CLOCK_SKEW for county_id, until in since.items()}


def _versions(
    model: type[ReminderRule | SchoolReminderRule], since: Mapping[int, datetime], now: datetime
) -> dict[RuleKey, list[RuleSettings]]:
    """Versions of rules that were in effect at any time since then."""
    if not since:
        return {}
    in_effect = Q(superseded_at=None) | Q(superseded_at__gt=min(since.values()))
    versions: dict[RuleKey, list[RuleSettings]] = defaultdict(list)
    for row in model.objects.filter(in_effect, effective_from__lte=now).order_by("effective_from", "version"):
        versions[row.county_id or 0, getattr(row, "school_id", None), row.kind].append(row)
    return versions


def _may_be_due(versions: Iterable[RuleSettings], after: datetime, now: datetime) -> bool:
    """Whether a rule may have been due since then, whatever the calendar says."""
    if now - after >= timedelta(days=1):  # after a day without evaluation every rule may be due
        return True
    days = {local_date(after), local_date(now)}
    return any(
        after < version.effective_from <= now or any(after < due_time(version, day) <= now for day in days)
        for version in versions
        if version.is_enabled
    )


def _save_checkpoints(county_ids: Collection[int], now: datetime) -> None:
    rows = [EvaluationCheckpoint(county_id=county_id, evaluated_until=now) for county_id in sorted(county_ids)]
    EvaluationCheckpoint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["county"], update_fields=["evaluated_until"]
    )


def _waits_for_retry(now: datetime) -> Q:
    """Failed, to be tried again after 5, 15, 45 and 135 minutes: time to repair what is wrong."""
    waiting = (
        Q(failures=failures, claimed_at__gt=now - RETRY_DELAY * 3 ** (failures - 1))
        for failures in range(1, MAX_FAILURES)
    )
    return reduce(or_, waiting)


@dataclass
class _DueFinder:
    """Finds the due occurrences of some counties. Tenants that share rules and calendar are computed once."""

    now: datetime
    since: Mapping[int, datetime]
    counties: Sequence[int]
    county_rules: Mapping[RuleKey, list[RuleSettings]]
    school_rules: Mapping[RuleKey, list[RuleSettings]]
    _shared: dict[tuple[int, str, int], Moments] = field(default_factory=dict)

    def tenants(self) -> Iterable[PendingTenant]:
        calendars, done = load_calendars(local_date(self.now), self.counties), self._done()
        for county_id in self.counties:
            yield from self._tenant(county_id, None, calendars, done)
        schools = School.objects.filter(county_id__in=self.counties, is_open=True).order_by("pk")
        for school_id, county_id in schools.values_list("pk", "county_id"):
            yield from self._tenant(county_id, school_id, calendars, done)

    def _tenant(
        self, county_id: int, school_id: int | None, calendars: Calendars, done: set[OccurrenceKey]
    ) -> Iterable[PendingTenant]:
        days = calendars.of(county_id, school_id)
        due = [
            DueOccurrence(kind, due_at, settings)
            for kind in self._kinds(county_id, "school" if school_id else "county")
            for due_at, settings in self._moments(county_id, school_id, kind, days)
            if (county_id, school_id, kind.schedule, due_at) not in done
        ]
        if due:
            in_order = sorted(due, key=lambda occurrence: (occurrence.due_at, occurrence.kind.key))
            yield PendingTenant(county_id, school_id, days, tuple(in_order))

    def _kinds(self, county_id: int, tenant_level: str) -> list[ReminderKind]:
        kinds = (get_kind(key) for county, _school, key in self.county_rules if county == county_id)
        return [kind for kind in kinds if kind and kind.tenant_level == tenant_level]

    def _moments(self, county_id: int, school_id: int | None, kind: ReminderKind, days: CalendarDays) -> Moments:
        own = self.school_rules.get((county_id, school_id, kind.key), []) if school_id else []
        shared = (county_id, kind.key, id(days))
        if not own and shared in self._shared:
            return self._shared[shared]
        effective = timeline(self.county_rules[county_id, None, kind.key], own)
        moments = due_times(effective, days, self.since[county_id], self.now)
        if not own:
            self._shared[shared] = moments
        return moments

    def _done(self) -> set[OccurrenceKey]:
        """Occurrences that are finished, wait for a retry, or have failed too often."""
        done = Q(finished_at__isnull=False) | Q(failures__gte=MAX_FAILURES) | _waits_for_retry(self.now)
        after = min(self.since[county_id] for county_id in self.counties)
        rows = Occurrence.objects.filter(done, county_id__in=self.counties, schedule__startswith=SCHEDULE_PREFIX)
        rows = rows.filter(due_at__gt=after, due_at__lte=self.now)
        return set(rows.values_list("county_id", "school_id", "schedule", "due_at"))
