"""When rules ought to have spoken in a county, from first principles and without the product: days, hours, versions."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

CHINA = timezone(timedelta(hours=8))
Tenant = str  # "" is the county itself


@dataclass(frozen=True)
class RuleChange:
    """A change of a rule. `terms` None: the school follows its county again."""

    moment: datetime
    tenant: Tenant
    kind: str
    terms: tuple[time, bool, bool] | None  # at, whether on every day of the calendar, whether it is on


@dataclass
class Year:
    """A county's terms and holidays, its schools' overrides, and every change of its rules in order of time."""

    terms: list[tuple[date, date]]
    feasts: Mapping[date, bool]  # whether school is kept: make-up days are, holidays are not
    own_days: Mapping[tuple[Tenant, date], bool] = field(default_factory=dict)
    changes: list[RuleChange] = field(default_factory=list)

    def is_school(self, tenant: Tenant, day: date) -> bool:
        if not any(begins <= day <= ends for begins, ends in self.terms):
            return False
        return self.own_days.get((tenant, day), self.feasts.get(day, day.weekday() < 5))

    def held(self, tenant: Tenant, kind: str, moment: datetime) -> tuple[time, bool, bool] | None:
        """The change in force: the school's own while it has one."""
        last: dict[Tenant, tuple[time, bool, bool] | None] = {}
        for item in self.changes:
            if item.kind == kind and item.moment <= moment:
                last[item.tenant] = item.terms
        return last.get(tenant) or last.get("")

    def occurrences(self, tenant: Tenant, kind: str, begins: datetime, ends: datetime) -> Iterator[datetime]:
        """After `begins` and up to `ends`."""
        hours = {item.terms[0] for item in self.changes if item.kind == kind and item.terms}
        day = begins.astimezone(CHINA).date()
        while day <= ends.astimezone(CHINA).date():
            for at in hours:
                moment = datetime.combine(day, at, CHINA)
                if begins < moment <= ends and self._speaks(tenant, kind, moment, moment) == at:
                    yield moment
            day += timedelta(days=1)
        yield from (moment for moment in self._lost_hours(tenant, kind) if begins < moment <= ends)

    def _speaks(self, tenant: Tenant, kind: str, moment: datetime, by: datetime) -> time | None:
        """The hour at which the rule is due on the day of `moment`, by the changes made until `by`."""
        rows = self.held(tenant, kind, by)
        if not rows or not rows[2]:
            return None
        return rows[0] if rows[1] or self.is_school(tenant, moment.astimezone(CHINA).date()) else None

    def _lost_hours(self, tenant: Tenant, kind: str) -> Iterator[datetime]:
        """Changes that move the hour into the past of the same day: the rule is due at once."""
        for moment in {item.moment for item in self.changes if item.kind == kind and item.tenant in {"", tenant}}:
            before = self._speaks(tenant, kind, moment, moment - timedelta(microseconds=1))
            after = self._speaks(tenant, kind, moment, moment)
            if before and after and after < moment.astimezone(CHINA).time() <= before:
                yield moment


def feasts(table: Path) -> dict[date, bool]:
    """From the State Council's notices: date → whether school is kept."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] == "makeup_workday" for row in csv.DictReader(file)}


def expected(
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
