"""Passes of the sweep with a queue that does not answer: it does the work itself."""

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
from tests.factories.notify import school_days, states, text_message
from tests.notify.gateways import Hangs
from workers import queues, schedule, sender
from workers.backlog import Backlog
from workers.sweep import DELIVER_AFTER, Sweep

pytestmark = pytest.mark.django_db(transaction=True)


TASK = "workers.jobs.purge_idempotency_keys"


@pytest.fixture
def no_queue(lasting_town, settings, tmp_path, monkeypatch):
    """Nobody listens; the timetable has one entry, so that other rooms' ticks do not mix in."""
    school_days(lasting_town)
    only = [entry for entry in schedule.SCHEDULE if entry.task == TASK]
    monkeypatch.setattr(schedule, "SCHEDULE", only)
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    settings.SMS_FILE_DIR = tmp_path / "sms"
    sender.sender.cache_clear()
    channels.gateway.cache_clear()
    sender._bell.retry_at = 0.0
    yield
    sender.sender.cache_clear()
    channels.gateway.cache_clear()
    sender._bell.retry_at = 0.0


def pass_over(sweep):
    sweep.look()
    sweep.helpers.wait_for(*sweep.helpers.threads)


def test_without_a_queue_the_sweep_delivers_by_itself(lasting_town, no_queue, at_monday):
    text_message(lasting_town.a, lasting_town.monday)

    pass_over(Sweep())

    assert states() == ["sent"]


def test_without_a_queue_the_sweep_runs_jobs_by_itself(lasting_town, no_queue, at_monday, monkeypatch):
    monkeypatch.setattr(registry, "_handlers", {})
    registry.job_handler("test")(lambda run: {"ok": 1})
    with lasting_town.as_(lasting_town.admin_zhao) as by:
        jobs.enqueue(kind="test", subject=None, by=by, now=lasting_town.monday)

    sweep = Sweep()
    pass_over(sweep)

    with scope(ALL_TENANTS):
        assert [(job.state, job.result) for job in Job.objects.all()] == [("done", {"ok": 1})]


def test_without_a_queue_missed_ticks_are_made_up_for_once(lasting_town, no_queue, at_monday):
    sweep = Sweep()
    pass_over(sweep)
    sweep.last.clear()
    pass_over(sweep)

    with scope(ALL_TENANTS):
        rows = list(
            Occurrence.objects.filter(schedule=TASK).values_list("county__name", "due_at", "result_count", "failures")
        )
    due = schedule.due(TASK, lasting_town.monday)
    assert sorted(rows) == sorted([("清河县", due, 1, 0), ("云岭县", due, 1, 0)])


def test_without_a_queue_its_silence_becomes_an_incident_while_messages_go_out(lasting_town, no_queue, at_monday):
    sweep = Sweep()
    pass_over(sweep)
    with scope(ALL_TENANTS):
        QueueHeartbeat.objects.update(received_at=Now() - heartbeats.STALLED_AFTER)
    text_message(lasting_town.a, lasting_town.monday)
    sweep.last.clear()
    pass_over(sweep)

    with scope(ALL_TENANTS):
        silent = list(SystemIncident.objects.filter(kind="queue_silent").values_list("county__name", "source"))
    assert sorted(silent) == sorted((county, queue) for county in ("清河县", "云岭县") for queue in queues.QUEUES)
    assert "sent" in states()


def test_an_alert_goes_out_while_the_rest_hangs_at_a_gateway(lasting_town, no_queue, at_monday, settings):
    settings.NOTIFY_CHANNELS = {"sms": "tests.notify.gateways.Hangs"}
    Hangs.anew()
    sweep = Sweep()
    text_message(lasting_town.a, lasting_town.monday)
    sweep.run_once()
    assert Hangs.begun.wait(20)
    text_message(lasting_town.a, lasting_town.monday, "alert", urgency=Urgency.SAFETY, kind="alert")
    sweep.run_once()
    sweep.threads.wait_for("workers.notify.deliver_alerts")

    assert states() == ["sending", "sent"]
    Hangs.over.set()
    sweep.finish()
    assert states() == ["sent", "sent"]


def test_a_bell_is_rung_again_only_after_a_while_and_a_stuck_row_is_helped():
    waiting = Backlog()
    waiting.look(["a", "b"], at=100.0)
    assert waiting.due_for_dispatch(100.0) == ["a", "b"]
    waiting.mark_sent(["a", "b"], at=100.0)

    waiting.look(["b", "c"], at=102.0)
    assert waiting.due_for_dispatch(102.0) == ["c"]
    assert waiting.stuck(102.0, DELIVER_AFTER) == []
    assert waiting.stuck(104.0, DELIVER_AFTER) == ["b"]
    assert waiting.due_for_dispatch(110.0) == ["b", "c"]
