"""When the rules of a county should have run, derived without the product: days, times of day, versions."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

CHINA = timezone(timedelta(hours=8))
Tenant = str  # "" is the county itself
Settings = tuple[time, bool, bool]  # time of day; every calendar day, not only school days; enabled


@dataclass(frozen=True)
class RuleChange:
    """A change of a rule. `settings` None: the school follows its county again."""

    moment: datetime
    tenant: Tenant
    kind: str
    settings: Settings | None


@dataclass
class Year:
    """A county's terms and holidays, its schools' overrides, and every change of its rules in order of time."""

    terms: list[tuple[date, date]]
    special_days: Mapping[date, bool]  # whether school is kept: make-up days are, holidays are not
    overrides: Mapping[tuple[Tenant, date], bool] = field(default_factory=dict)
    changes: list[RuleChange] = field(default_factory=list)

    def is_school(self, tenant: Tenant, day: date) -> bool:
        if not any(begins <= day <= ends for begins, ends in self.terms):
            return False
        return self.overrides.get((tenant, day), self.special_days.get(day, day.weekday() < 5))

    def settings_at(self, tenant: Tenant, kind: str, moment: datetime) -> Settings | None:
        """The settings in effect: the school's own while it has them, else the county's."""
        last: dict[Tenant, Settings | None] = {}
        for item in self.changes:
            if item.kind == kind and item.moment <= moment:
                last[item.tenant] = item.settings
        return last.get(tenant) or last.get("")

    def occurrences(self, tenant: Tenant, kind: str, begins: datetime, ends: datetime) -> Iterator[datetime]:
        """When the rule is due after `begins` and up to `ends`."""
        times = {item.settings[0] for item in self.changes if item.kind == kind and item.settings}
        day = begins.astimezone(CHINA).date()
        while day <= ends.astimezone(CHINA).date():
            for time_of_day in times:
                moment = datetime.combine(day, time_of_day, CHINA)
                if begins < moment <= ends and self._due_time(tenant, kind, moment, moment) == time_of_day:
                    yield moment
            day += timedelta(days=1)
        yield from (moment for moment in self._moved_into_the_past(tenant, kind) if begins < moment <= ends)

    def _due_time(self, tenant: Tenant, kind: str, moment: datetime, by: datetime) -> time | None:
        """The time at which the rule is due on the day of `moment` by the changes until `by`; None: not that day."""
        settings = self.settings_at(tenant, kind, by)
        if not settings or not settings[2]:
            return None
        return settings[0] if settings[1] or self.is_school(tenant, moment.astimezone(CHINA).date()) else None

    def _moved_into_the_past(self, tenant: Tenant, kind: str) -> Iterator[datetime]:
        """The moments of changes to a time that has passed that day: the rule is due at once."""
        for moment in {item.moment for item in self.changes if item.kind == kind and item.tenant in {"", tenant}}:
            before = self._due_time(tenant, kind, moment, moment - timedelta(microseconds=1))
            after = self._due_time(tenant, kind, moment, moment)
            if before and after and after < moment.astimezone(CHINA).time() <= before:
                yield moment


def special_days(table: Path) -> dict[date, bool]:
    """From the State Council's notices: date → whether school is kept."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] == "makeup_workday" for row in csv.DictReader(file)}


def expected_occurrences(
    year: Year, kinds: Mapping[str, str], schools: Iterable[Tenant], begins: datetime, ends: datetime
) -> set[tuple[Tenant, str, datetime]]:
    """Tenant, kind and time of every expected occurrence; `kinds`: key → per "school" or "county"."""
    tenants = {"school": list(schools), "county": [""]}
    return {
        (tenant, kind, moment)
        for kind, per in kinds.items()
        for tenant in tenants[per]
        for moment in year.occurrences(tenant, kind, begins, ends)
    }
