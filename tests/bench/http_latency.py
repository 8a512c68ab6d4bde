"""How long people wait at the API: over HTTP, at the web's own processes, one person alone and four at once."""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from deploy.local import child_processes, environment
from tests.bench.latency import Waiting
from tests.bench.seed import NOW, PASSWORD, Seeded
from tests.journeys.servers import GRANIAN, ROOT, answers, free_port

CALLS_ALONE = 60  # calls of one person
PEOPLE = 4  # at the same time
CALLS_AMONG_OTHERS = 40  # calls of one of them
WARM_UP_CALLS = 8  # not counted
DEEP = 50  # pages
Request = Callable[[], int]


@dataclass
class Person:
    """One connection that stays open, as a browser's does."""

    port: int
    token: str = ""
    line: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=30)

    def fetch(self, path: str, body: Any = None) -> tuple[Any, int]:
        """The answer, and its size on the wire."""
        try:
            answer = self._send(path, body)
        except RemoteDisconnected:  # closed while idle, as a server may do: a browser connects again
            self.line.close()
            answer = self._send(path, body)
        result = answer.read()
        assert answer.status in {200, 201}, (path, answer.status, result[:500])
        return json.loads(result), len(result)

    def _send(self, path: str, body: Any) -> HTTPResponse:
        signed = {"Authorization": f"Token {self.token}"} if self.token else {}
        sent = None if body is None else json.dumps(body)
        self.line.request(
            "POST" if sent else "GET", f"/api/v1/{path}", sent, {"Content-Type": "application/json", **signed}
        )
        return self.line.getresponse()

    def again(self) -> "Person":
        return Person(self.port, self.token)


def all_of(seeded: Seeded) -> Iterator[Waiting]:
    with _web() as port:
        head, teacher, officer = (_logged_in(port, name) for name in ("head", "teacher", "county"))
        yield _timed("own school's list of 50", head, "pupils?page_size=50", alone=30, among_four=90)
        yield _timed("county's list of 50", officer, "pupils?page_size=50", alone=40, among_four=120)
        yield _timed(f"county's list, page {DEEP}", officer, _deep(officer), alone=40, among_four=120)
        yield _timed("a name in the county", officer, f"pupils?{urlencode({'q': '王明'})}", alone=30, among_four=90)
        child = teacher.fetch("children?page_size=1")[0]["results"][0]["id"]
        yield _timed("open a child", teacher, f"children/{child}", alone=35, among_four=110)
        record = {"child": child, "activity": "talk", "mood": 4, "topics": ["study"], "text": "聊数学"}
        yield _timed("write a care record", teacher, "care-records", record, alone=30, among_four=100)
        yield _timed("county's dashboard", officer, "dashboards/county", alone=60, among_four=200)


def _timed(what: str, person: Person, path: str, body: Any = None, *, alone: float, among_four: float) -> Waiting:
    for _call in range(WARM_UP_CALLS):
        size = person.fetch(path, body)[1]
    mine = [_seconds(person, path, body) for _call in range(CALLS_ALONE)]
    with ThreadPoolExecutor(PEOPLE) as crowd:
        theirs = crowd.map(
            lambda item: [_seconds(item, path, body) for _call in range(CALLS_AMONG_OTHERS)],
            [person.again() for _ in range(PEOPLE)],
        )
        slowest = statistics.quantiles([one for item in theirs for one in item], n=20)[-1]
    return Waiting(what, statistics.median(mine), slowest, size, alone / 1000, among_four / 1000)


def _seconds(person: Person, path: str, body: Any) -> float:
    started = time.perf_counter()
    person.fetch(path, body)
    return time.perf_counter() - started


def _deep(person: Person) -> str:
    path = "pupils?page_size=50"
    for _page in range(DEEP - 1):
        if not (further := person.fetch(path)[0]["next"]):
            break
        path = further.partition("/api/v1/")[2]
    return path


def _logged_in(port: int, name: str) -> Person:
    person = Person(port)
    person.token = person.fetch("auth/token", {"username": f"bench_{name}", "password": PASSWORD})[0]["token"]
    return person


@contextmanager
def _web() -> Iterator[int]:
    """Two processes of four threads, as `make run` has them."""
    port = free_port()
    databases = {name: os.environ[name] for name in environment.DATABASES}
    env = environment.for_process("web", {"NUANYANG_CLOCK": NOW.isoformat()}, databases)
    size = ["--port", str(port), "--workers", "2", "--blocking-threads", "4"]
    with (Path(os.environ["NUANYANG_DATA_DIR"]) / "web.log").open("wb") as output:
        web = child_processes.start(
            [*GRANIAN, *size, "services.config.wsgi:application"], env=env, cwd=ROOT, output=output
        )
    try:
        assert child_processes.wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), seconds=90)
        yield port
    finally:
        child_processes.stop(web, seconds=5)
