"""Read the filters of a document, which are texts of an address or of a body."""

from datetime import date
from uuid import UUID

from services.documents.lists import Filters

_NIL = UUID(int=0)  # the id of no row


def uuid_of(filters: Filters, name: str) -> UUID:
    """The nil id, which no row has, where it is missing or none."""
    try:
        return UUID(filters.get(name, ""))
    except ValueError:
        return _NIL


def day_of(filters: Filters, name: str) -> date | None:
    """None where it is missing or no day of the calendar."""
    try:
        return date.fromisoformat(filters.get(name, ""))
    except ValueError:
        return None
