"""Detect counties whose figures no longer follow the rows, and write them as incidents that close by themselves."""

from datetime import datetime, timedelta

from django.db.models import Min

from services.dashboards.models import StaleRollup
from services.notify.alerts import incidents
from services.notify.choices import IncidentKind

# A change is counted within seconds, and within minutes after a night's import: longer than this is a fault.
LATE_AFTER = timedelta(minutes=10)


def detect_late_figures(now: datetime) -> int:
    """An incident per county with a change not counted for long; the count of new ones. For a cross-tenant worker."""
    oldest = StaleRollup.objects.values("county_id").annotate(oldest=Min("since")).order_by()
    late = oldest.filter(oldest__lte=now - LATE_AFTER).values_list("county_id", flat=True)
    return incidents.sync_incidents(IncidentKind.FIGURES_LATE, [(county_id, "") for county_id in late], now=now)
