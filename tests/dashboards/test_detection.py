"""Figures that stop following the rows are noticed, in the county that is concerned."""

from datetime import timedelta
from typing import Any

import pytest

from services.dashboards import actions
from services.dashboards.detection import LATE_AFTER, detect_late_figures
from services.dashboards.models import StaleRollup
from services.notify.choices import IncidentKind
from services.notify.models import Notification, SystemIncident
from services.schools.scope import ALL_TENANTS, scope


def late_figures() -> list[tuple[int | None, bool]]:
    """County and whether it is over, of each incident."""
    rows = SystemIncident.objects.filter(kind=IncidentKind.FIGURES_LATE).order_by("pk")
    return [(row.county_id, row.closed_at is not None) for row in rows]


@pytest.mark.django_db
def test_a_change_not_counted_for_long_is_an_incident_of_its_county_until_it_is_counted(town: Any) -> None:
    now = town.monday
    with scope(ALL_TENANTS):
        StaleRollup.objects.update(since=now - LATE_AFTER + timedelta(seconds=1))
        assert (detect_late_figures(now), late_figures()) == (0, []), "a change of nine minutes is only waiting"

        StaleRollup.objects.filter(county_id=town.county.pk).update(since=now - LATE_AFTER)
        assert (detect_late_figures(now), detect_late_figures(now)) == (1, 0)
        assert late_figures() == [(town.county.pk, False)]
        notified = Notification.objects.filter(kind="incident.opened").values_list("recipient_id", flat=True)
        assert set(notified) == {town.officer.user_id, town.lead.user_id}, "nobody of the other county"

    actions.refresh_stale(now=now)
    with scope(ALL_TENANTS):
        assert detect_late_figures(now) == 0
        assert late_figures() == [(town.county.pk, True)]
