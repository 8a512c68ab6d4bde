"""Real worker pools on their queues: a long import keeps nothing else waiting, and each queue is worked."""

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
from workers import notify, queues
from workers.app import app
from workers.broker import sender

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class WorkerPools:
    """A broker of its own and processes on it, each with its log."""

    var: Path
    env: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *argv: str) -> None:
        with (self.var / f"{name}.log").open("ab") as output:
            command = [sys.executable, "-m", *argv]
            self.processes[name] = child_processes.start(command, env=self.env, cwd=processes.ROOT, output=output)

    def wait(self, condition, seconds: float = 60) -> None:
        assert child_processes.wait_until(condition, seconds=seconds, pause=0.1), "\n".join(
            f"{name}:\n{child_processes.tail(self.var / f'{name}.log', 20)}" for name in self.processes
        )


@pytest.fixture
def pools(tmp_path, tmp_path_factory, settings, at_monday, monkeypatch) -> Iterator[WorkerPools]:
    folder = tmp_path_factory.mktemp("q", numbered=True)
    queue = Valkey(folder / "data", folder / "q.sock", folder / "log")
    queue.start()
    settings.REDIS_URL = queue.url
    sender.sender.cache_clear()
    monkeypatch.setattr(sender._sender, "retry_at", 0.0)
    env = processes.environment(tmp_path, REDIS_URL=queue.url, DJANGO_SETTINGS_MODULE="tests.workers.blocking")
    pools = WorkerPools(tmp_path, env)
    for name in queues.WORKER_POOLS:
        pools.start(name, "workers.run_worker", name)
    yield pools
    for process in pools.processes.values():
        child_processes.stop(process, seconds=5)
    queue.stop()
    sender.sender.cache_clear()


def test_two_blocking_imports_hold_up_no_message_and_no_alert(lasting_town, pools):
    town = lasting_town
    with town.as_(town.admin_zhao) as by:
        for _number in range(2):
            jobs.enqueue(kind=KIND, target_id=None, by=by, now=town.monday)
    pools.wait((pools.var / "blocks").exists)

    for number in range(20):
        text_message(town.a, town.monday, f"quick:{number}")
    text_message(town.a, town.monday, "alert", urgency=Urgency.SAFETY)

    pools.wait(lambda: states() == ["sent"] * 21)
    assert job_states() == [("running", {}), ("queued", {})]
    (pools.var / "release").touch()
    pools.wait(lambda: job_states() == [("done", {"released": True})] * 2)


def test_every_queue_is_worked_by_a_pool(lasting_town, pools):
    pools.start("sweep", "workers.sweep", "--every", "0.5")

    pools.wait(lambda: worked_queues() == sorted(queues.QUEUES))


def test_every_queue_has_a_pool_of_its_own():
    assert sorted(pool.queue for pool in queues.WORKER_POOLS.values()) == sorted(queues.QUEUES)
    assert heartbeats.LONG == queues.LONG


def test_reminders_are_evaluated_in_their_own_queue():
    for task in ("evaluate_rules", "evaluate_county"):
        assert app.amqp.router.route({}, f"workers.reminders.{task}")["queue"].name == queues.REMINDERS


@pytest.mark.parametrize("queue", queues.QUEUES)
def test_heartbeat_is_routed_to_its_own_queue(queue):
    assert app.amqp.router.route({}, f"workers.monitoring.heartbeat_{queue}")["queue"].name == queue


def test_alert_task_sends_alerts_only(lasting_town, at_monday):
    text_message(lasting_town.a, lasting_town.monday)
    text_message(lasting_town.a, lasting_town.monday, "alert", urgency=Urgency.SAFETY)

    assert app.amqp.router.route({}, "workers.notify.deliver_alerts")["queue"].name == queues.ALERT
    assert notify.deliver_alerts() == {"sent": 1}
    assert states() == ["due", "sent"]


def job_states():
    with scope(ALL_TENANTS):
        return list(Job.objects.order_by("pk").values_list("state", "result"))


def worked_queues():
    """Queues whose latest heartbeat was received."""
    with scope(ALL_TENANTS):
        return list(
            QueueHeartbeat.objects.filter(received_at__gt=F("sent_at"))
            .order_by("queue")
            .values_list("queue", flat=True)
        )
