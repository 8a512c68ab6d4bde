"""Opened, computed from recorded work, confirmed by each school, published, and then frozen by the database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from services.access.models import AuditEvent
from services.assessment import access, actions, queries, source_rows
from services.assessment.choices import JobKind, RoundState, RoundStatus, RubricState
from services.assessment.models import AssessmentResult, AssessmentRound, Indicator, Score
from services.jobs import runner
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.notify.models import Notification
from services.plans.models import RequiredFrequency
from services.schools.scope import scope, worker_for_county
from tests.factories import assessment as work

LATE = datetime(2026, 12, 31, 10, 0, tzinfo=UTC)


def a_quarter_of_work(town: Any) -> None:
    """At 中心小学 王老师 did two of three talks; at 河西小学 nothing was due."""
    with town.a.inside():
        plan = work.plan(town.term, town.a.staff["head"], town.monday)
        talk = RequiredFrequency.objects.get(plan=plan, activity="talk")
        pair = work.pairing(town.xiaoming, town.a.staff["wang"], town.monday)
        for day, done in ((9, True), (16, True), (23, False)):
            work.due(pair, talk, date(2026, 10, day), done=done)
    with town.b.inside():
        work.pairing(town.b.children["王小明"], town.b.staff["wang"], town.monday)


def computed(town: Any) -> AssessmentRound:
    with town.county_scope():
        round_ = actions.open_round(year=2026, quarter=4, by=town.officer, now=LATE)
    return compute(town, round_)


def compute(town: Any, round_: AssessmentRound) -> AssessmentRound:
    with scope(worker_for_county(town.county.pk)):
        actions.compute(round_=round_, by=town.officer, now=LATE)
        return AssessmentRound.objects.get(pk=round_.pk)


def score(tenant: Any, measure: str, assessee: str = "school") -> Score:
    return Score.objects.select_related("indicator", "result").get(
        indicator__measure=measure, result__assessee=assessee, result__school_id=tenant.school.pk
    )


@pytest.mark.django_db
def test_scores_are_the_share_done_and_full_where_nothing_was_due(town: Any) -> None:
    a_quarter_of_work(town)
    round_ = computed(town)

    assert round_.state == RoundState.COMPUTED
    with town.a.inside():
        talks = score(town.a, "talks", "teacher")
        assert (talks.numerator, talks.denominator, talks.points) == (2, 3, Decimal("3.33"))
        assert [row["is_met"] for row in source_rows.source_rows(talks).order_by("row_day")] == [True, True, False]
        assert {row["row_name"] for row in source_rows.source_rows(talks)} == {"王小明"}
        assert score(town.a, "calls", "teacher").points == 4
        assert score(town.a, "checkups").points == score(town.a, "checkups").indicator.points
        mine = AssessmentResult.objects.get(staff=town.a.staff["wang"])
        assert mine.points == sum(score.points for score in queries.scores_of(mine))
    with town.b.inside():
        assert score(town.b, "plan_approved").points == 0
        assert score(town.b, "talks").denominator == 0


@pytest.mark.django_db
def test_computing_again_changes_nothing_and_keeps_ids(town: Any) -> None:
    a_quarter_of_work(town)
    round_ = computed(town)
    with town.county_scope():
        before = list(Score.objects.order_by("id").values()), list(AssessmentResult.objects.order_by("id").values())

    compute(town, round_)

    with town.county_scope():
        assert before == (
            list(Score.objects.order_by("id").values()),
            list(AssessmentResult.objects.order_by("id").values()),
        )


@pytest.mark.django_db
def test_a_changed_figure_takes_the_confirmation_back_and_a_teacher_who_left_is_dropped(town: Any) -> None:
    a_quarter_of_work(town)
    round_ = computed(town)
    for admin in (town.admin_zhao, town.admin_of_b):
        with town.as_(admin):
            assert actions.confirm(round_=AssessmentRound.objects.get(), by=admin, now=LATE) == 2
    with town.county_scope():
        assert actions.update_state(round_=round_) == RoundState.CONFIRMED
    with town.a.inside():
        pair = town.xiaoming.pairings.get()
        pair.due_work.filter(state="due").delete()
    with town.b.inside():
        later = town.b.children["王小明"].pairings.get()
        later.started_at = datetime(2027, 1, 5, tzinfo=UTC)
        later.save()

    round_ = compute(town, round_)

    assert round_.state == RoundState.COMPUTED
    with town.a.inside():
        assert not AssessmentResult.objects.filter(confirmed_at__isnull=False).exists()
    with town.b.inside():
        assert [result.assessee for result in AssessmentResult.objects.all()] == ["school"]


@pytest.mark.django_db
def test_only_the_lead_publishes_and_only_when_every_school_has_confirmed(town: Any) -> None:
    a_quarter_of_work(town)
    round_ = computed(town)
    with town.as_(town.head_li):
        actions.confirm(round_=AssessmentRound.objects.get(), by=town.head_li, now=LATE)

    with town.county_scope():
        with pytest.raises(actions.UnableToPublishRound, match="1"):
            actions.publish(round_=round_, by=town.lead, now=LATE)
        with pytest.raises(PermissionDenied):
            actions.publish(round_=round_, by=town.officer, now=LATE)
    with town.as_(town.admin_of_b):
        actions.confirm(round_=AssessmentRound.objects.get(), by=town.admin_of_b, now=LATE)
    with town.county_scope():
        assert actions.publish(round_=round_, by=town.lead, now=LATE).state == RoundState.PUBLISHED
        logged = (
            AuditEvent.objects.filter(action__startswith="assessment.").order_by("id").values_list("action", flat=True)
        )
        assert [action.removeprefix("assessment.") for action in logged] == [
            "rubric_adopted",
            "round_opened",
            "round_computed",
            "result_confirmed",
            "result_confirmed",
            "round_published",
        ]
        sent = Notification.objects.filter(kind__startswith="assessment.")
        assert {(notification.kind, notification.recipient_id) for notification in sent} == {
            (f"assessment.{step}", actor.user_id)
            for step in ("computed", "published")
            for tenant in (town.a, town.b)
            for actor in (tenant.actors["head"], tenant.actors["school_admin"])
        }


def published(town: Any) -> AssessmentRound:
    a_quarter_of_work(town)
    round_ = computed(town)
    with town.county_scope():
        AssessmentRound.objects.update(state=RoundState.PUBLISHED, published_at=LATE)
    return round_


@pytest.mark.django_db
def test_no_role_can_change_a_published_result(town: Any) -> None:
    round_ = published(town)
    with town.a.inside():
        town.xiaoming.pairings.get().due_work.all().delete()
        frozen = score(town.a, "talks", "teacher")
        assert (frozen.numerator, frozen.denominator, frozen.points) == (2, 3, Decimal("3.33"))

    with pytest.raises(actions.InvalidRoundState):
        compute(town, round_)
    changes = [
        (town.a.inside, lambda: AssessmentResult.objects.update(confirmed_at=LATE)),
        (town.a.inside, lambda: Score.objects.filter(pk=frozen.pk).update(points=5)),
        (town.a.inside, lambda: Score.objects.filter(pk=frozen.pk).delete()),
        (town.county_scope, lambda: AssessmentRound.objects.update(state=RoundState.OPEN)),
        (town.county_scope, lambda: Indicator.objects.update(points=9)),
        (lambda: scope(worker_for_county(town.county.pk)), lambda: Score.objects.update(points=0)),
    ]
    for where, change in changes:
        with where(), pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_teacher_sees_the_own_result_and_no_other_and_another_school_nothing(town: Any) -> None:
    published(town)

    with town.as_(town.teacher_wang) as wang:
        assert [result.staff_id for result in access.visible_results(wang)] == [wang.staff_id]
        assert access.visible_scores(wang).count() == 4
    with town.as_(town.teacher_chen) as chen:
        assert not access.visible_results(chen).exists()
    with town.as_(town.head_li) as head:
        assert {result.school_id for result in access.visible_results(head)} == {town.a.school.pk}
    with town.as_(town.officer) as officer:
        assert access.visible_results(officer).count() == 4
    for nobody in (
        town.nurse_sun,
        town.admin_of_c,
        town.officer_of_other,
        town.actors["leader"],
        town.actors["auditor"],
    ):
        with town.as_(nobody):
            assert not access.visible_results(nobody).exists()


@pytest.mark.django_db
def test_a_quarter_is_assessed_once_not_before_it_begins_and_locks_its_rubric(town: Any) -> None:
    with town.county_scope():
        with pytest.raises(actions.UnableToOpenRound, match="还没有开始"):
            actions.open_round(year=2027, quarter=1, by=town.officer, now=LATE)
        with pytest.raises(actions.UnableToOpenRound, match="没有这个季度"):
            actions.open_round(year=2026, quarter=5, by=town.officer, now=LATE)
        opened = actions.open_round(year=2026, quarter=4, by=town.officer, now=LATE)
        assert opened.rubric.state == RubricState.LOCKED
        with pytest.raises(actions.UnableToOpenRound, match="已经开过"):
            actions.open_round(year=2026, quarter=4, by=town.officer, now=LATE)


@pytest.mark.django_db
def test_an_estimate_gives_the_same_scores_and_stores_nothing(town: Any) -> None:
    a_quarter_of_work(town)
    computed(town)
    with town.a.inside():
        marks = queries.estimate(
            rubric=queries.current_rubric(),
            schools=[town.a.school.pk],
            quarter=AssessmentRound.objects.get().period,
            today=LATE.date(),
        )
        stored = Score.objects.values_list(
            "indicator__measure", "result__staff_id", "numerator", "denominator", "points"
        )
        assert sorted((m.measure, m.staff_id or 0, m.numerator, m.denominator, m.points) for m in marks) == sorted(
            (measure, staff or 0, n, d, points) for measure, staff, n, d, points in stored
        )


@pytest.mark.django_db
def test_a_round_is_requested_until_a_worker_starts_to_compute_it(town: Any) -> None:
    def status() -> RoundStatus:
        return RoundStatus(queries.rounds().get().status)

    with town.county_scope():
        round_ = actions.open_round(year=2026, quarter=4, by=town.officer, now=LATE)
        assert status() == RoundStatus.OPEN
        actions.request_computation(round_=round_, by=town.officer, now=LATE)
        assert status() == RoundStatus.REQUESTED
        for state, shown in (
            (JobState.RUNNING, RoundStatus.COMPUTING),
            (JobState.FAILED, RoundStatus.FAILED),
        ):
            Job.objects.update(state=state)
            assert status() == shown
        AssessmentRound.objects.update(state=RoundState.COMPUTED)
        assert status() == RoundStatus.COMPUTED, "results stay readable while they are computed again"


@pytest.mark.django_db
def test_the_next_step_is_open_to_whom_the_state_and_the_role_allow_it(town: Any) -> None:
    round_ = computed(town)

    def allowed(actor: Any) -> tuple[bool, bool, bool]:
        with town.as_(actor):
            fresh = AssessmentRound.objects.get(pk=round_.pk)
            return (
                access.may_compute(fresh, actor),
                access.may_confirm(fresh, actor),
                access.may_publish(fresh, actor),
            )

    assert allowed(town.officer) == (True, False, False)
    assert allowed(town.lead) == (True, False, False)
    assert allowed(town.head_li) == (False, True, False)
    for admin in (town.admin_zhao, town.admin_of_b):
        with town.as_(admin):
            actions.confirm(round_=AssessmentRound.objects.get(), by=admin, now=LATE)
    with town.county_scope():
        actions.update_state(round_=round_)
    assert allowed(town.head_li) == (False, False, False)
    assert allowed(town.lead) == (True, False, True)
    with town.county_scope():
        actions.publish(round_=round_, by=town.lead, now=LATE)
    assert allowed(town.lead) == (False, False, False)


@pytest.mark.django_db(transaction=True)
def test_the_job_computes_and_the_last_confirmation_confirms_the_round(lasting_town: Any) -> None:
    town = lasting_town
    a_quarter_of_work(town)
    with town.county_scope():
        round_ = actions.open_round(year=2026, quarter=4, by=town.officer, now=LATE)
        job = actions.request_computation(round_=round_, by=town.officer, now=LATE).job

    assert runner.run(job.public_id, LATE)
    for admin in (town.admin_zhao, town.admin_of_b):
        with town.as_(admin):
            actions.confirm(round_=AssessmentRound.objects.get(), by=admin, now=LATE)
            settle = Job.objects.get(kind=JobKind.UPDATE_ROUND_STATE).public_id
        assert runner.run(settle, LATE)

    with town.county_scope():
        assert AssessmentRound.objects.get().state == RoundState.CONFIRMED
        assert Job.objects.get(kind=JobKind.COMPUTE_ROUND).result["scores"] == 2 * (15 + 4)
