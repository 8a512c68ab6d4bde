"""Reminders written by a rule and delivered to a channel that accepts everything, against one Celery message each."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time as hour
from datetime import timedelta
from functools import partial

from services.care.models import DueWork
from services.notify.choices import Audience, Channel, DeliveryState
from services.notify.models import Delivery
from services.reminders import evaluation
from services.reminders.choices import DayCounting
from services.reminders.directory import Directory, Recipient
from services.reminders.kinds import DateWindow, DefaultSettings, ReminderItem, ReminderKind, register
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, scope
from tests.bench.ratio import Ratio
from tests.bench.seed import NOW, Seeded

SAMPLE = 400  # messages sent by the yardstick; its time is multiplied
TIMEOUT = 600.0  # seconds until a hang is assumed; slowness is what the figures show
KIND = "bench.reminder"
_WORKER = """
import django; django.setup()
import sys
from workers.notify import deliver
deliver()
print("ready", flush=True)
sys.stdin.read()
deliver()
"""


def all_of(seeded: Seeded, count: int) -> Iterator[Ratio]:
    """`count` reminders over all schools of the county, each to a number of its own."""
    with scope(ALL_TENANTS):
        schools = list(School.objects.order_by("pk"))
    register(_kind(-(-count // len(schools))))
    evaluation.evaluate_due_rules(NOW - timedelta(hours=1))  # counties get the rule, which holds from then on
    with _two_workers() as workers:
        started = time.perf_counter()
        result = evaluation.evaluate_due_rules(NOW)
        evaluated = time.perf_counter() - started
        _deliver(workers)
        ours = time.perf_counter() - started
    _expect_sent(KIND, result.notifications)
    theirs = _default_path(schools) * result.notifications / SAMPLE
    note = (
        f"{evaluated:.1f} s to write, {result.notifications / ours:,.0f} a second in all; theirs measured on {SAMPLE}"
    )
    yield Ratio(
        f"{result.notifications} reminders written and delivered",
        "one Celery message each",
        ours,
        theirs,
        at_least=15,
        note=note,
    )


def _kind(most: int) -> ReminderKind:
    defaults = DefaultSettings(send_at=hour(9, 30), day_counting=DayCounting.CALENDAR, channels=(Channel.SMS,))
    texts = {"zh-hans": ("谈心 {due_on} 到期", "")}
    return ReminderKind(
        key=KIND,
        title=KIND,
        recipients="families",
        variables={"due_on": ""},
        default_texts=texts,
        find_items=partial(_find, most),
        defaults=defaults,
        audience=Audience.GUARDIAN,
    )


def _find(most: int, window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    for school_id in directory.schools:
        rows = DueWork.objects.filter(school=school_id).order_by("pk").values_list("public_id", "due_on")[:most]
        for public_id, due_on in rows:
            to = Recipient(phone=_phone(school_id, public_id.int), audience=Audience.GUARDIAN)
            yield ReminderItem(
                school_id=school_id,
                target_id=public_id,
                anchor_date=window.ends,
                recipient=to,
                variables={"due_on": str(due_on)},
            )


def _phone(school_id: int, number: int) -> str:
    return f"1{school_id % 1000:03}{number % 10_000_000:07}"


@contextmanager
def _two_workers() -> Iterator[list[subprocess.Popen[bytes]]]:
    """As many processes as the yardstick has, warm; each begins when its standard input is closed."""
    env = {**os.environ, "NUANYANG_DB_LOGIN": "worker", "NUANYANG_CLOCK": NOW.isoformat()}
    command = [sys.executable, "-c", _WORKER]
    workers = [
        subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _number in range(2)
    ]
    try:
        for worker in workers:
            assert worker.stdout
            worker.stdout.readline()
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def _deliver(workers: list[subprocess.Popen[bytes]]) -> None:
    """What the task in the queue does, in both at once."""
    for worker in workers:
        assert worker.stdin
        worker.stdin.close()
    for worker in workers:
        assert worker.wait(TIMEOUT) == 0


def _expect_sent(kind: str, count: int) -> None:
    with scope(ALL_TENANTS):
        sent = Delivery.objects.filter(notification__kind=kind, state=DeliveryState.SENT).count()
    assert sent == count > 0, f"{sent} of {count} sent"


def _default_path(schools: list[School]) -> float:
    """Seconds from the first message to the last delivery, with two warm worker processes of Celery."""
    from tests.bench import naive

    requests = []
    for school in schools:
        with scope(ALL_TENANTS):
            rows = DueWork.objects.filter(school=school).order_by("pk").values_list("public_id", flat=True)
            requests += [(str(key), school.pk, school.county_id) for key in rows[: -(-SAMPLE // len(schools))]]
    command = [sys.executable, "-m", "celery", "-A", "tests.bench.naive", "worker", "--concurrency=2", "-O", "fair"]
    quiet = ["--loglevel=ERROR", "--without-gossip", "--without-mingle"]
    with subprocess.Popen([*command, *quiet], env={**os.environ, "NUANYANG_DB_LOGIN": "worker"}) as worker:
        try:
            _enqueue(naive, requests[:2])
            _wait_for(naive.KIND, 2)
            started = time.perf_counter()
            _enqueue(naive, requests[2 : SAMPLE + 2])
            _wait_for(naive.KIND, min(len(requests), SAMPLE + 2))
            return time.perf_counter() - started
        finally:
            worker.terminate()


def _enqueue(naive: object, requests: list[tuple[str, int, int]]) -> None:
    for number, (key, school_id, county_id) in enumerate(requests):
        naive.remind.delay(key, school_id, county_id, _phone(school_id, number), NOW.isoformat())  # type: ignore[attr-defined]


def _wait_for(kind: str, count: int) -> None:
    ends = time.monotonic() + TIMEOUT
    while time.monotonic() < ends:
        with scope(ALL_TENANTS):
            if Delivery.objects.filter(notification__kind=kind, state=DeliveryState.SENT).count() >= count:
                return
        time.sleep(0.02)
    raise TimeoutError(f"the yardstick did not send {count} messages")
