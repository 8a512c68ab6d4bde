"""A school morning: every rule of 07:40 is due at every school, while safety alerts come in."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos.environment.deployment import Deployment
from tests.chaos.history.histories import percentile
from tests.chaos.run import Report, Sizes, Tenant, check_histories, delays, start_producer, wait_until_finished

SMOKE = {"schools": 6, "alerts": 6, "a_minute": 30, "alert_seconds": 15}
DEFAULT = {"schools": 252, "alerts": 6, "a_minute": 6, "alert_seconds": 3}
FULL = {"schools": 1512, "alerts": 9, "a_minute": 3, "alert_seconds": 3}  # alert_seconds: the longest delay allowed
DUE = datetime(2026, 11, 22, 23, 40, tzinfo=UTC)  # Monday 07:40 in Shanghai
DEPLOYMENT: dict[str, Any] = {"begins_at": DUE - timedelta(hours=12), "lease_seconds": 60.0}
STARTING = 30  # seconds before 07:40 in which the processes start
MAX_SECONDS_TO_EVALUATE = 600


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """No alert waits for the reminders, every queue is worked, each late work is reminded of once."""
    school = _seed(int(sizes["schools"]), deployment)
    from workers.queues import WORKER_POOLS

    deployment.set_clock(DUE, in_seconds=STARTING)
    deployment.start(*WORKER_POOLS, "beat-1", "sweep-1")
    wait_until(lambda: deployment.now() >= DUE, seconds=2 * STARTING)
    alerts = start_producer(
        deployment, rng, int(sizes["alerts"]), school, alert_percent=100, per_second=sizes["a_minute"] / 60
    )
    is_done = wait_until(lambda: _is_evaluated(deployment), seconds=MAX_SECONDS_TO_EVALUATE, pause=0.5)
    report = Report({"seconds to evaluate": round((deployment.now() - DUE).total_seconds(), 1)})
    report.expect(is_done, "the rules were not evaluated in time")
    wait_until_finished(deployment, alerts)
    verdict, _entries = check_histories(deployment)
    report.add_verdict(verdict)
    seconds = delays(deployment)
    report.expect(len(seconds) == int(sizes["alerts"]), f"{len(seconds)} alerts arrived")
    report.expect_at_most("alert delay p100", percentile(seconds, 1), sizes["alert_seconds"])
    _check_rows(deployment, int(sizes["schools"]), report)
    return report


def _seed(schools: int, deployment: Deployment) -> Tenant:
    """The schools; their rules hold since the evening before. Everybody is reminded in the inbox alone."""
    from services.reminders import evaluation
    from services.schools.models import School, Staff
    from services.schools.scope import ALL_TENANTS, scope
    from tests.bench.mornings.morning_seed import seed

    seed(schools)
    evaluation.evaluate_due_rules(deployment.begins_at)
    with scope(ALL_TENANTS):
        Staff.objects.update(email="")
        first = School.objects.order_by("pk")[0]
        return first.pk, first.county_id


def _is_evaluated(deployment: Deployment) -> bool:
    from services.jobs.models import Occurrence
    from services.reminders import evaluation
    from services.schools.scope import ALL_TENANTS, scope

    deployment.restart_ended()
    with scope(ALL_TENANTS):
        is_begun = Occurrence.objects.filter(due_at=DUE).exists()
    return is_begun and not evaluation.has_pending(deployment.now())


def _check_rows(deployment: Deployment, schools: int, report: Report) -> None:
    from services.care.models import DueWork
    from services.monitoring import heartbeats
    from services.notify.choices import IncidentKind
    from services.notify.models import Notification, SystemIncident
    from services.reminders import evaluation
    from services.schools.scope import ALL_TENANTS, scope
    from workers.queues import QUEUES

    again = evaluation.evaluate_due_rules(deployment.now())
    report.expect(again.notifications == 0, f"{again.notifications} were left over")
    with scope(ALL_TENANTS):
        late = DueWork.objects.filter(state="due", due_on__lt=DUE).count()
        reminders = Notification.objects.filter(occurrence__due_at=DUE).count()
        stalled = heartbeats.stalled_queues(QUEUES)
        bad = [IncidentKind.QUEUE_STALLED, IncidentKind.RULE_FAILED, IncidentKind.OVERDUE]
        incidents = list(SystemIncident.objects.filter(kind__in=bad).values_list("kind", "source"))
    report.figures |= {"reminders": reminders}
    # Each late work once to its teacher, and the week in figures to the head and the administrator.
    report.expect(reminders == late + 2 * schools, f"{reminders} reminders instead of {late + 2 * schools}")
    report.expect(not stalled and not incidents, f"stalled: {stalled}, incidents: {incidents}")
