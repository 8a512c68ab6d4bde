"""Who sees which result: the county and a school's managers all of theirs, a teacher the own one and no other."""

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentResult, Score


def visible_results(by: Actor) -> QuerySet[AssessmentResult]:
    """Results of rounds that have been computed."""
    rows: QuerySet[AssessmentResult] = AssessmentResult.objects.exclude(round__state=RoundState.OPEN)
    if not by.has_permission(Permission.VIEW_SCORES):
        return rows.none()
    if by.sees_whole_school:
        return rows
    return rows.filter(staff_id=by.staff_id) if by.staff_id else rows.none()


def visible_scores(by: Actor) -> QuerySet[Score]:
    """The scores of visible results."""
    return Score.objects.filter(result__in=visible_results(by).values("pk"))
