"""Two beats and two sweeps with wrong clocks go through a year of a county, killed or absent for days now and then.

Terms with holidays and make-up days, days of a school's own, rules changed, disabled and enabled, schools' own rules.
The recorded occurrences are compared with an oracle that knows the calendar and the changes made.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.chaos.environment.deployment import Deployment
from tests.chaos.run import Report, Sizes
from tests.chaos.year import year_plan
from tests.chaos.year.oracle import CHINA, expected_occurrences
from tests.chaos.year.simulated_year import Simulation

SMOKE = {"first": 257, "days": 14, "step": 240, "kills": 1, "absences": 1, "changes": 6}
DEFAULT = {"first": 240, "days": 60, "step": 60, "kills": 8, "absences": 2, "changes": 16}
FULL = {"first": 4, "days": 365, "step": 120, "kills": 60, "absences": 10, "changes": 80}
DEPLOYMENT: dict[str, Any] = {}
NEW_YEAR = date(2026, 1, 1)
NIGHT = time(3, 0)  # no rule is due within the hour


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 missing, 0 double."""
    begins = datetime.combine(NEW_YEAR + timedelta(days=int(sizes["first"])), NIGHT, CHINA).astimezone(UTC)
    ends = begins + timedelta(days=int(sizes["days"]))
    county = year_plan.open_county(begins)
    pending = year_plan.changes(county, rng, begins, ends, int(sizes["changes"]))
    simulation = Simulation(
        deployment, rng, kills=int(sizes["kills"]) / _steps(sizes), absences=sizes["absences"] / _steps(sizes)
    )
    moment = begins
    with simulation:
        while moment < ends:
            following = min(moment + timedelta(minutes=sizes["step"] * (0.5 + rng.random())), ends)
            while pending and pending[0].moment <= following:
                change = pending.pop(0)
                simulation.step(change.moment)
                year_plan.apply_change(county, change)
            moment = following
            simulation.step(moment)
        simulation.last_step(ends)
    return _compare(county, simulation, begins, ends)


def _steps(sizes: Sizes) -> float:
    return sizes["days"] * 24 * 60 / sizes["step"]


def _compare(county: year_plan.SimulatedCounty, simulation: Simulation, begins: datetime, ends: datetime) -> Report:
    expected = expected_occurrences(county.year, county.kinds, county.schools, begins, ends)
    occurrences = year_plan.finished_occurrences(county, ends)
    notifications, days = year_plan.notifications(county), year_plan.reported_days(county, begins, ends)
    rows = set(occurrences)
    report = Report(
        {
            "days": (ends - begins).days,
            **simulation.counts,
            "rules changed": len(county.year.changes) - county.default_count,
        }
    )
    report.figures |= {"occurrences": len(occurrences), "expected": len(expected), "missing": len(expected - rows)}
    report.figures |= {"double": len(occurrences) - len(rows), "unexpected": len(rows - expected)}
    report.figures |= {"notifications": len(notifications), "notifications missing": len(days - set(notifications))}
    report.figures |= {
        "notifications double": len(notifications) - len(set(notifications)),
        "unfinished": year_plan.count_unfinished(),
    }
    for name in ("missing", "double", "unexpected", "notifications missing", "notifications double", "unfinished"):
        report.expect(not report.figures[name], f"{report.figures[name]} {name}")
    report.expect(len(expected) > 0, "nothing was expected: this shows nothing")
    for name, group in (("missing", expected - rows), ("unexpected", rows - expected)):
        report.faults += [
            f"{name}: {tenant or 'county'} {kind} {at}" for tenant, kind, at in sorted(group, key=str)[:3]
        ]
    return report
