"""Two sweeps in two processes without a broker: both do all the work they see, and nothing is done twice."""

from collections import Counter

import pytest
from django.db.models.functions import Now

from services.jobs import actions as jobs
from services.jobs.models import Job, Occurrence
from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify.models import Delivery, Notification, SystemIncident
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import text_message
from tests.workers import processes
from workers import queues

pytestmark = pytest.mark.django_db(transaction=True)

SWEEP = """
import sys
from pathlib import Path
from deploy.local import child_processes
from services.jobs import registry
from workers.sweep.passes import Sweep
registry.job_handler("test")(lambda run: {"ok": 1})
sweep = Sweep()
(Path(sys.argv[1]) / sys.argv[2]).touch()
assert child_processes.wait_until((Path(sys.argv[1]) / "go").exists, seconds=60)
for _pass in range(6):
    sweep.run_once()
    sweep.threads.wait_for(*sweep.threads.threads)
"""
MESSAGES, JOBS = 150, 4


def test_two_sweeps_do_nothing_twice(lasting_town, tmp_path):
    town = lasting_town
    with town.as_(town.admin_zhao) as by:
        for _number in range(JOBS):
            jobs.enqueue(kind="test", target_id=None, by=by, now=town.monday)
        jobs.enqueue(kind="hopeless", target_id=None, by=by, now=town.monday)
        Job.objects.filter(kind="hopeless").update(state="failed", attempts=5, finished_at=town.monday)
    for number in range(MESSAGES):
        text_message(town.a, town.later(minutes=-30), f"late:{number}")
    with scope(ALL_TENANTS):
        for queue in queues.QUEUES:
            heartbeats.mark_sent(queue)
        QueueHeartbeat.objects.update(received_at=Now() - 2 * heartbeats.LONG_STALLED_AFTER)

    nobody = f"unix://{tmp_path}/nobody.sock"
    env = processes.environment(tmp_path, NUANYANG_CLOCK=town.monday.isoformat(), REDIS_URL=nobody)
    both = [processes.start(SWEEP, str(tmp_path), name, env=env) for name in ("one", "two")]
    processes.wait_for(lambda: all((tmp_path / name).exists() for name in ("one", "two")))
    (tmp_path / "go").touch()
    for process in both:
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output

    calls = [line.split()[1:] for line in (tmp_path / "sms" / "calls.log").read_text().splitlines()]
    with scope(ALL_TENANTS):
        sms = Delivery.objects.filter(channel="sms", notification__kind="test")
        assert Counter(sms.values_list("state", "attempt_count")) == {("sent", 1): MESSAGES}
        assert sorted(calls) == sorted(
            [str(public_id), "accepted"] for public_id in sms.values_list("public_id", flat=True)
        )
        assert list(Job.objects.filter(kind="test").values_list("state", "attempts")) == [("done", 1)] * JOBS
        incidents = Counter(SystemIncident.objects.values_list("kind", "source", "seen_count", "county__name"))
        occurrences = Counter(
            Occurrence.objects.filter(finished_at__isnull=False).values_list("schedule", "county", "school")
        )
        notified = Counter(Notification.objects.filter(kind="incident.opened").values_list("recipient", "dedupe_key"))
    assert {key for key in incidents if key[0] == "queue_stalled"} == {
        ("queue_stalled", queue, 1, county) for queue in queues.QUEUES for county in ("清河县", "云岭县")
    }
    assert ("job_dead", "hopeless", 1, "清河县") in incidents
    assert set(incidents.values()) == {1}
    assert ("workers.dashboards.recount", town.county.pk, None) in occurrences
    assert set(occurrences.values()) == {1}
    assert set(notified.values()) == {1}
