"""Open and close system incidents: one row while a fault lasts. For cross-tenant workers."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from services.notify.alerts import county
from services.notify.choices import IncidentKind
from services.notify.models import SystemIncident

# `alerts.undelivered` notifies the tenant of these; the county's officers need no second notification.
ALERTED_SEPARATELY = {IncidentKind.DEAD, IncidentKind.UNCERTAIN}
Detected = tuple[int, str]  # county id, and the channel or queue


def open_incident(
    kind: IncidentKind,
    *,
    source: str,
    now: datetime,
    county_id: int | None,
    school_id: int | None = None,
    count: int = 1,
) -> bool:
    """Open an incident, or add to its count while one is open; True for a new one."""
    # Tried first: the constraint decides which of two detections at once opens it.
    if _open(kind, source, now, county_id, school_id, count):
        return True
    existing = SystemIncident.objects.filter(kind=kind, source=source, county_id=county_id or 0, closed_at=None)
    existing = existing.filter(school_id=school_id) if school_id else existing.filter(school__isnull=True)
    existing.update(seen_count=F("seen_count") + count, last_seen_at=now)
    return False


def sync_incidents(kind: IncidentKind, detected: Collection[Detected], *, now: datetime) -> int:
    """Make the open incidents of a kind equal to what is detected now; the count of new ones.

    Incidents that are no longer detected are closed. Idempotent: the count of an open incident does not grow.
    """
    open_incidents = SystemIncident.objects.filter(kind=kind, closed_at=None)
    known = {(row.county_id, row.source): row.pk for row in open_incidents}
    open_incidents.filter(pk__in=[pk for key, pk in known.items() if key not in detected]).update(closed_at=now)
    open_incidents.filter(pk__in=[pk for key, pk in known.items() if key in detected]).update(last_seen_at=now)
    new = sorted(set(detected) - known.keys())
    return sum(_open(kind, source, now, county_id, None, 1) for county_id, source in new)


def close_incidents(kind: IncidentKind, *, source: str, now: datetime) -> int:
    """Close the incidents of a source in every county; the count of those that were open."""
    return int(SystemIncident.objects.filter(kind=kind, source=source, closed_at=None).update(closed_at=now))


def _open(
    kind: IncidentKind, source: str, now: datetime, county_id: int | None, school_id: int | None, count: int
) -> bool:
    row = SystemIncident(
        kind=kind,
        source=source,
        opened_at=now,
        last_seen_at=now,
        seen_count=count,
        county_id=county_id,
        school_id=school_id,
    )
    SystemIncident.objects.bulk_create([row], ignore_conflicts=True)
    # Read back by its id: an insert that meets a conflict says nothing.
    is_new = SystemIncident.objects.filter(public_id=row.public_id).exists()
    if is_new and county_id and kind not in ALERTED_SEPARATELY:
        county.notify_county(kind, source=source, now=now, county_id=county_id)
    return is_new
