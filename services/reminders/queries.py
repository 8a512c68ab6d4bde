"""What the rules of a kind have done in the open scope."""

from datetime import datetime
from typing import TypedDict

from django.db.models import Count, Q, QuerySet, Sum

from services.jobs.models import Occurrence
from services.reminders.evaluation.due import SCHEDULE_PREFIX


class OccurrenceRow(TypedDict):
    """One evaluation of a rule, summed over the tenants of the scope."""

    due_at: datetime
    tenants: int
    notifications: int
    failed: int
    skipped: int


def occurrences_of(kind: str) -> QuerySet[Occurrence, OccurrenceRow]:
    """Every evaluation of a kind's rules, the newest first."""
    rows = Occurrence.objects.filter(schedule=SCHEDULE_PREFIX + kind).values("due_at")
    counted: QuerySet[Occurrence, OccurrenceRow] = rows.annotate(
        tenants=Count("pk"),
        notifications=Sum("result_count"),
        failed=Sum("failures"),
        skipped=Count("pk", filter=~Q(skip_reason="")),
    ).order_by("-due_at")
    return counted
