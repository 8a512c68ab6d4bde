"""The producer: records what was acknowledged as committed and repeats, under its key, what was not."""

import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

import requests

from deploy.local.child_processes import wait_until
from tests.chaos.histories import History

BATCH = 20
TWICE = 0.1  # share of batches written by two threads at once: the dedupe key admits one
TITLE = "家长会通知"
Put = Callable[[Sequence["NotificationRecord"], tuple[int, int]], None]


@dataclass(frozen=True)
class NotificationRecord:
    key: str
    phone: str
    now: str
    urgency: str = "reminder"
    title: str = TITLE


@dataclass
class Producer(threading.Thread):
    """Creates `count` notifications, `a_second` per second (0: at once); `alerts` percent of them are urgent."""

    school: tuple[int, int]
    count: int
    history: History
    clock: Callable[[], datetime]
    rng: random.Random
    a_second: float = 0
    alerts: int = 0
    title_of: Callable[[int], str] = lambda _number: TITLE
    put: Put = field(default_factory=lambda: put)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(name="putter", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        from django.db import connections

        size = BATCH if not self.a_second else max(1, min(BATCH, round(self.a_second / 5)))
        started = time.monotonic()
        try:
            for start in range(0, self.count, size):
                if self.a_second:
                    self.over.wait(max(0.0, started + start / self.a_second - time.monotonic()))
                if self.over.is_set():
                    return
                self._batch(range(start, min(start + size, self.count)))
        finally:
            connections.close_all()

    def _batch(self, numbers: range) -> None:
        """Repeat until acknowledged; a doubled batch is written by two threads at once."""
        output: dict[str, float] = {}

        def try_again() -> bool:
            output["since"] = time.time()
            return self._try([self._notification(number) for number in numbers])

        other = threading.Thread(target=self._once_more, args=(numbers,))
        is_twice = self.rng.random() < TWICE
        if is_twice:
            other.start()
        if not wait_until(try_again, seconds=120):
            raise TimeoutError("no promise could be made for two minutes")
        for number in numbers:
            entry = self._notification(number)
            self.history.add("requested", key=entry.key, urgency=entry.urgency, since=output["since"])
        if is_twice:
            other.join()

    def _once_more(self, numbers: range) -> None:
        from django.db import connections

        self._try([self._notification(number) for number in numbers])
        connections.close_all()

    def _notification(self, number: int) -> NotificationRecord:
        urgency = "safety" if number % 100 < self.alerts else "reminder"
        title = self.title_of(number)
        return NotificationRecord(f"chaos:{number}", f"138{number:08}", self.clock().isoformat(), urgency, title)

    def _try(self, notifications: Sequence[NotificationRecord]) -> bool:
        from django.db import Error, connections

        try:
            self.put(notifications, self.school)
        except (Error, OSError):  # the database or the web is being restarted
            connections.close_all()
            return False
        return True


def put(notifications: Sequence[NotificationRecord], school: tuple[int, int]) -> None:
    """Into the outbox, in one transaction."""
    from services.notify import outbox
    from services.notify.choices import Audience, Channel, Urgency
    from services.schools.scope import for_school, scope

    with scope(for_school(*school)):
        outbox.add_many(
            outbox.NotificationRequest(
                dedupe_key=item.key,
                kind="chaos",
                title=item.title,
                phone=item.phone,
                channels=(Channel.SMS,),
                audience=Audience.GUARDIAN,
                urgency=Urgency(item.urgency),
                now=datetime.fromisoformat(item.now),
            )
            for item in notifications
        )


def through_web(address: str) -> Put:
    """By a request, whose answer acknowledges."""

    def put(notifications: Sequence[NotificationRecord], school: tuple[int, int]) -> None:
        body = json.dumps({"promises": [asdict(item) for item in notifications], "school": school}).encode()
        answer = requests.post(
            f"{address}/chaos/promises", data=body, headers={"Content-Type": "application/json"}, timeout=10
        )
        answer.raise_for_status()

    return put


def a_school(more: int = 0) -> tuple[int, int]:
    """School and county ids of a new county's first school; `more` schools stand beside it."""
    from services.schools.models import County, School, Township
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        county = County.objects.create(name="清河县")
        township = Township.objects.create(county=county, name="清河镇")
        first = School.objects.create(county=county, township=township, name="中心小学")
        for number in range(more):
            School.objects.create(county=county, township=township, name=f"村小{number + 1}")
        return first.pk, county.pk
