"""Group the schools whose items one query can find: the same kind, the same anchor dates to search.

Schools may have rules and calendars of their own. Where the first and last anchor date are equal one query finds the
items of all; whether to remind is then decided item by item, with the school's own settings and days.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.reminders.evaluation.catch_up import CatchUpDecision, plan_catch_up
from services.reminders.evaluation.due import DueTenant
from services.reminders.schedule import CalendarDays, anchor_range
from services.schools.scope import Scope, for_county, for_school, worker_for_schools

Dates = tuple[date, date] | None  # the first and last anchor date; None when nothing is to be found


@dataclass(frozen=True)
class TenantPlan:
    """What one tenant does about a kind: the decisions on its occurrences, oldest first."""

    school_id: int | None
    days: CalendarDays
    decisions: list[CatchUpDecision]

    @property
    def covering(self) -> list[CatchUpDecision]:
        """The decisions that send something."""
        return [decision for decision in self.decisions if decision.covers]

    @property
    def moments(self) -> list[datetime]:
        return [decision.due_at for decision in self.decisions]

    @property
    def searches(self) -> tuple[Dates, ...]:
        """The anchor dates to look for, for each decision that sends something."""
        return tuple(self._dates(decision) for decision in self.covering)

    def _dates(self, decision: CatchUpDecision) -> Dates:
        windows = [dates for day in decision.covers if (dates := anchor_range(decision.settings, self.days, day))]
        if not windows:
            return None
        # One range over all covered days: `requests` decides item by item which day it belongs to.
        return min(begins for begins, _ends in windows), max(ends for _begins, ends in windows)


@dataclass(frozen=True)
class Group:
    """Tenants of one county with the same searches, evaluated in one transaction."""

    county_id: int
    searches: tuple[Dates, ...]
    plans: Sequence[TenantPlan]

    @property
    def school_ids(self) -> list[int]:
        return [plan.school_id for plan in self.plans if plan.school_id is not None]

    @property
    def scope(self) -> Scope:
        """A single tenant is evaluated as itself, with row-level security between it and all others."""
        if not self.school_ids:
            return for_county(self.county_id)
        # Also the way out after a failure: `run` evaluates the schools of a failed group one by one.
        if len(self.plans) == 1:
            return for_school(self.school_ids[0], self.county_id)
        return worker_for_schools(self.school_ids, self.county_id)

    def only(self, school_ids: Container[int | None]) -> "Group":
        return replace(self, plans=[plan for plan in self.plans if plan.school_id in school_ids])

    def singles(self) -> list["Group"]:
        return [replace(self, plans=[plan]) for plan in self.plans]


def group_tenants(county_id: int, tenants: Iterable[DueTenant], now: datetime) -> list[Group]:
    """Plan each tenant's occurrences and put those with equal searches together."""
    groups: dict[tuple[Dates, ...], list[TenantPlan]] = {}
    for tenant in tenants:
        plan = TenantPlan(tenant.school_id, tenant.days, plan_catch_up(tenant.moments, now))
        # By dates, not by settings: most schools differ only in the time of day or the channel, and one query serves
        # them.
        groups.setdefault(plan.searches, []).append(plan)
    return [Group(county_id, searches, plans) for searches, plans in groups.items()]
