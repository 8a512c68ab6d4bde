"""Real crews on their lines: a long import keeps nobody waiting, and each line is heard."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db.models import F

from deploy.local import child_processes
from deploy.local.valkey import Valkey
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify.choices import Urgency
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import states, text_message
from tests.workers import processes
from tests.workers.blocking import KIND
from workers import notify, queues, sender
from workers.app import app

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Crews:
    """An own queue, and parts on it; what each says goes to its log."""

    var: Path
    env: dict[str, str]
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *argv: str) -> None:
        with (self.var / f"{name}.log").open("ab") as output:
            command = [sys.executable, "-m", *argv]
            self.parts[name] = child_processes.start(command, env=self.env, cwd=processes.ROOT, output=output)

    def wait(self, true, seconds: float = 60) -> None:
        assert child_processes.wait_until(true, seconds=seconds, pause=0.1), "\n".join(
            f"{name}:\n{child_processes.tail(self.var / f'{name}.log', 20)}" for name in self.parts
        )


@pytest.fixture
def crews(tmp_path, tmp_path_factory, settings, at_monday, monkeypatch) -> Iterator[Crews]:
    folder = tmp_path_factory.mktemp("q", numbered=True)
    queue = Valkey(folder / "data", folder / "q.sock", folder / "log")
    queue.start()
    settings.REDIS_URL = queue.url
    sender.sender.cache_clear()
    monkeypatch.setattr(sender._bell, "deaf_until", 0.0)
    env = processes.environment(tmp_path, REDIS_URL=queue.url, DJANGO_SETTINGS_MODULE="tests.workers.blocking")
    crews = Crews(tmp_path, env)
    for name in ("quick", "long"):
        crews.start(name, "workers.run_worker", name)
    yield crews
    for part in crews.parts.values():
        child_processes.stop(part, seconds=5)
    queue.stop()
    sender.sender.cache_clear()


def test_two_imports_that_block_hold_up_no_message_and_no_alert(lasting_town, crews):
    town = lasting_town
    with town.as_(town.admin_zhao) as by:
        for _number in range(2):
            jobs.enqueue(kind=KIND, subject=None, by=by, now=town.monday)
    crews.wait((crews.var / "blocks").exists)

    for number in range(20):
        text_message(town.a, town.monday, f"quick:{number}")
    text_message(town.a, town.monday, "alert", urgency=Urgency.SAFETY)

    crews.wait(lambda: states() == ["sent"] * 21)
    assert work() == [("running", {}), ("queued", {})]
    (crews.var / "let-go").touch()
    crews.wait(lambda: work() == [("done", {"let_go": True})] * 2)


def test_every_line_is_heard_by_a_crew(lasting_town, crews):
    crews.start("sweep", "workers.sweep", "--every", "0.5")

    crews.wait(lambda: heard() == sorted(queues.QUEUES))


def test_the_lines_have_crews_and_an_alert_is_taken_out_first():
    worked = {line for crew in ("quick", "long") for line in queues.WORKER_POOLS[crew].queues}

    assert worked == set(queues.QUEUES)
    assert heartbeats.LONG == queues.LONG
    assert min(queues.WORKER_POOLS["quick"].queues) == queues.ALERT


@pytest.mark.parametrize("queue", queues.QUEUES)
def test_a_canary_is_rung_into_its_own_line(queue):
    assert app.amqp.router.route({}, f"workers.monitoring.sing_{queue}")["queue"].name == queue


def test_the_line_of_alerts_sends_alerts_and_nothing_else(lasting_town, at_monday):
    text_message(lasting_town.a, lasting_town.monday)
    text_message(lasting_town.a, lasting_town.monday, "alert", urgency=Urgency.SAFETY)

    assert app.amqp.router.route({}, "workers.notify.deliver_alerts")["queue"].name == queues.ALERT
    assert notify.deliver_alerts() == {"sent": 1}
    assert states() == ["due", "sent"]


def work():
    with scope(ALL_TENANTS):
        return list(Job.objects.order_by("pk").values_list("state", "result"))


def heard():
    """Lines whose newest bell was heard; not those whose silence was only forgiven."""
    with scope(ALL_TENANTS):
        return list(
            QueueHeartbeat.objects.filter(received_at__gt=F("sent_at"))
            .order_by("queue")
            .values_list("queue", flat=True)
        )
