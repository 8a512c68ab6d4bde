"""The last closed quarter: its round opened, computed, confirmed by every school, published; the rollups counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.access.actor import Actor
from services.assessment import actions
from services.assessment.choices import JobKind, RoundState
from services.assessment.models import AssessmentRound
from services.dashboards import actions as dashboards
from services.demo.jobs import finish
from services.demo.timeline import Timeline
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.schools.scope import ALL_TENANTS, scope

OPENED, COMPUTED, CONFIRMED, PUBLISHED = 3, 3, 7, 11  # days after the quarter's end


def assess(story: Timeline, *, officer: Actor, lead: Actor, heads: Sequence[Actor]) -> None:
    """One step after the other; those that were taken are left as they are."""
    round_ = _opened(story, officer)
    if round_.state == RoundState.PUBLISHED:
        return
    if round_.state == RoundState.OPEN:
        _compute(round_, story, officer)
        count_figures(story)
    for head in heads:
        _confirm(round_, story, head)
    with scope(lead.scope):
        actions.publish(round_=round_, by=lead, now=_moment(story, PUBLISHED))


def count_figures(story: Timeline) -> None:
    """Fill the rollup from the rows: what the workers do every few seconds."""
    with scope(ALL_TENANTS):
        dashboards.refresh_stale(now=story.now)


def _moment(story: Timeline, days: int) -> datetime:
    return story.at(story.quarter.end + timedelta(days=days), 10)


def _opened(story: Timeline, by: Actor) -> AssessmentRound:
    year, quarter = story.quarter.year, story.quarter.number
    with scope(by.scope):
        if found := AssessmentRound.objects.filter(year=year, quarter=quarter).first():
            return found
        return actions.open_round(year=year, quarter=quarter, by=by, now=_moment(story, OPENED))


def _compute(round_: AssessmentRound, story: Timeline, by: Actor) -> None:
    now = _moment(story, COMPUTED)
    with scope(by.scope):
        job = actions.request_compute(round_=round_, by=by, now=now).job
    finish(job, by, now)
    with scope(by.scope):
        round_.refresh_from_db()


def _confirm(round_: AssessmentRound, story: Timeline, by: Actor) -> None:
    now = _moment(story, CONFIRMED)
    with scope(by.scope):
        actions.confirm(round_=round_, by=by, now=now)
        waiting = list(Job.objects.filter(kind=JobKind.UPDATE_ROUND_STATE, state=JobState.QUEUED))
    for job in waiting:
        finish(job, by, now)
