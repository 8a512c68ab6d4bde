"""Jobs in real transactions: claimed, observed, retried, taken over."""

import signal
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from services.access.actions import memberships as access
from services.jobs import actions, queries, registry, runner
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.kit.exceptions import ApplicationError
from services.notify.models import Notification
from services.schools.models import Site
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.jobs import JobKind
from tests.workers import processes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def handles(monkeypatch):
    """`handles(fn)` registers fn for jobs of kind TEST, for one test."""
    monkeypatch.setattr(registry, "_registered", dict(registry._registered))
    return registry.job_handler(JobKind.TEST)


@pytest.fixture
def town(lasting_town):
    return lasting_town


def enqueue(town, by=None):
    by = by or town.admin_zhao
    with town.as_(by):
        return actions.enqueue(kind=JobKind.TEST, target_id=None, by=by, now=town.monday).public_id


def fresh(job_id):
    with scope(ALL_TENANTS):
        return Job.objects.get(public_id=job_id)


def expire_leases():
    with scope(ALL_TENANTS):
        Job.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(hours=1))


def test_job_acts_as_its_requester_and_stores_the_result(town, handles):
    seen = []

    @handles
    def work(run):
        with scope(run.scope):
            seen.append((run.by, Site.objects.count()))
        run.report_progress(3, 3, "好了")
        return {"rows": 3}

    job_id = enqueue(town)
    assert runner.run(job_id, town.monday)

    job = fresh(job_id)
    assert seen == [(town.admin_zhao, 1)]
    assert (job.state, job.result, job.progress, job.total) == (JobState.DONE, {"rows": 3}, 3, 3)
    assert not runner.run(job_id, town.monday)
    assert runner.claimable_jobs() == []


def test_progress_is_visible_while_the_handlers_transaction_is_open(town, handles):
    seen = []

    @handles
    def work(run):
        with scope(run.scope):
            Site.objects.create(name="村小")
            run.report_progress(1, 2, "写入中")
            seen.append(Job.objects.using("progress"))
            job = _from_outside(run.job_id)
            seen[:] = [(job.state, job.progress, job.total, job.message)]
        return {}

    def _from_outside(job_id):
        from services.schools.scope import for_school, separate_transaction

        with separate_transaction(for_school(town.a.school.pk, town.county.pk)):
            assert not Site.objects.using("progress").filter(name="村小").exists()
            return Job.objects.using("progress").get(public_id=job_id)

    job_id = enqueue(town)
    runner.run(job_id, town.monday)

    assert seen == [("running", 1, 2, "写入中")]
    assert fresh(job_id).state == JobState.DONE


def test_application_error_fails_the_job_without_retry(town, handles):
    @handles
    def work(run):
        raise ApplicationError("名册里没有学生。")

    job_id = enqueue(town)
    runner.run(job_id, town.monday)

    job = fresh(job_id)
    assert (job.state, job.message, job.attempts) == (JobState.FAILED, "名册里没有学生。", 1)
    assert runner.claimable_jobs() == []


def test_crashing_handler_fails_after_five_attempts(town, handles):
    @handles
    def work(run):
        with scope(run.scope):
            Site.objects.create(name="村小")
            raise ValueError("王小明 has a bad row")

    job_id = enqueue(town)
    states = []
    for _ in range(6):
        runner.run(job_id, town.monday)
        assert not runner.run(job_id, town.monday)  # not before its pause is over
        states.append(fresh(job_id).state)
        expire_leases()

    assert states == ["queued"] * 4 + ["failed"] * 2
    assert "王小明" not in fresh(job_id).message
    with town.a.inside():
        assert Site.objects.count() == 1


def test_job_of_an_ended_membership_is_not_run(town, handles):
    calls = []
    handles(lambda run: calls.append(run) or {})
    job_id = enqueue(town)
    with town.a.inside():
        from services.access.models import Membership

        access.end_membership(
            membership=Membership.objects.get(pk=town.admin_zhao.membership_id), by=town.head_li, now=town.monday
        )

    runner.run(job_id, town.later(days=1))

    assert calls == []
    assert fresh(job_id).state == JobState.FAILED


def test_lost_lease_undoes_the_handlers_transaction(town, handles):
    runs = []

    @handles
    def work(run):
        runs.append(run)
        if len(runs) == 2:
            return {"by": "second"}
        expire_leases()
        assert runner.run(run.job_id, town.monday)
        with scope(run.scope):
            Notification.objects.create(dedupe_key="from the first", kind="t", title="t")
            run.report_progress(1, 1)  # raises: this transaction is undone
        return {"by": "first"}

    job_id = enqueue(town)
    runner.run(job_id, town.monday)

    job = fresh(job_id)
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"by": "second"}, 2)
    with town.a.inside():
        assert not Notification.objects.exists()


DIE = """
import os, signal, sys
from uuid import UUID
from services.jobs import registry, runner
from services.kit import clock
from tests.factories.jobs import JobKind
from services.schools.models import Site
from services.schools.scope import scope
@registry.job_handler(JobKind.TEST)
def work(run):
    with scope(run.scope):
        Site.objects.create(name="half")
        os.kill(os.getpid(), signal.SIGKILL)
runner.run(UUID(sys.argv[1]), clock.now())
"""


def test_killed_worker_leaves_no_rows_and_the_job_runs_again(town, handles, tmp_path):
    handles(lambda run: {"ok": 1})
    job_id = enqueue(town)
    env = processes.environment(tmp_path, NUANYANG_CLOCK=town.monday.isoformat())
    dying = processes.start(DIE, str(job_id), env=env)
    dying.communicate(timeout=60)

    assert dying.returncode == -signal.SIGKILL
    assert fresh(job_id).state == JobState.RUNNING
    assert not runner.run(job_id, town.monday)
    expire_leases()
    assert runner.claimable_jobs() == [job_id]
    assert runner.run(job_id, town.monday)
    assert fresh(job_id).result == {"ok": 1}
    with town.a.inside():
        assert [site.name for site in Site.objects.all()] == ["本部"]


def test_job_that_kills_every_worker_fails(town, handles):
    handles(lambda run: {})
    job_id = enqueue(town)
    for _ in range(runner.MAX_ATTEMPTS):
        assert runner.claim(job_id)
        expire_leases()

    assert runner.claimable_jobs() == []
    assert runner.fail_crashed_jobs(town.monday) == 1
    assert fresh(job_id).state == JobState.FAILED


def test_handler_without_progress_keeps_its_lease(town, handles, settings):
    settings.LEASE_SECONDS = 0.3
    ends = []

    @handles
    def work(run):
        from deploy.local.child_processes import wait_until

        first = fresh(run.job_id).lease_until
        wait_until(lambda: fresh(run.job_id).lease_until > first, seconds=10)
        ends.append(fresh(run.job_id).lease_until > first)
        return {}

    job_id = enqueue(town)
    runner.run(job_id, town.monday)

    assert ends == [True]
    assert fresh(job_id).state == JobState.DONE


def test_jobs_are_visible_to_their_requester_heads_and_county(town, handles):
    mine, admins = enqueue(town, town.teacher_wang), enqueue(town)
    seen = {}
    for name in ("teacher_wang", "teacher_chen", "head_li", "admin_of_b", "officer", "officer_of_other"):
        with town.as_(getattr(town, name)) as actor:
            seen[name] = set(queries.visible_to(actor).values_list("public_id", flat=True))

    nothing = set()
    assert seen == {
        "teacher_wang": {mine},
        "teacher_chen": nothing,
        "head_li": {mine, admins},
        "admin_of_b": nothing,
        "officer": {mine, admins},
        "officer_of_other": nothing,
    }
