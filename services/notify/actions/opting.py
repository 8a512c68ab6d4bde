"""Who does not want a channel any more, and who wants it again. Safety alerts still go out."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from services.access import trail
from services.access.actor import Actor
from services.notify.models import OptOut
from services.schools.sealed import index


@transaction.atomic
def opt_out(*, address: str, channel: str, how: str, by: Actor | None, now: datetime, county_id: int) -> None:
    """Keep it for the county. Said again, it changes nothing. `how`: the page, or the words of the answer."""
    row = OptOut(
        county_id=county_id, channel=channel, address_index=index(address, "notify.recipient"), since=now, how=how[:60]
    )
    OptOut.objects.bulk_create([row], ignore_conflicts=True)
    trail.note("notify.opted_out", about=(), by=by, now=now, detail={"channel": channel})


@transaction.atomic
def opt_in(*, address: str, channel: str, county_id: int) -> bool:
    """They ask for it again; whether they had refused it. As a worker at large: nobody else reads who refused."""
    rows = OptOut.objects.filter(county_id=county_id, channel=channel, address_index=index(address, "notify.recipient"))
    return bool(rows.delete()[0])


def refused(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of (channel, address index) have been refused, in any county; as a worker at large."""
    wanted = set(pairs)
    rows = OptOut.objects.filter(address_index__in={address for _channel, address in wanted})
    return wanted & set(rows.values_list("channel", "address_index"))
