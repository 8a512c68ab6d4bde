"""How soon a figure follows a write: care records at a steady rate over 150 schools of the large database.

A record is fresh when the talks of its school's week count it. Two processes refresh, one every two seconds as the
sweep and one every five as the scheduled task.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import connection

from services.dashboards import actions
from services.kit.ids import SQL_UUID7
from services.schools.scope import ALL_TENANTS, scope
from tests.bench.seed import NOW

SCHOOLS, WRITERS, SECONDS = 150, 4, 30
RATES = (50, 200)  # writes a second
MONDAY = "2026-11-23"
Pair = tuple[int, int, int, int, int]  # school, county, child, pairing, staff

_PAIRS = """SELECT DISTINCT ON (a.school_id) a.school_id, a.county_id, a.child_id, a.id, m.staff_id
    FROM care_pairing a JOIN care_mentor m ON m.school_id = a.school_id AND m.id = a.mentor_id
    WHERE a.ended_at IS NULL ORDER BY a.school_id, a.id"""
_TALKS = "SELECT school_id, talks FROM dashboards_schoolweek WHERE starts_on = %s AND school_id = ANY(%s)"
_SCOPE = """SELECT set_config('role', 'r_school', true), set_config('app.school_id', %s, true),
    set_config('app.county_id', %s, true)"""
_WRITE = f"""INSERT INTO care_carerecord (public_id, school_id, county_id, child_id, pairing_id, staff_id, activity,
    happened_on, mood, topics, recorded_at, recorded_by_id)
    VALUES ({SQL_UUID7}, %s, %s, %s, %s, %s, 'talk', '{MONDAY}', 4, '{{study}}', now(), %s)"""


@dataclass(frozen=True)
class Freshness:
    """Seconds from commit to figure, and how many writes a second were really made."""

    target_rate: int
    reached: float
    seconds: list[float]

    def line(self) -> str:
        cuts = statistics.quantiles(self.seconds, n=20)
        return (
            f"{self.target_rate:>4} writes/s asked, {self.reached:>5.0f} made over {SCHOOLS} schools: commit → figure"
            f" p50 {cuts[9]:.1f} s, p95 {cuts[18]:.1f} s, max {max(self.seconds):.1f} s"
        )


def all_of(user_id: int) -> Iterator[Freshness]:
    os.environ["NUANYANG_CLOCK"] = NOW.isoformat()
    with scope(ALL_TENANTS), connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        pairs: list[Pair] = cursor.fetchall()
    pairs = pairs[:: max(1, len(pairs) // SCHOOLS)][:SCHOOLS]
    with scope(ALL_TENANTS):
        actions.write_rollups(schools=[pair[0] for pair in pairs], now=NOW)
    actions.refresh_stale(now=NOW)
    for rate in RATES:
        with _refreshers():
            yield _measure(rate, pairs, user_id)


@contextmanager
def _refreshers() -> Iterator[None]:
    """The sweep's refresh and the scheduled task's, each a process of its own."""
    command = [sys.executable, "-m", "tests.bench.nations.refresher"]
    processes = [subprocess.Popen([*command, pause]) for pause in ("2", "5")]
    time.sleep(8)  # until Django is set up in both
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
            process.wait()


def _measure(rate: int, pairs: list[Pair], user_id: int) -> Freshness:
    schools = [pair[0] for pair in pairs]
    written: dict[int, list[float]] = defaultdict(list)  # commits of a school, oldest first
    before = _talks(schools)
    share = len(pairs) // WRITERS + 1
    shares = [pairs[n * share : (n + 1) * share] for n in range(WRITERS)]
    threads = [
        threading.Thread(target=_write, args=(own_pairs, rate / WRITERS, written, user_id)) for own_pairs in shares
    ]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    counted: dict[int, int] = defaultdict(int)
    seconds: list[float] = []
    while any(thread.is_alive() for thread in threads) or len(seconds) < sum(map(len, written.values())):
        if time.monotonic() - started > SECONDS + 120:
            raise TimeoutError("the figures do not follow")
        time.sleep(0.1)
        for school, talks in _talks(schools).items():
            at = time.monotonic()
            commits = list(written[school])[counted[school] : talks - before.get(school, 0)]
            seconds += [at - commit for commit in commits]
            counted[school] += len(commits)
    return Freshness(rate, sum(map(len, written.values())) / SECONDS, seconds)


def _talks(schools: list[int]) -> dict[int, int]:
    with scope(ALL_TENANTS), connection.cursor() as cursor:
        cursor.execute(_TALKS, [MONDAY, schools])
        return dict(cursor.fetchall())


def _write(pairs: list[Pair], rate: float, written: dict[int, list[float]], user_id: int) -> None:
    """Write one record after the other at a steady rate, school by school."""
    started = time.monotonic()
    with psycopg.connect(os.environ["WORKER_DATABASE_URL"], autocommit=True) as line:
        number = 0
        while (late := time.monotonic() - started) < SECONDS:
            if (wait := number / rate - late) > 0:
                time.sleep(wait)
            pair = pairs[number % len(pairs)]
            with line.transaction():
                line.execute(_SCOPE, [str(pair[0]), str(pair[1])])
                line.execute(_WRITE, [*pair, user_id])
            written[pair[0]].append(time.monotonic())
            number += 1
