"""Jobs in real transactions: claimed, watched, retried, taken over."""

import signal
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from services.access import actions as access
from services.jobs import actions, queries, registry, runner
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.kit.exceptions import ApplicationError
from services.notify.models import Notification
from services.schools.models import Site
from services.schools.scope import ALL_TENANTS, scope
from tests.workers import processes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def handles(monkeypatch):
    """`handles(fn)`: jobs of kind "test" are done by fn, for this test."""
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    return registry.job_handler("test")


@pytest.fixture
def town(lasting_town):
    return lasting_town


def ask(town, by=None):
    by = by or town.admin_zhao
    with town.as_(by):
        return actions.enqueue(kind="test", subject=None, by=by, now=town.monday).public_id


def look(job_id):
    with scope(ALL_TENANTS):
        return Job.objects.get(public_id=job_id)


def let_leases_end():
    with scope(ALL_TENANTS):
        Job.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(hours=1))


def test_a_job_acts_as_who_asked_and_leaves_its_result(town, handles):
    seen = []

    @handles
    def work(run):
        with scope(run.scope):
            seen.append((run.by, Site.objects.count()))
        run.progress(3, 3, "好了")
        return {"rows": 3}

    job_id = ask(town)
    assert runner.run(job_id, town.monday)

    job = look(job_id)
    assert seen == [(town.admin_zhao, 1)]
    assert (job.state, job.result, job.progress, job.total) == (JobState.DONE, {"rows": 3}, 3, 3)
    assert not runner.run(job_id, town.monday)
    assert runner.claimable_jobs() == []


def test_progress_is_seen_from_outside_while_the_work_is_one_open_transaction(town, handles):
    seen = []

    @handles
    def work(run):
        with scope(run.scope):
            Site.objects.create(name="村小")
            run.progress(1, 2, "写入中")
            seen.append(Job.objects.using("progress"))
            job = _from_outside(run.job_id)
            seen[:] = [(job.state, job.progress, job.total, job.message)]
        return {}

    def _from_outside(job_id):
        from services.schools.scope import for_school, separate_transaction

        with separate_transaction(for_school(town.a.school.pk, town.county.pk)):
            assert not Site.objects.using("progress").filter(name="村小").exists()
            return Job.objects.using("progress").get(public_id=job_id)

    job_id = ask(town)
    runner.run(job_id, town.monday)

    assert seen == [("running", 1, 2, "写入中")]
    assert look(job_id).state == JobState.DONE


def test_a_refusal_is_the_jobs_message_and_is_not_tried_again(town, handles):
    @handles
    def work(run):
        raise ApplicationError("名册里没有学生。")

    job_id = ask(town)
    runner.run(job_id, town.monday)

    job = look(job_id)
    assert (job.state, job.message, job.attempts) == (JobState.FAILED, "名册里没有学生。", 1)
    assert runner.claimable_jobs() == []


def test_a_crashing_handler_is_tried_five_times_and_then_given_up(town, handles):
    @handles
    def work(run):
        with scope(run.scope):
            Site.objects.create(name="村小")
            raise ValueError("王小明 has a bad row")

    job_id = ask(town)
    states = []
    for _ in range(6):
        runner.run(job_id, town.monday)
        assert not runner.run(job_id, town.monday)  # not before its pause is over
        states.append(look(job_id).state)
        let_leases_end()

    assert states == ["queued"] * 4 + ["failed"] * 2
    assert "王小明" not in look(job_id).message
    with town.a.inside():
        assert Site.objects.count() == 1


def test_who_left_meanwhile_gets_nothing_done(town, handles):
    done = []
    handles(lambda run: done.append(run) or {})
    job_id = ask(town)
    with town.a.inside():
        from services.access.models import Membership

        access.end_membership(
            membership=Membership.objects.get(pk=town.admin_zhao.membership_id), by=town.head_li, now=town.monday
        )

    runner.run(job_id, town.later(days=1))

    assert done == []
    assert look(job_id).state == JobState.FAILED


def test_whoever_lost_the_lease_writes_nothing_more(town, handles):
    runs = []

    @handles
    def work(run):
        runs.append(run)
        if len(runs) == 2:
            return {"by": "second"}
        let_leases_end()
        assert runner.run(run.job_id, town.monday)
        with scope(run.scope):
            Notification.objects.create(dedupe_key="from the first", kind="t", title="t")
            run.progress(1, 1)  # raises: this transaction is undone
        return {"by": "first"}

    job_id = ask(town)
    runner.run(job_id, town.monday)

    job = look(job_id)
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"by": "second"}, 2)
    with town.a.inside():
        assert not Notification.objects.exists()


DIE = """
import os, signal, sys
from uuid import UUID
from services.jobs import registry, runner
from services.kit import clock
from services.schools.models import Site
from services.schools.scope import scope
@registry.job_handler("test")
def work(run):
    with scope(run.scope):
        Site.objects.create(name="half")
        os.kill(os.getpid(), signal.SIGKILL)
runner.run(UUID(sys.argv[1]), clock.now())
"""


def test_a_killed_worker_leaves_nothing_and_the_job_is_taken_again(town, handles, tmp_path):
    handles(lambda run: {"ok": 1})
    job_id = ask(town)
    env = processes.environment(tmp_path, NUANYANG_CLOCK=town.monday.isoformat())
    dying = processes.start(DIE, str(job_id), env=env)
    dying.communicate(timeout=60)

    assert dying.returncode == -signal.SIGKILL
    assert look(job_id).state == JobState.RUNNING
    assert not runner.run(job_id, town.monday)
    let_leases_end()
    assert runner.claimable_jobs() == [job_id]
    assert runner.run(job_id, town.monday)
    assert look(job_id).result == {"ok": 1}
    with town.a.inside():
        assert [site.name for site in Site.objects.all()] == ["本部"]


def test_a_job_that_kills_its_worker_every_time_is_buried(town, handles):
    handles(lambda run: {})
    job_id = ask(town)
    for _ in range(runner.MAX_ATTEMPTS):
        assert runner.claim(job_id)
        let_leases_end()

    assert runner.claimable_jobs() == []
    assert runner.fail_crashed_jobs(town.monday) == 1
    assert look(job_id).state == JobState.FAILED


def test_a_silent_solver_keeps_its_lease(town, handles, settings):
    settings.LEASE_SECONDS = 0.3
    ends = []

    @handles
    def work(run):
        from deploy.local.child_processes import wait_until

        first = look(run.job_id).lease_until
        wait_until(lambda: look(run.job_id).lease_until > first, seconds=10)
        ends.append(look(run.job_id).lease_until > first)
        return {}

    job_id = ask(town)
    runner.run(job_id, town.monday)

    assert ends == [True]
    assert look(job_id).state == JobState.DONE


def test_teachers_see_their_own_jobs_heads_the_schools_and_others_none(town, handles):
    mine, admins = ask(town, town.teacher_wang), ask(town)
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
