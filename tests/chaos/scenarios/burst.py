"""The morning's burst: what waited for eight o'clock goes out at once, while users use the pages."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos.browsers import PAGES_BY_ROLE, BrowsingUser
from tests.chaos.environment.deployment import Deployment
from tests.chaos.history import arrivals
from tests.chaos.history.histories import Record, percentile
from tests.chaos.nemesis import pause
from tests.chaos.run import (
    ArrivalCounter,
    Report,
    Sizes,
    check_histories,
    start_processes,
    start_producer,
    wait_until_finished,
)

SMOKE = {"workers": 1, "deliveries": 200, "users": 4, "schools": 1}
DEFAULT = {"workers": 2, "deliveries": 2000, "users": 20, "schools": 2}
FULL = {"workers": 2, "deliveries": 20_000, "users": 20, "schools": 3}
DEPLOYMENT: dict[str, Any] = {
    "gateway_faults": {"delay": 0.02},
    "lease_seconds": 60.0,
    "begins_at": datetime(2026, 9, 7, tzinfo=UTC),
}
EIGHT = DEPLOYMENT["begins_at"]  # in Shanghai, a Monday: the end of the families' quiet hours
SECONDS_BEFORE = 30  # seconds of quiet browsing before eight
CREATED_PER_SECOND = 400  # notifications created per second, at least


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """All go out, none twice; the report has how fast, how late, and how long pages took meanwhile."""
    total = int(sizes["deliveries"])
    deployment.manage("demo", "--schools", str(int(sizes["schools"])))
    deployment.set_clock(EIGHT, in_seconds=SECONDS_BEFORE + total / CREATED_PER_SECOND + 20)
    deployment.start("web-1")
    start_processes(deployment, sizes)
    users = _start_users(deployment, rng, int(sizes["users"]))
    producer = start_producer(deployment, rng, total)
    producer.join()
    assert deployment.now() < EIGHT, "creating the notifications took longer than was left until eight"
    arrived = ArrivalCounter(deployment)
    wait_until(lambda: deployment.now() >= EIGHT, seconds=600)
    wait_until_finished(deployment, producer)
    for user in users:
        user.stopped.set()
    report = Report()
    verdict, _entries = check_histories(deployment)
    report.add_verdict(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    _report_lateness(deployment, report)
    assert arrived() == total
    return report


def _start_users(deployment: Deployment, rng: random.Random, count: int) -> list[BrowsingUser]:
    accounts = json.loads((deployment.var / "demo.json").read_text(encoding="utf-8"))["accounts"]
    wait_until(deployment.answers, seconds=60)
    roles = list(PAGES_BY_ROLE)
    users = [
        BrowsingUser(deployment.address, role, accounts[role], deployment.pages, random.Random(rng.random()))  # noqa: S311
        for role in (roles[number % len(roles)] for number in range(count))
    ]
    for user in users:
        user.start()
        pause(0.2)
    return users


def _report_lateness(deployment: Deployment, report: Report) -> None:
    eight = EIGHT.timestamp() - deployment.offset
    lateness = [call["at"] - eight for call in arrivals.calls(deployment.calls) if call["event"] == "accepted"]
    report.figures |= {f"lateness p{share}": round(percentile(lateness, share / 100), 1) for share in (50, 95, 99)}
    report.figures |= {
        "lateness p100": round(max(lateness), 1),
        "rate a second": round(len(lateness) / max(lateness), 1),
    }
    report.expect(min(lateness) >= 0, "something arrived before eight")
    pages = deployment.pages.records("page")
    _report_pages("before", [page for page in pages if page["at"] < eight], report)
    _report_pages("in the burst", [page for page in pages if eight <= page["at"] < eight + max(lateness)], report)


def _report_pages(when: str, pages: Sequence[Record], report: Report) -> None:
    seconds = [page["seconds"] for page in pages]
    report.figures |= {f"pages {when}": len(pages)}
    report.figures |= {f"web p{n} {when}": round(percentile(seconds, n / 100), 3) for n in (50, 95)}
    failed = [page for page in pages if page["status"] != 200]
    report.expect(bool(pages) and not failed, f"{len(failed)} of {len(pages)} pages {when} failed: {failed[:1]}")
