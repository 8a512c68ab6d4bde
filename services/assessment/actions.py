"""The steps of an assessment round: open, compute, confirm by each school, publish. Published results never change."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.assessment import access, measures, queries, rubric, scoring
from services.assessment.choices import AuditAction, JobKind, RoundState, RubricState
from services.assessment.models import AssessmentRound, Indicator, Rubric
from services.assessment.notifications import notify_schools
from services.jobs import actions as jobs
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.periods import InvalidPeriod, Quarter
from services.schools.models import School


class UnableToOpenRound(ApplicationError):
    """The quarter cannot be assessed, or has a round already."""


class InvalidRoundState(ApplicationError):
    """The state of the round does not allow this step."""


class UnableToPublishRound(ApplicationError):
    """The round has not been computed, or schools have not confirmed their results yet."""


@transaction.atomic
def get_or_create_rubric(*, by: Actor | None, now: datetime) -> Rubric:
    """The county's newest rubric; version 1 is created from data/indicators.csv when it has none."""
    if current := queries.current_rubric():
        return current
    created: Rubric = Rubric.objects.create(title=rubric.TITLE, version=rubric.VERSION)
    Indicator.objects.bulk_create(
        Indicator(
            rubric=created,
            code=line.code,
            group=line.group,
            name=line.name,
            assessee=line.assessee,
            measure=line.measure,
            points=line.points,
        )
        for line in rubric.lines()
    )
    audit.log(AuditAction.RUBRIC_ADOPTED, target=created, by=by, now=now)
    return created


@transaction.atomic
def open_round(*, year: int, quarter: int, by: Actor, now: datetime) -> AssessmentRound:
    """Open a quarter's assessment of the whole county and lock its rubric. Raises UnableToOpenRound."""
    require_permission(by, Permission.COMPUTE_ROUND)
    period = _parse_quarter(year, quarter)
    if period.begins > clock.local_date(now):
        raise UnableToOpenRound(_("这个季度还没有开始。"), field="quarter")
    if AssessmentRound.objects.filter(year=year, quarter=quarter).exists():
        raise UnableToOpenRound(_("这个季度的考核已经开过了。"), field="quarter")
    current = get_or_create_rubric(by=by, now=now)
    current.state = RubricState.LOCKED
    current.save(update_fields=["state"])
    round_: AssessmentRound = AssessmentRound.objects.create(
        rubric=current, year=year, quarter=quarter, begins_on=period.begins, ends_on=period.ends
    )
    audit.log(AuditAction.ROUND_OPENED, target=round_, by=by, now=now)
    return round_


@transaction.atomic
def request_computation(*, round_: AssessmentRound, by: Actor, now: datetime) -> AssessmentRound:
    """Enqueue the computation of a round. Raises InvalidRoundState."""
    require_permission(by, Permission.COMPUTE_ROUND)
    locked = _lock_unpublished(round_)
    locked.job = jobs.enqueue(kind=JobKind.COMPUTE_ROUND, target_id=locked.public_id, by=by, now=now)
    locked.save(update_fields=["job"])
    audit.log(AuditAction.COMPUTATION_REQUESTED, target=locked, by=by, now=now)
    return locked


@transaction.atomic
def compute(*, round_: AssessmentRound, by: Actor | None, now: datetime) -> int:
    """Compute every school and teacher of the county. Returns the number of scores. Raises InvalidRoundState.

    Needs a worker's scope. Running again keeps ids, and confirmations where the points stayed the same.
    """
    locked = _lock_unpublished(round_)
    # A worker's scope sees every county, so the county of the round is named.
    schools = School.objects.filter(is_open=True, county_id=cast("int", locked.county_id)).values_list("pk", flat=True)
    count = scoring.write_scores(
        round_id=locked.pk,
        rubric_id=locked.rubric_id,
        codes=queries.measure_codes(locked.rubric),
        schools=list(schools),
        window=measures.quarter_to_date(locked.period, clock.local_date(now)),
    )
    locked.state = RoundState.COMPUTED
    locked.computed_at = now
    locked.save(update_fields=["state", "computed_at"])
    update_state(round_=locked)
    notify_schools(
        round_=locked, title=_("%(round)s考核已算出，请核对并确认") % {"round": locked}, step="computed", now=now
    )
    audit.log(AuditAction.ROUND_COMPUTED, target=locked, by=by, now=now, detail={"scores": count})
    return count


@transaction.atomic
def confirm(*, round_: AssessmentRound, by: Actor, now: datetime) -> int:
    """Confirm the results of the actor's school. Returns how many were not confirmed yet. Raises InvalidRoundState."""
    require_permission(by, Permission.CONFIRM_SCORES)
    if round_.state not in access.STATES_ALLOWING_CONFIRMATION:
        raise InvalidRoundState(_("这次考核现在不能确认。"))
    unconfirmed = queries.results_of(round_).filter(confirmed_at__isnull=True)
    count = unconfirmed.update(confirmed_at=now, confirmed_by_id=by.user_id)
    if count:
        # A school cannot write the county's row: a job sets the round to confirmed when this was the last school.
        jobs.enqueue(kind=JobKind.UPDATE_ROUND_STATE, target_id=round_.public_id, by=by, now=now)
        audit.log(AuditAction.RESULT_CONFIRMED, target=round_, by=by, now=now, detail={"results": count})
    return count


@transaction.atomic
def update_state(*, round_: AssessmentRound) -> RoundState:
    """Set a round to confirmed once every school has confirmed, else back to computed. Returns the state."""
    locked = _lock(round_)
    if locked.state in access.STATES_ALLOWING_CONFIRMATION:
        has_unconfirmed = queries.unconfirmed_results(locked).exists()
        locked.state = RoundState.COMPUTED if has_unconfirmed else RoundState.CONFIRMED
        locked.save(update_fields=["state"])
        round_.state = locked.state
    return RoundState(locked.state)


@transaction.atomic
def publish(*, round_: AssessmentRound, by: Actor, now: datetime) -> AssessmentRound:
    """Make the results final: the database refuses later changes. Raises InvalidRoundState, UnableToPublishRound."""
    require_permission(by, Permission.PUBLISH_ROUND)
    locked = _lock_unpublished(round_)
    if locked.state == RoundState.OPEN:
        raise UnableToPublishRound(_("这次考核还没有计算。"))
    # Counted, not read from `state`: the job that sets it may still be queued after the last school has confirmed.
    if count := queries.unconfirmed_results(locked).count():
        raise UnableToPublishRound(_("还有 %(n)d 所学校没有确认。") % {"n": count})
    locked.state = RoundState.PUBLISHED
    locked.published_at = now
    locked.published_by_id = by.user_id
    locked.save(update_fields=["state", "published_at", "published_by"])
    notify_schools(round_=locked, title=_("%(round)s考核结果已公布") % {"round": locked}, step="published", now=now)
    audit.log(AuditAction.ROUND_PUBLISHED, target=locked, by=by, now=now)
    return locked


def _parse_quarter(year: int, number: int) -> Quarter:
    try:
        return Quarter(year, number)
    except InvalidPeriod as reason:
        raise UnableToOpenRound(_("没有这个季度。"), field="quarter") from reason


def _lock(round_: AssessmentRound) -> AssessmentRound:
    locked: AssessmentRound = AssessmentRound.objects.select_for_update().get(pk=round_.pk)
    return locked


def _lock_unpublished(round_: AssessmentRound) -> AssessmentRound:
    locked = _lock(round_)
    if locked.state not in access.STATES_ALLOWING_COMPUTATION:
        raise InvalidRoundState(_("这次考核已经公布，不能再改。"))
    return locked
