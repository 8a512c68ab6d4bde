"""The assessment of the last closed quarter: computed, confirmed by every school, published."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.access.actor import Actor
from services.assessment import actions
from services.assessment.choices import JobKind, RoundState
from services.assessment.models import AssessmentRound
from services.dashboards import actions as dashboards
from services.demo.jobs import run_job
from services.demo.timeline import Timeline
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.schools.scope import ALL_TENANTS, scope

OPENED, CONFIRMED, PUBLISHED = 3, 7, 11  # days after the end of the quarter


def assess_quarter(timeline: Timeline, *, officer: Actor, lead: Actor, heads: Sequence[Actor]) -> None:
    """Take the round of the closed quarter from opening to publication."""
    round_ = _open_round(timeline, officer)
    if round_.state == RoundState.PUBLISHED:
        return
    if round_.state == RoundState.OPEN:
        _compute(round_, timeline, officer)
        refresh_figures(timeline)
    # Publication waits for every school.
    for head in heads:
        _confirm(round_, timeline, head)
    with scope(lead.scope):
        actions.publish(round_=round_, by=lead, now=_moment(timeline, PUBLISHED))


def refresh_figures(timeline: Timeline) -> None:
    """Fill the rollup, as the workers do every few seconds."""
    with scope(ALL_TENANTS):
        dashboards.refresh_stale(now=timeline.now)


def _moment(timeline: Timeline, days: int) -> datetime:
    return timeline.moment(timeline.quarter.ends + timedelta(days=days), 10)


def _open_round(timeline: Timeline, by: Actor) -> AssessmentRound:
    year, quarter = timeline.quarter.year, timeline.quarter.number
    with scope(by.scope):
        existing = AssessmentRound.objects.filter(year=year, quarter=quarter).first()
        return existing or actions.open_round(year=year, quarter=quarter, by=by, now=_moment(timeline, OPENED))


def _compute(round_: AssessmentRound, timeline: Timeline, by: Actor) -> None:
    now = _moment(timeline, OPENED)
    with scope(by.scope):
        job = actions.request_computation(round_=round_, by=by, now=now).job
    run_job(job, by=by, now=now)
    with scope(by.scope):
        round_.refresh_from_db()


def _confirm(round_: AssessmentRound, timeline: Timeline, by: Actor) -> None:
    """Confirm for one school. The last confirmation enqueues a job that moves the round on."""
    now = _moment(timeline, CONFIRMED)
    with scope(by.scope):
        actions.confirm(round_=round_, by=by, now=now)
        jobs = list(Job.objects.filter(kind=JobKind.UPDATE_ROUND_STATE, state=JobState.QUEUED))
    for job in jobs:
        run_job(job, by=by, now=now)
