"""A county with two schools for a simulated year; changes of rules and days go to the product and to the oracle."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tests.chaos.daily import DAILY
from tests.chaos.oracle import CHINA, RuleChange, Tenant, Year, feasts
from tests.chaos.servers import ROOT

TABLE = Path(ROOT / "services/schools/data/calendar_cn.csv")
SCHOOLS = ("中心小学", "白沙小学")
TERMS = {
    (2025, "autumn"): (date(2025, 9, 1), date(2026, 1, 23)),
    (2025, "spring"): (date(2026, 2, 25), date(2026, 7, 10)),
    (2026, "autumn"): (date(2026, 9, 1), date(2027, 1, 29)),
}
HOURS = [time(8, 15), time(9, 45), time(10, 20), time(16, 5), time(17, 30), time(18, 40)]  # no quiet ones
MOMENTS = [time(11, 20), time(15, 10), time(19, 30)]  # of changes: no rule is due then


@dataclass
class Chronicle:
    """The oracle's view of the county, and the ids of the same rows in the product."""

    year: Year
    county_id: int
    user_id: int
    schools: dict[Tenant, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    adopted: int = 0


def open_county(begins: datetime) -> Chronicle:
    """With its calendar, two days of a school's own, and every rule as it is shipped."""
    from services.accounts.actions import create_accounts
    from services.schools.models import County, School, Township
    from services.schools.scope import ALL_TENANTS, scope

    users = create_accounts(usernames=["head"], password="sunny-day-2026")
    with scope(ALL_TENANTS):
        county = County.objects.create(name="清河县")
        township = Township.objects.create(county=county, name="清河镇")
        year = Year(list(TERMS.values()), feasts(TABLE))
        entry = Chronicle(year, county.pk, users["head"])
        for name in SCHOOLS:
            entry.schools[name] = School.objects.create(county=county, township=township, name=name).pk
    _open_terms(entry)
    _own_days(entry)
    _adopt(entry, begins)
    return entry


def _open_terms(entry: Chronicle) -> None:
    from services.schools.actions import create_term
    from services.schools.choices import Season
    from services.schools.scope import for_county, scope

    with scope(for_county(entry.county_id)):
        for (school_year, season), (begins, ends) in TERMS.items():
            create_term(school_year=school_year, season=Season(season), begins_on=begins, ends_on=ends)


def _own_days(entry: Chronicle) -> None:
    """A storm closes one school on a Wednesday, the other makes up for it on a Saturday; so in every term."""
    from services.schools.actions import override_day
    from services.schools.choices import DayKind
    from services.schools.scope import for_school, scope

    own = dict(entry.year.own_days)
    for begins, _ends in TERMS.values():
        for tenant, days, is_open in ((SCHOOLS[0], 23, False), (SCHOOLS[1], 25, True)):
            day = begins + timedelta(days=days - begins.weekday())
            with scope(for_school(entry.schools[tenant], entry.county_id)):
                override_day(day=day, kind=DayKind.MAKEUP if is_open else DayKind.HOLIDAY, reason="台风")
            own[tenant, day] = is_open
    entry.year.own_days = own


def _adopt(entry: Chronicle, now: datetime) -> None:
    from services.reminders.default_rules import create_default_rules
    from services.reminders.kinds import kinds
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        create_default_rules(now)
    entry.kinds = {kind.key: kind.tenant_level for kind in kinds()}
    entry.year.changes = [
        RuleChange(
            now,
            "",
            kind.key,
            (kind.defaults.send_at, kind.defaults.day_counting == "calendar", kind.defaults.is_enabled),
        )
        for kind in kinds()
    ]
    entry.adopted = len(entry.year.changes)


def changes(entry: Chronicle, rng: random.Random, begins: datetime, ends: datetime, count: int) -> list[RuleChange]:
    """The changes to make, in order of time: at the county and at its schools."""
    rows = []
    for _per_item in range(count):
        day = begins.astimezone(CHINA).date() + timedelta(days=rng.randrange((ends - begins).days))
        moment = datetime.combine(day, rng.choice(MOMENTS), CHINA)
        kind = rng.choice([key for key in sorted(entry.kinds) if key != DAILY])
        tenant = rng.choice(["", *SCHOOLS]) if entry.kinds[kind] == "school" else ""
        terms = (rng.choice(HOURS), rng.random() < 0.3, rng.random() < 0.8)
        rows.append(RuleChange(moment, tenant, kind, None if tenant and rng.random() < 0.3 else terms))
    return sorted({(item.moment, item.kind): item for item in rows}.values(), key=lambda item: item.moment)


def report(entry: Chronicle, rule_change: RuleChange) -> None:
    """As somebody with the right to do so, at that moment."""
    from services.access.actor import Actor
    from services.access.roles import Role
    from services.reminders import actions
    from services.schools.scope import scope

    school = entry.schools.get(rule_change.tenant)
    role, person = (Role.HEAD, {"staff_id": 1}) if school else (Role.COUNTY_LEAD, {"officer_id": 1})
    by = Actor(entry.user_id, role, entry.county_id, school, **person)
    with scope(by.scope):
        if rule_change.terms is None:
            actions.remove_school_rule(kind=rule_change.kind, by=by, now=rule_change.moment)
        else:
            at, every_day, is_enabled = rule_change.terms
            counting = "calendar" if every_day else "school"
            terms: dict[str, Any] = {"send_at": at, "day_counting": counting, "is_enabled": is_enabled}
            change = actions.save_school_rule if school else actions.update_rule
            change(kind=rule_change.kind, by=by, now=rule_change.moment, **terms)
    entry.year.changes.append(replace(rule_change))


# -- the rows at the end
def evaluated(entry: Chronicle, ends: datetime) -> list[tuple[Tenant, str, datetime]]:
    """One entry per row, so that a surplus row is seen."""
    from services.jobs.models import Occurrence
    from services.schools.scope import ALL_TENANTS, scope

    names = {pk: name for name, pk in entry.schools.items()} | {None: ""}
    with scope(ALL_TENANTS):
        rows = Occurrence.objects.filter(schedule__startswith="reminders:", finished_at__isnull=False, due_at__lte=ends)
        ordered = rows.order_by("pk").values_list("school_id", "schedule", "due_at")
        return [(names[school], plan.removeprefix("reminders:"), due) for school, plan, due in ordered]


def unsettled() -> int:
    from services.jobs.models import Occurrence
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        return Occurrence.objects.filter(schedule__startswith="reminders:", finished_at=None).count()


def notifications(entry: Chronicle) -> list[tuple[int, str]]:
    """School and day of each notification of the daily kind."""
    from services.notify.models import Notification
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind=DAILY).order_by("pk").values_list("school_id", "variables")
        return [(school, variables["day"]) for school, variables in rows]


def reported_days(entry: Chronicle, begins: datetime, ends: datetime) -> set[tuple[int, str]]:
    """Every day of the year, at every school."""
    days = range((ends - begins).days)
    first = begins.astimezone(CHINA).date()
    return {(school, str(first + timedelta(days=day))) for school in entry.schools.values() for day in days}
