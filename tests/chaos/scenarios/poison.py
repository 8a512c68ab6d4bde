"""Work that can never succeed, among work that can: messages that kill the process that sends them, jobs that raise,
jobs that kill, a scheduled task that raises in every school but one.
"""

import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos.environment.deployment import Deployment
from tests.chaos.environment.gateways import POISON
from tests.chaos.environment.poison import FAILING_TASK
from tests.chaos.history import delivery_log
from tests.chaos.history.check import MAX_ATTEMPTS
from tests.chaos.history.histories import Record
from tests.chaos.nemesis import pause
from tests.chaos.producer import TITLE, create_school
from tests.chaos.run import Report, Sizes, Tenant, check_histories, start_processes, start_producer, wait_until_finished

SMOKE = {"workers": 1, "deadly": 2, "raising": 1, "killing": 1, "schools": 2, "deliveries": 60, "jobs": 2}
DEFAULT = {
    "workers": 2,
    "deadly": 20,
    "raising": 12,
    "killing": 12,
    "schools": 6,
    "deliveries": 400,
    "jobs": 20,
}  # 50 and the others
FULL = {**DEFAULT, "deliveries": 5000, "jobs": 100}
DEPLOYMENT: dict[str, Any] = {"gateway": "tests.chaos.environment.gateways.CrashingGateway", "has_short_pauses": True}
MAX_SECONDS = 300.0
SOURCES = ("sms", "chaos.raises", "chaos.kills", FAILING_TASK)
KINDS = {"raising": "chaos.raises", "killing": "chaos.kills", "jobs": "chaos.works"}


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """Poison is tried at most five times, then given up and shown; everything else is done."""
    deployment.env["CHAOS_POISON"] = "yes"
    school = create_school(other_schools=int(sizes["schools"]))
    start_processes(deployment, sizes)
    total = int(sizes["deliveries"])
    deadly = set(rng.sample(range(total), int(sizes["deadly"])))
    producer = start_producer(
        deployment, rng, total, school, title_of=lambda number: POISON if number in deadly else TITLE
    )
    _request_jobs(deployment, rng, school, sizes)
    _send_scheduled_task()
    wait_until_finished(deployment, producer)
    wait_until(lambda: deployment.restart_ended() or not delivery_log.count_unfinished_jobs(), seconds=MAX_SECONDS)
    wait_until(
        lambda: deployment.restart_ended() or delivery_log.open_incident_sources() >= set(SOURCES), seconds=MAX_SECONDS
    )
    report = Report({"poison": sum(int(sizes[name]) for name in ("deadly", "raising", "killing", "schools"))})
    verdict, log = check_histories(deployment)
    report.add_verdict(verdict)
    report.expect(verdict.arrived == total - len(deadly), f"{verdict.arrived} of {total - len(deadly)} arrived")
    _check_messages(
        [record for record in log if record["event"] == "delivery"], {f"chaos:{item}" for item in deadly}, report
    )
    _check_jobs([record for record in log if record["event"] == "job"], sizes, report)
    _check_occurrences([record for record in log if record["event"] == "occurrence"], int(sizes["schools"]), report)
    _check_incidents([record for record in log if record["event"] == "incident"], report)
    return report


def _request_jobs(deployment: Deployment, rng: random.Random, school: Tenant, sizes: Sizes) -> None:
    from services.jobs import actions
    from services.schools.scope import for_school, scope

    kinds = [kind for name, kind in KINDS.items() for _number in range(int(sizes[name]))]
    rng.shuffle(kinds)
    for kind in kinds:
        with scope(for_school(*school)):
            actions.enqueue(kind=kind, target_id=None, by=None, now=deployment.now())


def _send_scheduled_task() -> None:
    """Send the scheduled task as several beats would, and once more than an occurrence is tried."""
    from workers.broker import sender

    for _time in range(MAX_ATTEMPTS + 1):
        with suppress(ConnectionError):
            sender.send_task(FAILING_TASK)
        pause(1)


def _check_messages(rows: Sequence[Record], deadly: Iterable[str], report: Report) -> None:
    poisoned = [row for row in rows if row["key"] in deadly]
    _report_attempts(
        report, "messages", [row["attempts"] for row in poisoned], [row["state"] == "dead" for row in poisoned]
    )


def _check_jobs(rows: Sequence[Record], sizes: Sizes, report: Report) -> None:
    for name in ("raising", "killing"):
        of_kind = [row for row in rows if row["kind"] == KINDS[name]]
        attempts, given_up = [row["attempts"] for row in of_kind], [row["state"] == "failed" for row in of_kind]
        _report_attempts(report, f"{name} jobs", attempts, given_up)
    done = sum(row["state"] == "done" for row in rows if row["kind"] == KINDS["jobs"])
    report.expect(done == int(sizes["jobs"]), f"{done} of {int(sizes['jobs'])} jobs beside them are done")
    report.figures["other jobs done"] = done


def _check_occurrences(rows: Sequence[Record], schools: int, report: Report) -> None:
    failed = [row for row in rows if not row["done"]]
    attempts, given_up = [row["failed"] for row in failed], [row["failed"] == MAX_ATTEMPTS for row in failed]
    _report_attempts(report, "occurrences", attempts, given_up)
    report.expect(len(failed) == schools, f"the task failed in {len(failed)} of {schools} schools")
    report.expect(len(rows) == schools + 1, "the task was not done in the school without a fault")


def _report_attempts(report: Report, what: str, attempts: Sequence[int], given_up: Sequence[bool]) -> None:
    report.figures |= {f"{what} given up": sum(given_up), f"{what} most attempts": max(attempts, default=0)}
    report.expect(all(given_up) and bool(given_up), f"{given_up.count(False)} {what} are not given up")
    report.expect(max(attempts, default=0) <= MAX_ATTEMPTS, f"{what} were tried {max(attempts, default=0)} times")


def _check_incidents(rows: Sequence[Record], report: Report) -> None:
    """Counted by source, however many schools they are of."""
    for source in SOURCES:
        count = sum(row["source"] == source for row in rows)
        report.figures[f"incidents of {source}"] = count
        report.expect(count > 0, f"no incident about {source}")
