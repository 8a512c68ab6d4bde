"""Reads of jobs, inside the reader's scope."""

from django.db.models import QuerySet

from services.access.actor import Actor
from services.jobs.models import Job


def visible_to(by: Actor) -> QuerySet[Job]:
    """Jobs of the tenant for heads, admins and county staff; for everybody else their own."""
    rows = Job.objects.all()
    return rows if by.sees_whole_school else rows.filter(requested_by_id=by.user_id)
