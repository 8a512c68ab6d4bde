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
from tests.chaos.history.histories import History

BATCH = 20
SHARE_WRITTEN_TWICE = 0.1  # of the batches: two threads write at once, and the dedupe key admits one
TITLE = "家长会通知"
Write = Callable[[Sequence["NotificationRecord"], tuple[int, int]], None]


@dataclass(frozen=True)
class NotificationRecord:
    key: str
    phone: str
    now: str
    urgency: str = "reminder"
    title: str = TITLE


@dataclass
class Producer(threading.Thread):
    """Creates `count` notifications, `per_second` (0: at once); `alert_percent` of them are safety alerts."""

    school: tuple[int, int]
    count: int
    history: History
    clock: Callable[[], datetime]
    rng: random.Random
    per_second: float = 0
    alert_percent: int = 0
    title_of: Callable[[int], str] = lambda _number: TITLE
    write: Write = field(default_factory=lambda: write)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(name="producer", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        from django.db import connections

        size = BATCH if not self.per_second else max(1, min(BATCH, round(self.per_second / 5)))
        started = time.monotonic()
        try:
            for start in range(0, self.count, size):
                if self.per_second:
                    self.stopped.wait(max(0.0, started + start / self.per_second - time.monotonic()))
                if self.stopped.is_set():
                    return
                self._batch(range(start, min(start + size, self.count)))
        finally:
            connections.close_all()

    def _batch(self, numbers: range) -> None:
        """Repeat until acknowledged. Some batches are written by two threads at once."""
        times: dict[str, float] = {}

        def try_again() -> bool:
            times["since"] = time.time()
            return self._try_write([self._notification(number) for number in numbers])

        other = threading.Thread(target=self._write_concurrently, args=(numbers,))
        is_written_twice = self.rng.random() < SHARE_WRITTEN_TWICE
        if is_written_twice:
            other.start()
        if not wait_until(try_again, seconds=120):
            raise TimeoutError("nothing could be written for two minutes")
        for number in numbers:
            item = self._notification(number)
            self.history.add("requested", key=item.key, urgency=item.urgency, since=times["since"])
        if is_written_twice:
            other.join()

    def _write_concurrently(self, numbers: range) -> None:
        from django.db import connections

        self._try_write([self._notification(number) for number in numbers])
        connections.close_all()

    def _notification(self, number: int) -> NotificationRecord:
        urgency = "safety" if number % 100 < self.alert_percent else "reminder"
        title = self.title_of(number)
        return NotificationRecord(f"chaos:{number}", f"138{number:08}", self.clock().isoformat(), urgency, title)

    def _try_write(self, notifications: Sequence[NotificationRecord]) -> bool:
        from django.db import Error, connections

        try:
            self.write(notifications, self.school)
        except (Error, OSError):  # the database or the web is being restarted
            connections.close_all()
            return False
        return True


def write(notifications: Sequence[NotificationRecord], school: tuple[int, int]) -> None:
    """Write to the outbox, in one transaction."""
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


def write_through_web(address: str) -> Write:
    """Write by a request, whose answer acknowledges the commit."""

    def write(notifications: Sequence[NotificationRecord], school: tuple[int, int]) -> None:
        body = json.dumps({"notifications": [asdict(item) for item in notifications], "school": school}).encode()
        answer = requests.post(
            f"{address}/chaos/notifications", data=body, headers={"Content-Type": "application/json"}, timeout=10
        )
        answer.raise_for_status()

    return write


def create_school(other_schools: int = 0) -> tuple[int, int]:
    """School and county ids of a new county's first school, which has `other_schools` more."""
    from services.schools.models import County, School, Township
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        county = County.objects.create(name="清河县")
        township = Township.objects.create(county=county, name="清河镇")
        first = School.objects.create(county=county, township=township, name="中心小学")
        for number in range(other_schools):
            School.objects.create(county=county, township=township, name=f"村小{number + 1}")
        return first.pk, county.pk
