"""Who sees which result, and who may take the next step of a round.

The county sees all results, heads and administrators those of their school, a teacher their own.
"""

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import Role
from services.assessment import queries
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentResult, AssessmentRound, Score

STATES_ALLOWING_COMPUTATION = frozenset({RoundState.OPEN, RoundState.COMPUTED, RoundState.CONFIRMED})
STATES_ALLOWING_CONFIRMATION = frozenset({RoundState.COMPUTED, RoundState.CONFIRMED})
STATES_ALLOWING_PUBLICATION = frozenset({RoundState.CONFIRMED})


def visible_results(by: Actor) -> QuerySet[AssessmentResult]:
    """Results of rounds that have been computed."""
    rows: QuerySet[AssessmentResult] = AssessmentResult.objects.exclude(round__state=RoundState.OPEN)
    if not by.has_permission(Permission.VIEW_SCORES):
        return rows.none()
    if by.sees_whole_school or by.role is Role.ASSESSOR:
        return rows
    return rows.filter(staff_id=by.staff_id) if by.staff_id else rows.none()


def visible_scores(by: Actor) -> QuerySet[Score]:
    """The scores of visible results."""
    return Score.objects.filter(result__in=visible_results(by).values("pk"))


def sees_teachers(by: Actor) -> bool:
    """Whether the reader may see whose score a teacher's score is."""
    return by.has_permission(Permission.VIEW_TEACHER_SCORES)


def may_compute(round_: AssessmentRound, by: Actor) -> bool:
    """Whether the reader may request a computation: again and again until the round is published."""
    return by.has_permission(Permission.COMPUTE_ROUND) and round_.state in STATES_ALLOWING_COMPUTATION


def may_confirm(round_: AssessmentRound, by: Actor) -> bool:
    """Whether the reader's school still has results to confirm. One query where the state allows it."""
    is_possible = by.has_permission(Permission.CONFIRM_SCORES) and round_.state in STATES_ALLOWING_CONFIRMATION
    return is_possible and queries.unconfirmed_results(round_).exists()


def may_publish(round_: AssessmentRound, by: Actor) -> bool:
    """Whether the reader may publish: once every school has confirmed."""
    return by.has_permission(Permission.PUBLISH_ROUND) and round_.state in STATES_ALLOWING_PUBLICATION
