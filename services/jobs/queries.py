"""Which jobs a user may see."""

from django.db.models import QuerySet

from services.access.actor import Actor
from services.jobs.models import Job


def visible_to(by: Actor) -> QuerySet[Job]:
    """All jobs of the scope's tenant for heads, administrators and county officers; for others what they requested."""
    rows = Job.objects.all()
    return rows if by.sees_whole_school else rows.filter(requested_by_id=by.user_id)
