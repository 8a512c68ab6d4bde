"""The morning's burst: what waited for eight o'clock goes out at once, while people are at their pages."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos import arrivals
from tests.chaos.browsers import PLACES, Person
from tests.chaos.deployment import House
from tests.chaos.histories import Line, percentile
from tests.chaos.nemesis import pause
from tests.chaos.run import Counter, Report, Sizes, begin, judged, promise, see_through

SMOKE = {"workers": 1, "deliveries": 200, "users": 4, "schools": 1}
USUAL = {"workers": 2, "deliveries": 2000, "users": 20, "schools": 2}
FULL = {"workers": 2, "deliveries": 20_000, "users": 20, "schools": 3}
HOUSE: dict[str, Any] = {"mood": {"delay": 0.02}, "lease_seconds": 60.0, "begins_at": datetime(2026, 9, 7, tzinfo=UTC)}
EIGHT = HOUSE["begins_at"]  # in Shanghai, a Monday: the end of the families' quiet hours
BEFORE = 30  # seconds of quiet browsing before eight
A_SECOND = 400  # promises that are made in a second at least


def run(house: House, dice: random.Random, sizes: Sizes) -> Report:
    """All go out, none twice; how fast, how late, and how the pages fare beside it is published."""
    total = int(sizes["deliveries"])
    house.manage("demo", "--schools", str(int(sizes["schools"])))
    house.set_clock(EIGHT, in_seconds=BEFORE + total / A_SECOND + 20)
    house.start("web-1")
    begin(house, sizes)
    people = _people(house, dice, int(sizes["users"]))
    putter = promise(house, dice, total)
    putter.join()
    assert house.now() < EIGHT, "the promises took longer than was left until eight"
    came = Counter(house)
    wait_until(lambda: house.now() >= EIGHT, seconds=600)
    see_through(house, putter)
    for person in people:
        person.over.set()
    report = Report()
    verdict, _told = judged(house)
    report.judge(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    _tell_lateness(house, report)
    assert came() == total
    return report


def _people(house: House, dice: random.Random, count: int) -> list[Person]:
    accounts = json.loads((house.var / "demo.json").read_text(encoding="utf-8"))["accounts"]
    wait_until(house.answers, seconds=60)
    roles = list(PLACES)
    people = [
        Person(house.address, role, accounts[role], house.pages, random.Random(dice.random()))  # noqa: S311
        for role in (roles[number % len(roles)] for number in range(count))
    ]
    for person in people:
        person.start()
        pause(0.2)
    return people


def _tell_lateness(house: House, report: Report) -> None:
    eight = EIGHT.timestamp() - house.offset
    late = [call["at"] - eight for call in arrivals.calls(house.calls) if call["event"] == "accepted"]
    report.figures |= {f"lateness p{share}": round(percentile(late, share / 100), 1) for share in (50, 95, 99)}
    report.figures |= {"lateness p100": round(max(late), 1), "rate a second": round(len(late) / max(late), 1)}
    report.expect(min(late) >= 0, "something came before eight")
    pages = house.pages.lines("page")
    _tell_pages("before", [page for page in pages if page["at"] < eight], report)
    _tell_pages("in the burst", [page for page in pages if eight <= page["at"] < eight + max(late)], report)


def _tell_pages(when: str, pages: Sequence[Line], report: Report) -> None:
    seconds = [page["seconds"] for page in pages]
    report.figures |= {f"pages {when}": len(pages)}
    report.figures |= {f"web p{n} {when}": round(percentile(seconds, n / 100), 3) for n in (50, 95)}
    bad = [page for page in pages if page["status"] != 200]
    report.expect(bool(pages) and not bad, f"{len(bad)} of {len(pages)} pages {when} failed: {bad[:1]}")
