"""Sealed columns: encrypted personal data, most of it in one-to-one tables that the county's role cannot read."""

from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import ClassVar

from django.conf import settings
from django.db import models

from services.kit.ids import uuid7
from services.kit.vault import Vault, associated_data
from services.schools.tenancy import ALL, NO_PRIVILEGES, SchoolOwned, TenantModel


# Parsed once per process: deriving the ciphers for each row would cost more than decrypting it.
@lru_cache(maxsize=1)
def vault() -> Vault:
    """The vault with the keys of the settings."""
    return Vault.from_text(settings.VAULT_KEYS, settings.VAULT_INDEX_KEY)


class SealedColumns(TenantModel):
    """Mixin for a tenant table whose binary columns are all sealed; `manage.py keys` finds them by it."""

    bound_to: ClassVar[tuple[str, ...]]  # attributes of the row that its envelopes are bound to; `delivery.public_id`
    # Column of a blind index, here or on a related row (`pupil.person_key`): the sealed column it is of, its purpose.
    blind_indexes: ClassVar[Mapping[str, tuple[str, str]]] = {}

    class Meta(TenantModel.Meta):
        abstract = True

    def seal(self, column: str, text: str | None) -> None:
        """Encrypt a text into a sealed column; an empty text becomes NULL."""
        setattr(self, column, vault().seal(text, associated_data=self.associated_data(column)) if text else None)

    def unseal(self, column: str) -> str:
        """Decrypt a sealed column; "" for NULL. Raises VaultError."""
        envelope: bytes | memoryview | None = getattr(self, column)
        return vault().open(envelope, associated_data=self.associated_data(column)) if envelope else ""

    def associated_data(self, column: str) -> bytes:
        """What an envelope is bound to: a value copied to another column or row cannot be decrypted."""
        row = (attrgetter(path)(self) or 0 for path in self.bound_to)
        return associated_data(f"{self._meta.db_table}.{column}", *row)


class Sealed(SealedColumns, SchoolOwned):
    """Base of a sealed table of a school; envelopes are bound to the school as well."""

    # Not the primary key, which the database assigns only after the envelope has been made.
    seal_id = models.UUIDField(default=uuid7, editable=False)

    bound_to = ("school_id", "seal_id")

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        abstract = True


def index(value: str | None, purpose: str) -> str:
    """The blind index of a normalised ID or phone number, for exact search; "" for an empty value."""
    return vault().blind_index(value, purpose=purpose) if value else ""
