"""Who does not want a channel, as far as this place has written it down."""

from collections.abc import Iterable

from services.notify.models import OptOut
from services.schools.sealed import index

PURPOSE = "notify.recipient"  # as `outbox` indexes whom a delivery goes to


def opted_out(addresses: Iterable[str], channel: str) -> set[str]:
    """Which of these a school has been told of; in a county's scope, which anybody has. One query."""
    known = {index(address, PURPOSE): address for address in addresses}
    rows = OptOut.objects.filter(channel=channel, address_index__in=known)
    return {known[found] for found in rows.values_list("address_index", flat=True)}
