"""Reads of this room, inside the reader's scope."""

from django.db.models import QuerySet

from services.access.actor import Actor
from services.jobs.models import Job


def visible_to(by: Actor) -> QuerySet[Job]:
    """Heads, admins and county staff see every job of their place, others their own."""
    rows: QuerySet[Job] = Job.objects.all()
    return rows if by.sees_whole_school else rows.filter(requested_by_id=by.user_id)
