"""Work that can never be done, in the midst of work that can: messages that kill whoever sends them, jobs that raise,
jobs that kill, a tick of the timetable that raises in every school but one.
"""

import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos import ledger
from tests.chaos.check import MOST_ATTEMPTS
from tests.chaos.deployment import House
from tests.chaos.gateways import POISON
from tests.chaos.histories import Line
from tests.chaos.nemesis import pause
from tests.chaos.poison import TICK
from tests.chaos.producer import TITLE, a_school
from tests.chaos.run import Place, Report, Sizes, begin, judged, promise, see_through

SMOKE = {"workers": 1, "deadly": 2, "raising": 1, "killing": 1, "schools": 2, "deliveries": 60, "jobs": 2}
USUAL = {
    "workers": 2,
    "deadly": 20,
    "raising": 12,
    "killing": 12,
    "schools": 6,
    "deliveries": 400,
    "jobs": 20,
}  # 50 and the others
FULL = {**USUAL, "deliveries": 5000, "jobs": 100}
HOUSE: dict[str, Any] = {"gateway": "tests.chaos.gateways.Deadly", "is_hasty": True}
LONGEST = 300.0
ABOUT = ("sms", "chaos.raises", "chaos.kills", TICK)
KINDS = {"raising": "chaos.raises", "killing": "chaos.kills", "jobs": "chaos.works"}


def run(house: House, dice: random.Random, sizes: Sizes) -> Report:
    """Each poison task at most five attempts, then given up and shown; all the rest is done."""
    house.env["CHAOS_POISON"] = "yes"
    school = a_school(more=int(sizes["schools"]))
    begin(house, sizes)
    total = int(sizes["deliveries"])
    deadly = set(dice.sample(range(total), int(sizes["deadly"])))
    putter = promise(house, dice, total, school, title_of=lambda number: POISON if number in deadly else TITLE)
    _ask_for_jobs(house, dice, school, sizes)
    _tick_again_and_again()
    see_through(house, putter)
    wait_until(lambda: house.tend() or not ledger.unfinished_jobs(), seconds=LONGEST)
    wait_until(lambda: house.tend() or ledger.incidents() >= set(ABOUT), seconds=LONGEST)
    report = Report({"poison": sum(int(sizes[name]) for name in ("deadly", "raising", "killing", "schools"))})
    verdict, told = judged(house)
    report.judge(verdict)
    report.expect(verdict.arrived == total - len(deadly), f"{verdict.arrived} of {total - len(deadly)} arrived")
    _judge_messages(
        [line for line in told if line["event"] == "delivery"], {f"chaos:{each}" for each in deadly}, report
    )
    _judge_jobs([line for line in told if line["event"] == "job"], sizes, report)
    _judge_ticks([line for line in told if line["event"] == "tick"], int(sizes["schools"]), report)
    _judge_incidents([line for line in told if line["event"] == "incident"], report)
    return report


def _ask_for_jobs(house: House, dice: random.Random, school: Place, sizes: Sizes) -> None:
    from services.jobs import actions
    from services.schools.scope import for_school, scope

    kinds = [kind for name, kind in KINDS.items() for _each in range(int(sizes[name]))]
    dice.shuffle(kinds)
    for kind in kinds:
        with scope(for_school(*school)):
            actions.enqueue(kind=kind, subject=None, by=None, now=house.now())


def _tick_again_and_again() -> None:
    """As many beats would, and once more than a tick is tried."""
    from workers import sender

    for _time in range(MOST_ATTEMPTS + 1):
        with suppress(ConnectionError):
            sender.send_task(TICK)
        pause(1)


def _judge_messages(rows: Sequence[Line], deadly: Iterable[str], report: Report) -> None:
    found = [row for row in rows if row["key"] in deadly]
    _tell(report, "messages", [row["attempts"] for row in found], [row["state"] == "dead" for row in found])


def _judge_jobs(rows: Sequence[Line], sizes: Sizes, report: Report) -> None:
    for name in ("raising", "killing"):
        found = [row for row in rows if row["kind"] == KINDS[name]]
        _tell(report, f"{name} jobs", [row["attempts"] for row in found], [row["state"] == "failed" for row in found])
    done = sum(row["state"] == "done" for row in rows if row["kind"] == KINDS["jobs"])
    report.expect(done == int(sizes["jobs"]), f"{done} of {int(sizes['jobs'])} jobs beside them are done")
    report.figures["other jobs done"] = done


def _judge_ticks(rows: Sequence[Line], schools: int, report: Report) -> None:
    found = [row for row in rows if not row["done"]]
    _tell(report, "ticks", [row["failed"] for row in found], [row["failed"] == MOST_ATTEMPTS for row in found])
    report.expect(len(found) == schools, f"the tick failed in {len(found)} of {schools} schools")
    report.expect(len(rows) == schools + 1, "the tick was not done in the school that is well")


def _tell(report: Report, what: str, attempts: Sequence[int], given_up: Sequence[bool]) -> None:
    report.figures |= {f"{what} given up": sum(given_up), f"{what} most attempts": max(attempts, default=0)}
    report.expect(all(given_up) and bool(given_up), f"{given_up.count(False)} {what} are not given up")
    report.expect(max(attempts, default=0) <= MOST_ATTEMPTS, f"{what} were tried {max(attempts, default=0)} times")


def _judge_incidents(rows: Sequence[Line], report: Report) -> None:
    """Counted by what they are about, however many schools they are of."""
    for about in ABOUT:
        count = sum(row["about"] == about for row in rows)
        report.figures[f"incidents of {about}"] = count
        report.expect(count > 0, f"no incident tells of {about}")
