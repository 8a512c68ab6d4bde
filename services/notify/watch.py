"""Incidents: what needs a person, one row while it lasts. Written by workers at large."""

from datetime import datetime

from django.db.models import F

from services.notify.choices import IncidentKind
from services.notify.models import Incident


def incident(
    kind: IncidentKind,
    *,
    about: str,
    now: datetime,
    county_id: int | None,
    school_id: int | None = None,
    times: int = 1,
) -> bool:
    """Open an incident, or count it again while it is open; whether it is new."""
    row = Incident(
        kind=kind, about=about, opened_at=now, seen_at=now, times=times, county_id=county_id, school_id=school_id
    )
    Incident.objects.bulk_create([row], ignore_conflicts=True)
    if Incident.objects.filter(public_id=row.public_id).exists():
        return True
    same = Incident.objects.filter(kind=kind, about=about, county_id=county_id or 0, closed_at=None)
    same = same.filter(school_id=school_id) if school_id else same.filter(school__isnull=True)
    same.update(times=F("times") + times, seen_at=now)
    return False


def over(kind: IncidentKind, *, about: str, now: datetime) -> int:
    """It has passed by itself: close it everywhere; how many were open."""
    return int(Incident.objects.filter(kind=kind, about=about, closed_at=None).update(closed_at=now))
