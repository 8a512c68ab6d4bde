"""Sealed columns: one-to-one tables of envelopes on which the county has no grant. Opening one is the unmask act."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models

from services.kit.ids import uuid7
from services.kit.vault import Vault, associated_data
from services.schools.tenancy import ALL, NO_PRIVILEGES, SchoolOwned


@lru_cache(maxsize=1)
def vault() -> Vault:
    return Vault.from_text(settings.VAULT_KEYS, settings.VAULT_INDEX_KEY)


class Sealed(SchoolOwned):
    """`seal_id` ties each envelope to its row: copied to another row, column or school it does not open."""

    seal_id = models.UUIDField(default=uuid7, editable=False)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        abstract = True

    def seal(self, column: str, text: str | None) -> None:
        """Put a text into a sealed column; nothing becomes NULL."""
        setattr(self, column, vault().seal(text, about=self._about(column)) if text else None)

    def unseal(self, column: str) -> str:
        """The text of a sealed column, "" when there is none."""
        envelope: Any = getattr(self, column)
        return vault().open(envelope, about=self._about(column)) if envelope else ""

    def _about(self, column: str) -> bytes:
        return associated_data(f"{self._meta.db_table}.{column}", self.school_id or 0, self.seal_id)


def index(value: str | None, purpose: str) -> str:
    """The blind index of a cleaned ID number or telephone for exact look-up; "" of nothing."""
    return vault().blind_index(value, purpose=purpose) if value else ""
