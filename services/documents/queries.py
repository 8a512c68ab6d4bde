"""Which exports a person sees: their own, in the role they asked in, for as long as the file is kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from services.access.actor import Actor
from services.documents.models import Export

KEEP = timedelta(days=7)


def visible_to(by: Actor, now: datetime) -> QuerySet[Export]:
    # The role, too: what a head took out is not the teacher's, also when both are one person.
    rows = Export.objects.select_related("job", "file").filter(requested_by_id=by.user_id, requested_as=by.role)
    return rows.filter(created_at__gt=now - KEEP)


def due(county_id: int | None, before: datetime) -> QuerySet[Export]:
    """Exports of a county whose time is over, oldest first."""
    return Export.objects.filter(county=county_id, created_at__lt=before).order_by("created_at", "pk")
