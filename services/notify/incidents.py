"""Incidents: what needs a person, one row while it lasts. Written by workers at large; the county's people are told."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from services.notify import county_alerts
from services.notify.choices import IncidentKind
from services.notify.models import SystemIncident

# Of these the people of the place hear through services/notify/alarm.py.
ALERTED_SEPARATELY = {IncidentKind.DEAD, IncidentKind.UNCERTAIN}
Detected = tuple[int, str]  # county, and which channel or queue


def open_incident(
    kind: IncidentKind,
    *,
    about: str,
    now: datetime,
    county_id: int | None,
    school_id: int | None = None,
    times: int = 1,
) -> bool:
    """Open an incident, or count it again while it is open; whether it is new."""
    if _open(kind, about, now, county_id, school_id, times):
        return True
    same = SystemIncident.objects.filter(kind=kind, source=about, county_id=county_id or 0, closed_at=None)
    same = same.filter(school_id=school_id) if school_id else same.filter(school__isnull=True)
    same.update(seen_count=F("seen_count") + times, last_seen_at=now)
    return False


def sync_incidents(kind: IncidentKind, found: Collection[Detected], *, now: datetime) -> int:
    """What is wrong at this moment, all of a kind: new ones are opened, what is no longer found has passed by itself
    and is closed; how many are new. Looking again counts nothing twice.
    """
    open_ones = SystemIncident.objects.filter(kind=kind, closed_at=None)
    known = {(row.county_id, row.source): row.pk for row in open_ones}
    open_ones.filter(pk__in=[pk for key, pk in known.items() if key not in found]).update(closed_at=now)
    open_ones.filter(pk__in=[pk for key, pk in known.items() if key in found]).update(last_seen_at=now)
    return sum(_open(kind, about, now, county, None, 1) for county, about in sorted(set(found) - known.keys()))


def close_incidents(kind: IncidentKind, *, about: str, now: datetime) -> int:
    """It has passed by itself: close it everywhere; how many were open."""
    return int(SystemIncident.objects.filter(kind=kind, source=about, closed_at=None).update(closed_at=now))


def _open(
    kind: IncidentKind, about: str, now: datetime, county_id: int | None, school_id: int | None, times: int
) -> bool:
    row = SystemIncident(
        kind=kind,
        source=about,
        opened_at=now,
        last_seen_at=now,
        seen_count=times,
        county_id=county_id,
        school_id=school_id,
    )
    SystemIncident.objects.bulk_create([row], ignore_conflicts=True)
    is_new = SystemIncident.objects.filter(public_id=row.public_id).exists()
    if is_new and county_id and kind not in ALERTED_SEPARATELY:
        county_alerts.notify_county(kind, about=about, now=now, county_id=county_id)
    return is_new
