"""Envelopes for sealed columns of rows that are not model instances yet. The same as `Sealed.seal`, but faster."""

from collections.abc import Callable
from uuid import UUID

from services.kit.vault import associated_data
from services.schools.sealed import Sealed, vault

SealColumn = Callable[[str, str | None], bytes | None]


class Sealer:
    """Seals and opens the columns of one school's rows."""

    def __init__(self, school_id: int) -> None:
        self._school_id = school_id
        self._shared: dict[tuple[type[Sealed], str], bytes] = {}

    def of_row(self, table: type[Sealed], seal_id: UUID) -> SealColumn:
        """A function (column, text) → envelope for one row."""
        row = associated_data(seal_id)

        def seal(column: str, text: str | None) -> bytes | None:
            return vault().seal(text, associated_data=self._associated_data(table, column) + row) if text else None

        return seal

    def open(self, table: type[Sealed], column: str, seal_id: UUID, envelope: bytes | None) -> str | None:
        """The text in an envelope, None where there is none."""
        if not envelope:
            return None
        return vault().open(envelope, associated_data=self._associated_data(table, column) + associated_data(seal_id))

    def _associated_data(self, table: type[Sealed], column: str) -> bytes:
        """The part of an envelope's associated data that all rows share: made once, not 60,000 times."""
        if (shared := self._shared.get((table, column))) is None:
            shared = self._shared[table, column] = associated_data(f"{table._meta.db_table}.{column}", self._school_id)
        return shared
