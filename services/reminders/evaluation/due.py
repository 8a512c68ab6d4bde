"""Find what is due, county by county: moments at which a rule runs at a tenant and has not run yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from services.jobs.models import Occurrence
from services.jobs.occurrences import MAX_FAILURES, waits_for_retry
from services.kit.clock import local_date
from services.reminders.calendars import Calendars, load_calendars
from services.reminders.default_rules import create_default_rules
from services.reminders.kinds import SCHEDULE_PREFIX, ReminderKind, get_kind
from services.reminders.models import EvaluationCheckpoint, ReminderRule, RuleSettings, SchoolReminderRule
from services.reminders.schedule import CalendarDays, due_time, due_times, timeline
from services.schools.models import County, School
from services.schools.scope import ALL_TENANTS, scope

CLOCK_SKEW = timedelta(minutes=10)  # clocks of several servers may differ by this: so far back is checked again

Moments = list[tuple[datetime, RuleSettings]]
RuleKey = tuple[int, int | None, str]  # county, school, kind
OccurrenceKey = tuple[int | None, str, datetime]  # school, schedule, due_at


@dataclass(frozen=True)
class DueTenant:
    """The moments at which a rule is due at a school, oldest first; None is the county itself."""

    school_id: int | None
    days: CalendarDays
    moments: Moments


@dataclass(frozen=True)
class PendingCounty:
    """What is due in a county: for each kind the tenants at which it is."""

    county_id: int
    kinds: list[tuple[ReminderKind, list[DueTenant]]]

    @property
    def tenants(self) -> set[int | None]:
        return {tenant.school_id for _kind, tenants in self.kinds for tenant in tenants}


def pending_counties(now: datetime, only: UUID | None = None) -> Iterator[PendingCounty]:
    """Each county with due occurrences, one after the other; `only` the one with this public id.

    Moves the checkpoint of counties without any to this moment.
    """
    rules = _load_rules(now, only)
    for county_id in rules.candidates():
        # One transaction a county: what is read of it is forgotten before the next.
        with scope(ALL_TENANTS):
            kinds = _DueFinder(rules, county_id).kinds()
            if not kinds:
                _save_checkpoints([county_id], now)
        if kinds:
            yield PendingCounty(county_id, kinds)


def counties_to_check(now: datetime) -> list[UUID]:
    """Public ids of counties in which a rule may be due, whatever calendar and occurrences say."""
    county_ids = _load_rules(now).candidates()
    with scope(ALL_TENANTS):
        return list(County.objects.filter(pk__in=county_ids).order_by("pk").values_list("public_id", flat=True))


def has_pending(now: datetime) -> bool:
    return next(pending_counties(now), None) is not None


@dataclass(frozen=True)
class _Rules:
    """The rules of all counties since their checkpoints."""

    now: datetime
    since: Mapping[int, datetime]
    county: Mapping[RuleKey, list[RuleSettings]]
    school: Mapping[RuleKey, list[RuleSettings]]

    def candidates(self) -> list[int]:
        rules = [*self.county.items(), *self.school.items()]
        return sorted({key[0] for key, versions in rules if _may_be_due(versions, self.since[key[0]], self.now)})


def _load_rules(now: datetime, only: UUID | None = None) -> _Rules:
    """Moves the checkpoints of counties in which nothing may be due: neither calendar nor occurrences are read."""
    with scope(ALL_TENANTS):
        create_default_rules(now)  # a new county, or a kind of a new release
        since = _evaluated_since(now)
        if only:
            county_ids = County.objects.filter(public_id=only).values_list("pk", flat=True)
            since = {county_id: since[county_id] for county_id in county_ids if county_id in since}
        rules = _Rules(now, since, _versions(ReminderRule, since, now), _versions(SchoolReminderRule, since, now))
        _save_checkpoints(since.keys() - set(rules.candidates()), now)
    return rules


def _evaluated_since(now: datetime) -> dict[int, datetime]:
    """The moment after which the occurrences of each county may not have been evaluated."""
    since: dict[int, datetime] = {}
    for county_id, first in ReminderRule.objects.filter(version=1).values_list("county_id", "effective_from"):
        since[county_id] = min(since.get(county_id, first), first)
    # Without a checkpoint, from the first rule on: a new county is not reminded of the years before.
    since |= dict(EvaluationCheckpoint.objects.values_list("county_id", "evaluated_until"))
    # A checkpoint ahead of this clock was written by a faster one. What is checked twice is not sent twice, because
    # occurrences are unique.
    return {county_id: min(until, now) - CLOCK_SKEW for county_id, until in since.items()}


def _versions(
    model: type[ReminderRule | SchoolReminderRule], since: Mapping[int, datetime], now: datetime
) -> dict[RuleKey, list[RuleSettings]]:
    """Versions of rules that were in effect at any time since then."""
    if not since:
        return {}
    in_effect = Q(superseded_at=None) | Q(superseded_at__gt=min(since.values()))
    in_effect &= Q(county_id__in=list(since))
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


@dataclass
class _DueFinder:
    """Finds what is due in a county. Tenants that share rules and calendar are computed once."""

    rules: _Rules
    county_id: int
    _shared: dict[tuple[str, int], Moments] = field(default_factory=dict)

    def kinds(self) -> list[tuple[ReminderKind, list[DueTenant]]]:
        calendars, done = load_calendars(local_date(self.rules.now), [self.county_id]), self._done()
        schools = School.objects.filter(county_id=self.county_id, is_open=True).order_by("pk")
        school_ids = list(schools.values_list("pk", flat=True))
        pending = []
        for key in sorted(key for county_id, _school, key in self.rules.county if county_id == self.county_id):
            # The rules of a kind that a release removed stay in the table.
            if kind := get_kind(key):
                at = school_ids if kind.tenant_level == "school" else [None]
                tenants = [self._tenant(kind, school_id, calendars, done) for school_id in at]
                pending.append((kind, [tenant for tenant in tenants if tenant.moments]))
        return [(kind, tenants) for kind, tenants in pending if tenants]

    def _tenant(
        self, kind: ReminderKind, school_id: int | None, calendars: Calendars, done: set[OccurrenceKey]
    ) -> DueTenant:
        days = calendars.of(self.county_id, school_id)
        moments = [
            (due_at, settings)
            for due_at, settings in self._moments(school_id, kind, days)
            if (school_id, kind.schedule, due_at) not in done
        ]
        return DueTenant(school_id, days, moments)

    def _moments(self, school_id: int | None, kind: ReminderKind, days: CalendarDays) -> Moments:
        school_rules = self.rules.school.get((self.county_id, school_id, kind.key), []) if school_id else []
        shared = (kind.key, id(days))
        if not school_rules and shared in self._shared:
            return self._shared[shared]
        effective = timeline(self.rules.county[self.county_id, None, kind.key], school_rules)
        moments = due_times(effective, days, self.rules.since[self.county_id], self.rules.now)
        if not school_rules:
            self._shared[shared] = moments
        return moments

    def _done(self) -> set[OccurrenceKey]:
        """Occurrences that are finished, wait for a retry, or have failed too often."""
        done = Q(finished_at__isnull=False) | Q(failures__gte=MAX_FAILURES) | waits_for_retry(self.rules.now)
        rows = Occurrence.objects.filter(done, county_id=self.county_id, schedule__startswith=SCHEDULE_PREFIX)
        rows = rows.filter(due_at__gt=self.rules.since[self.county_id], due_at__lte=self.rules.now)
        return set(rows.values_list("school_id", "schedule", "due_at"))
