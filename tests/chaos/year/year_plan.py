"""A county with two schools for a simulated year; changes of rules and days go to the product and to the oracle."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tests.chaos.environment.servers import ROOT
from tests.chaos.year.daily import DAILY
from tests.chaos.year.oracle import CHINA, RuleChange, Tenant, Year, special_days

TABLE = Path(ROOT / "services/schools/data/calendar_cn.csv")
SCHOOLS = ("中心小学", "白沙小学")
TERMS = {
    (2025, "autumn"): (date(2025, 9, 1), date(2026, 1, 23)),
    (2025, "spring"): (date(2026, 2, 25), date(2026, 7, 10)),
    (2026, "autumn"): (date(2026, 9, 1), date(2027, 1, 29)),
}
TIMES = [time(8, 15), time(9, 45), time(10, 20), time(16, 5), time(17, 30), time(18, 40)]  # outside quiet hours
CHANGE_TIMES = [time(11, 20), time(15, 10), time(19, 30)]  # at none of them a rule is due


@dataclass
class SimulatedCounty:
    """The oracle's view of the county, and the ids of the same rows in the product."""

    year: Year
    county_id: int
    user_id: int
    schools: dict[Tenant, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    default_count: int = 0


def open_county(begins: datetime) -> SimulatedCounty:
    """Create the county with its calendar, two overridden days a term, and every rule with its defaults."""
    from services.accounts.actions import create_account
    from services.schools.models import County, School, Township
    from services.schools.scope import ALL_TENANTS, scope

    head = create_account(username="head", password="sunny-day-2026")
    with scope(ALL_TENANTS):
        row = County.objects.create(name="清河县")
        township = Township.objects.create(county=row, name="清河镇")
        year = Year(list(TERMS.values()), special_days(TABLE))
        county = SimulatedCounty(year, row.pk, head.pk)
        for name in SCHOOLS:
            county.schools[name] = School.objects.create(county=row, township=township, name=name).pk
    _open_terms(county)
    _override_days(county)
    _create_default_rules(county, begins)
    return county


def _open_terms(county: SimulatedCounty) -> None:
    from services.schools.actions import create_term
    from services.schools.choices import Season
    from services.schools.scope import for_county, scope

    with scope(for_county(county.county_id)):
        for (school_year, season), (begins, ends) in TERMS.items():
            create_term(school_year=school_year, season=Season(season), begins_on=begins, ends_on=ends)


def _override_days(county: SimulatedCounty) -> None:
    """In every term a storm closes one school on a Wednesday; the other makes up for it on a Saturday."""
    from services.schools.actions import override_day
    from services.schools.choices import DayKind
    from services.schools.scope import for_school, scope

    overrides = dict(county.year.overrides)
    for begins, _ends in TERMS.values():
        for tenant, days, is_open in ((SCHOOLS[0], 23, False), (SCHOOLS[1], 25, True)):
            day = begins + timedelta(days=days - begins.weekday())
            with scope(for_school(county.schools[tenant], county.county_id)):
                override_day(day=day, kind=DayKind.MAKEUP if is_open else DayKind.HOLIDAY, reason="台风")
            overrides[tenant, day] = is_open
    county.year.overrides = overrides


def _create_default_rules(county: SimulatedCounty, now: datetime) -> None:
    from services.reminders.default_rules import create_default_rules
    from services.reminders.kinds import kinds
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        create_default_rules(now)
    county.kinds = {kind.key: kind.tenant_level for kind in kinds()}
    county.year.changes = [
        RuleChange(
            now,
            "",
            kind.key,
            (kind.defaults.send_at, kind.defaults.day_counting == "calendar", kind.defaults.is_enabled),
        )
        for kind in kinds()
    ]
    county.default_count = len(county.year.changes)


def changes(
    county: SimulatedCounty, rng: random.Random, begins: datetime, ends: datetime, count: int
) -> list[RuleChange]:
    """The changes to make, in order of time: at the county and at its schools."""
    rows = []
    for _number in range(count):
        day = begins.astimezone(CHINA).date() + timedelta(days=rng.randrange((ends - begins).days))
        moment = datetime.combine(day, rng.choice(CHANGE_TIMES), CHINA)
        kind = rng.choice([key for key in sorted(county.kinds) if key != DAILY])
        tenant = rng.choice(["", *SCHOOLS]) if county.kinds[kind] == "school" else ""
        settings = (rng.choice(TIMES), rng.random() < 0.3, rng.random() < 0.8)
        rows.append(RuleChange(moment, tenant, kind, None if tenant and rng.random() < 0.3 else settings))
    return sorted({(item.moment, item.kind): item for item in rows}.values(), key=lambda item: item.moment)


def apply_change(county: SimulatedCounty, rule_change: RuleChange) -> None:
    """Change the rule in the product and in the oracle, as somebody who may, at that moment."""
    from services.access.actor import Actor
    from services.access.roles import Role
    from services.reminders import actions
    from services.schools.scope import scope

    school = county.schools.get(rule_change.tenant)
    role, person = (Role.HEAD, {"staff_id": 1}) if school else (Role.COUNTY_LEAD, {"officer_id": 1})
    by = Actor(county.user_id, role, county.county_id, school, **person)
    with scope(by.scope):
        if rule_change.settings is None:
            actions.remove_school_rule(kind=rule_change.kind, by=by, now=rule_change.moment)
        else:
            at, every_day, is_enabled = rule_change.settings
            counting = "calendar" if every_day else "school"
            settings: dict[str, Any] = {"send_at": at, "day_counting": counting, "is_enabled": is_enabled}
            change = actions.save_school_rule if school else actions.update_rule
            change(kind=rule_change.kind, by=by, now=rule_change.moment, **settings)
    county.year.changes.append(replace(rule_change))


# -- the rows at the end
def finished_occurrences(county: SimulatedCounty, ends: datetime) -> list[tuple[Tenant, str, datetime]]:
    """One entry per row, so that a duplicate shows."""
    from services.jobs.models import Occurrence
    from services.schools.scope import ALL_TENANTS, scope

    names = {pk: name for name, pk in county.schools.items()} | {None: ""}
    with scope(ALL_TENANTS):
        rows = Occurrence.objects.filter(schedule__startswith="reminders:", finished_at__isnull=False, due_at__lte=ends)
        ordered = rows.order_by("pk").values_list("school_id", "schedule", "due_at")
        return [(names[school], plan.removeprefix("reminders:"), due) for school, plan, due in ordered]


def count_unfinished() -> int:
    from services.jobs.models import Occurrence
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        return Occurrence.objects.filter(schedule__startswith="reminders:", finished_at=None).count()


def notifications(county: SimulatedCounty) -> list[tuple[int, str]]:
    """School and day of each notification of the daily kind."""
    from services.notify.models import Notification
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind=DAILY).order_by("pk").values_list("school_id", "variables")
        return [(school, variables["day"]) for school, variables in rows]


def reported_days(county: SimulatedCounty, begins: datetime, ends: datetime) -> set[tuple[int, str]]:
    """Every day of the year, at every school."""
    days = range((ends - begins).days)
    first = begins.astimezone(CHINA).date()
    return {(school, str(first + timedelta(days=day))) for school in county.schools.values() for day in days}
