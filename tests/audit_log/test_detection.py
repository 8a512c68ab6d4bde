"""Events that nobody seals are an incident of their county."""

from uuid import UUID

import pytest

from services.audit_log.detection import detect_unsealed_events
from services.audit_log.models import UnsealedEvent
from services.kit.ids import uuid7
from services.notify.models import SystemIncident
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town

TWENTY_MINUTES = 20 * 60 * 1000 << 80  # in the milliseconds of an id


@pytest.mark.django_db
def test_events_that_wait_too_long_are_an_incident_of_their_county_until_they_are_sealed(town: Town) -> None:
    def open_incidents() -> list[tuple[str, int | None]]:
        return list(SystemIncident.objects.filter(closed_at=None).values_list("kind", "county_id"))

    with scope(ALL_TENANTS):
        waiting = UnsealedEvent.objects.create(id=UUID(int=uuid7().int - TWENTY_MINUTES), county_id=town.county.pk)
        UnsealedEvent.objects.create(id=uuid7(), county_id=town.other_county.pk)

        assert detect_unsealed_events(town.monday) == 1
        assert open_incidents() == [("audit_unsealed", town.county.pk)]

        waiting.delete()
        assert detect_unsealed_events(town.later(minutes=1)) == 0
        assert open_incidents() == []
