"""The morning's burst: what waited for eight o'clock goes out at once, while people are at their pages."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos import arrivals
from tests.chaos.browsers import TENANTS, Person
from tests.chaos.deployment import Deployment
from tests.chaos.histories import Record, percentile
from tests.chaos.nemesis import pause
from tests.chaos.run import Counter, Report, Sizes, begin, judged, notification, see_through

SMOKE = {"workers": 1, "deliveries": 200, "users": 4, "schools": 1}
USUAL = {"workers": 2, "deliveries": 2000, "users": 20, "schools": 2}
FULL = {"workers": 2, "deliveries": 20_000, "users": 20, "schools": 3}
DEPLOYMENT: dict[str, Any] = {
    "mood": {"delay": 0.02},
    "lease_seconds": 60.0,
    "begins_at": datetime(2026, 9, 7, tzinfo=UTC),
}
EIGHT = DEPLOYMENT["begins_at"]  # in Shanghai, a Monday: the end of the families' quiet hours
BEFORE = 30  # seconds of quiet browsing before eight
A_SECOND = 400  # notifications created per second, at least


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """All go out, none twice; how fast, how late, and how the pages fare beside it is published."""
    total = int(sizes["deliveries"])
    deployment.manage("demo", "--schools", str(int(sizes["schools"])))
    deployment.set_clock(EIGHT, in_seconds=BEFORE + total / A_SECOND + 20)
    deployment.start("web-1")
    begin(deployment, sizes)
    people = _people(deployment, rng, int(sizes["users"]))
    producer = notification(deployment, rng, total)
    producer.join()
    assert deployment.now() < EIGHT, "the promises took longer than was left until eight"
    came = Counter(deployment)
    wait_until(lambda: deployment.now() >= EIGHT, seconds=600)
    see_through(deployment, producer)
    for person in people:
        person.over.set()
    report = Report()
    verdict, _entries = judged(deployment)
    report.judge(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    _report_lateness(deployment, report)
    assert came() == total
    return report


def _people(deployment: Deployment, rng: random.Random, count: int) -> list[Person]:
    accounts = json.loads((deployment.var / "demo.json").read_text(encoding="utf-8"))["accounts"]
    wait_until(deployment.answers, seconds=60)
    roles = list(TENANTS)
    people = [
        Person(deployment.address, role, accounts[role], deployment.pages, random.Random(rng.random()))  # noqa: S311
        for role in (roles[number % len(roles)] for number in range(count))
    ]
    for person in people:
        person.start()
        pause(0.2)
    return people


def _report_lateness(deployment: Deployment, report: Report) -> None:
    eight = EIGHT.timestamp() - deployment.offset
    late = [call["at"] - eight for call in arrivals.calls(deployment.calls) if call["event"] == "accepted"]
    report.figures |= {f"lateness p{share}": round(percentile(late, share / 100), 1) for share in (50, 95, 99)}
    report.figures |= {"lateness p100": round(max(late), 1), "rate a second": round(len(late) / max(late), 1)}
    report.expect(min(late) >= 0, "something came before eight")
    pages = deployment.pages.records("page")
    _report_pages("before", [page for page in pages if page["at"] < eight], report)
    _report_pages("in the burst", [page for page in pages if eight <= page["at"] < eight + max(late)], report)


def _report_pages(when: str, pages: Sequence[Record], report: Report) -> None:
    seconds = [page["seconds"] for page in pages]
    report.figures |= {f"pages {when}": len(pages)}
    report.figures |= {f"web p{n} {when}": round(percentile(seconds, n / 100), 3) for n in (50, 95)}
    bad = [page for page in pages if page["status"] != 200]
    report.expect(bool(pages) and not bad, f"{len(bad)} of {len(pages)} pages {when} failed: {bad[:1]}")
