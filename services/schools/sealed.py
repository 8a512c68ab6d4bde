"""Sealed columns: encrypted personal data in one-to-one tables that the county's role cannot read."""

from functools import lru_cache

from django.conf import settings
from django.db import models

from services.kit.ids import uuid7
from services.kit.vault import Vault, associated_data
from services.schools.tenancy import ALL, NO_PRIVILEGES, SchoolOwned


@lru_cache(maxsize=1)
def vault() -> Vault:
    """The vault with the keys of the settings."""
    return Vault.from_text(settings.VAULT_KEYS, settings.VAULT_INDEX_KEY)


class Sealed(SchoolOwned):
    """Base of a table with sealed columns.

    `seal_id` is part of what is authenticated: a value copied to another row, column or school cannot be decrypted.
    """

    seal_id = models.UUIDField(default=uuid7, editable=False)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        abstract = True

    def seal(self, column: str, text: str | None) -> None:
        """Encrypt a text into a sealed column; an empty text becomes NULL."""
        setattr(self, column, vault().seal(text, associated_data=self._associated_data(column)) if text else None)

    def unseal(self, column: str) -> str:
        """Decrypt a sealed column; "" for NULL."""
        envelope: bytes | memoryview | None = getattr(self, column)
        return vault().open(envelope, associated_data=self._associated_data(column)) if envelope else ""

    def _associated_data(self, column: str) -> bytes:
        return associated_data(f"{self._meta.db_table}.{column}", self.school_id or 0, self.seal_id)


def index(value: str | None, purpose: str) -> str:
    """The blind index of a normalised ID or phone number, for exact search; "" for an empty value."""
    return vault().blind_index(value, purpose=purpose) if value else ""
