"""Two beats and two sweeps with wrong clocks go through a year of a county, killed or absent for days now and then.

Terms with feasts and make-up days, days of a school's own, rules changed, switched off and on, a school's own rules.
What was written down as spoken is compared with an oracle that knows the calendar's table and what was said.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.chaos import year_plan
from tests.chaos.deployment import Deployment
from tests.chaos.oracle import CHINA, expected
from tests.chaos.run import Report, Sizes
from tests.chaos.simulated_year import Simulation

SMOKE = {"first": 257, "days": 14, "step": 240, "kills": 1, "silences": 1, "changes": 6}
USUAL = {"first": 240, "days": 60, "step": 60, "kills": 8, "silences": 2, "changes": 16}
FULL = {"first": 4, "days": 365, "step": 120, "kills": 60, "silences": 10, "changes": 80}
DEPLOYMENT: dict[str, Any] = {}
NEW_YEAR = date(2026, 1, 1)
NIGHT = time(3, 0)  # no rule is due within the hour


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 missing, 0 double."""
    begins = datetime.combine(NEW_YEAR + timedelta(days=int(sizes["first"])), NIGHT, CHINA).astimezone(UTC)
    ends = begins + timedelta(days=int(sizes["days"]))
    entry = year_plan.open_county(begins)
    todo = year_plan.changes(entry, rng, begins, ends, int(sizes["changes"]))
    simulation = Simulation(
        deployment, rng, kills=int(sizes["kills"]) / _steps(sizes), silences=sizes["silences"] / _steps(sizes)
    )
    moment = begins
    with simulation:
        while moment < ends:
            following = min(moment + timedelta(minutes=sizes["step"] * (0.5 + rng.random())), ends)
            while todo and todo[0].moment <= following:
                change = todo.pop(0)
                simulation.play(change.moment)
                year_plan.report(entry, change)
            moment = following
            simulation.play(moment)
        simulation.last(ends)
    return _compared(entry, simulation, begins, ends)


def _steps(sizes: Sizes) -> float:
    return sizes["days"] * 24 * 60 / sizes["step"]


def _compared(entry: year_plan.Chronicle, simulation: Simulation, begins: datetime, ends: datetime) -> Report:
    right = expected(entry.year, entry.kinds, entry.schools, begins, ends)
    evaluated = year_plan.evaluated(entry, ends)
    notifications, days = year_plan.notifications(entry), year_plan.reported_days(entry, begins, ends)
    rows = set(evaluated)
    report = Report(
        {"days": (ends - begins).days, **simulation.done, "rules changed": len(entry.year.changes) - entry.adopted}
    )
    report.figures |= {"occurrences": len(evaluated), "expected": len(right), "missing": len(right - rows)}
    report.figures |= {"double": len(evaluated) - len(rows), "strange": len(rows - right)}
    report.figures |= {"notifications": len(notifications), "notices missing": len(days - set(notifications))}
    report.figures |= {
        "notices double": len(notifications) - len(set(notifications)),
        "unsettled": year_plan.unsettled(),
    }
    for name in ("missing", "double", "strange", "notices missing", "notices double", "unsettled"):
        report.expect(not report.figures[name], f"{report.figures[name]} {name}")
    report.expect(len(right) > 0, "nothing was expected: this shows nothing")
    for name, some in (("missing", right - rows), ("strange", rows - right)):
        report.faults += [f"{name}: {tenant or 'county'} {kind} {at}" for tenant, kind, at in sorted(some, key=str)[:3]]
    return report
