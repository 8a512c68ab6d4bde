"""Opt-outs that the tenant of the scope has recorded."""

from collections.abc import Iterable

from services.notify.choices import ADDRESS_PURPOSE
from services.notify.models import OptOut
from services.schools.sealed import index


def opted_out(addresses: Iterable[str], channel: str) -> set[str]:
    """Those of the addresses with an opt-out of this channel: of the school, or of anybody in the county's scope."""
    by_index = {index(address, ADDRESS_PURPOSE): address for address in addresses}
    rows = OptOut.objects.filter(channel=channel, address_index__in=by_index)
    return {by_index[address_index] for address_index in rows.values_list("address_index", flat=True)}
