"""Passes of the sweep while the broker does not answer: the sweep does the work itself."""

import pytest
from django.db.models.functions import Now

from services.jobs import actions as jobs
from services.jobs import registry
from services.jobs.models import Job, Occurrence
from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify import channels
from services.notify.choices import Urgency
from services.notify.models import SystemIncident
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.jobs import JobKind
from tests.factories.notify import school_days, states, text_message
from tests.notify.gateways import Hangs
from workers import queues, schedule
from workers.broker import sender
from workers.sweep.backlog import Backlog
from workers.sweep.passes import DELIVER_AFTER, Sweep

pytestmark = pytest.mark.django_db(transaction=True)


TASK = "workers.retention.purge"


@pytest.fixture
def no_queue(lasting_town, settings, tmp_path, monkeypatch):
    """No broker, and a schedule of one entry, so that other daily tasks do not mix in."""
    school_days(lasting_town)
    only = [entry for entry in schedule.SCHEDULE if entry.task == TASK]
    monkeypatch.setattr(schedule, "SCHEDULE", only)
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    settings.SMS_FILE_DIR = tmp_path / "sms"
    sender.sender.cache_clear()
    channels.gateway.cache_clear()
    sender._sender.retry_at = 0.0
    yield
    sender.sender.cache_clear()
    channels.gateway.cache_clear()
    sender._sender.retry_at = 0.0


def run_pass(sweep):
    sweep.run_once()
    sweep.threads.wait_for(*sweep.threads.threads)


def test_sweep_without_broker_delivers_itself(lasting_town, no_queue, at_monday):
    text_message(lasting_town.a, lasting_town.monday)

    run_pass(Sweep())

    assert states() == ["sent"]


def test_sweep_without_broker_runs_jobs_itself(lasting_town, no_queue, at_monday, monkeypatch):
    monkeypatch.setattr(registry, "_registered", {})
    registry.job_handler(JobKind.TEST)(lambda run: {"ok": 1})
    with lasting_town.as_(lasting_town.admin_zhao) as by:
        jobs.enqueue(kind=JobKind.TEST, target_id=None, by=by, now=lasting_town.monday)

    sweep = Sweep()
    run_pass(sweep)

    with scope(ALL_TENANTS):
        rows = Job.objects.filter(kind=JobKind.TEST)
        assert [(job.state, job.result) for job in rows] == [("done", {"ok": 1})]


def test_sweep_without_broker_runs_missed_schedules_once(lasting_town, no_queue, at_monday):
    sweep = Sweep()
    run_pass(sweep)
    sweep.last_run.clear()
    run_pass(sweep)

    with scope(ALL_TENANTS):
        rows = list(
            Occurrence.objects.filter(schedule=TASK).values_list("county__name", "due_at", "result_count", "failures")
        )
    due = schedule.due(TASK, lasting_town.monday)
    assert sorted(rows) == sorted([("清河县", due, 1, 0), ("云岭县", due, 1, 0)])


def test_sweep_without_broker_opens_an_incident_while_messages_go_out(lasting_town, no_queue, at_monday, monkeypatch):
    monkeypatch.setattr(schedule, "SCHEDULE", [])  # a job that runs excuses the silence of its queue
    sweep = Sweep()
    run_pass(sweep)
    with scope(ALL_TENANTS):
        QueueHeartbeat.objects.update(received_at=Now() - heartbeats.STALLED_AFTER)
    text_message(lasting_town.a, lasting_town.monday)
    sweep.last_run.clear()
    run_pass(sweep)

    with scope(ALL_TENANTS):
        stalled = list(SystemIncident.objects.filter(kind="queue_stalled").values_list("county__name", "source"))
    assert sorted(stalled) == sorted((county, queue) for county in ("清河县", "云岭县") for queue in queues.QUEUES)
    assert "sent" in states()


def test_sweep_sends_an_alert_while_other_deliveries_hang_at_a_gateway(lasting_town, no_queue, at_monday, settings):
    settings.NOTIFY_CHANNELS = {"sms": "tests.notify.gateways.Hangs"}
    Hangs.reset()
    sweep = Sweep()
    text_message(lasting_town.a, lasting_town.monday)
    sweep.run_once()
    assert Hangs.started.wait(20)
    text_message(lasting_town.a, lasting_town.monday, "alert", urgency=Urgency.SAFETY, kind="alert")
    sweep.run_once()
    sweep.threads.wait_for("workers.notify.deliver_alerts")

    assert states() == ["sending", "sent"]
    Hangs.over.set()
    sweep.finish()
    assert states() == ["sent", "sent"]


def test_backlog_is_dispatched_again_only_after_a_while_and_reports_what_is_stuck():
    backlog = Backlog()
    backlog.update(["a", "b"], at=100.0)
    assert backlog.due_for_dispatch(100.0) == ["a", "b"]
    backlog.mark_sent(["a", "b"], at=100.0)

    backlog.update(["b", "c"], at=102.0)
    assert backlog.due_for_dispatch(102.0) == ["c"]
    assert backlog.stuck(102.0, DELIVER_AFTER) == []
    assert backlog.stuck(104.0, DELIVER_AFTER) == ["b"]
    assert backlog.due_for_dispatch(110.0) == ["b", "c"]
