"""Detect counties whose audit events wait for their seal, and write them as incidents that close by themselves."""

from datetime import datetime, timedelta

from services.audit_log import queries
from services.notify.alerts import incidents
from services.notify.choices import IncidentKind

UNSEALED_AFTER = timedelta(minutes=15)  # the worker seals every minute


def detect_unsealed_events(now: datetime) -> int:
    """An incident per county with events that nobody seals; the count of new ones. For a cross-tenant worker.

    Until they are sealed, nobody would see a change in them.
    """
    detected = [(county_id, "") for county_id in queries.counties_waiting(UNSEALED_AFTER)]
    return incidents.sync_incidents(IncidentKind.AUDIT_UNSEALED, detected, now=now)
