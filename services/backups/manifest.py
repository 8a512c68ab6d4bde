"""What a backup states about its database: tables, policies, grants, rows, and sealed values that open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from services.kit.vault import VaultError
from services.schools.database_schema import catalog, comparison
from services.schools.renewal.resealing import SealedColumn, sealed_columns
from services.schools.sealed import vault

FORMAT = 1
SAMPLE = 5  # values of each sealed column: a wrong key fails at the first


class WrongBackupKeys(Exception):
    """The vault keys of this process are not those of the backup: nobody could read its sealed columns."""


@dataclass(frozen=True)
class Manifest:
    """The description of one database at one moment. `tables` are lines as in `expected.txt`."""

    format: int
    taken_at: str
    postgres: str
    schema: str
    tables: str
    policies: int
    grants: int
    rows: dict[str, int]
    vault: dict[str, str]
    seals: dict[str, list[str]]
    files: int = 0

    def summary(self) -> str:
        return (
            f"{len(self.rows)} tables, {sum(self.rows.values())} rows, {self.policies} policies, {self.grants} grants,"
            f" {sum(map(len, self.seals.values()))} sampled seals, {self.files} files"
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def describe(using: str, now: datetime, *, files: int = 0) -> Manifest:
    """Describe the database behind a connection of its owner, who reads every row. Raises VaultError."""
    with connections[using].cursor() as cursor:
        description = catalog.describe(cursor)
        digests = catalog.digests(description)
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
        rows = {table: _count(cursor, table) for table in description}
    seals = {str(column): _sample(column, using) for column in sealed_columns() if _exists(column, description)}
    return Manifest(
        format=FORMAT,
        taken_at=now.isoformat(),
        postgres=version,
        schema=comparison.schema_digest(digests),
        tables=comparison.serialize(digests),
        policies=_facts(description, "policy"),
        grants=_facts(description, "grant"),
        rows=rows,
        vault=vault().fingerprints(),
        seals=seals,
        files=files,
    )


def read(content: Mapping[str, Any]) -> Manifest:
    return Manifest(**content)


def check_keys(manifest: Manifest) -> None:
    """Raise WrongBackupKeys unless this process has every key with which the backup is sealed."""
    own = vault().fingerprints()
    if missing := sorted(name for name, fingerprint in manifest.vault.items() if own.get(name) != fingerprint):
        raise WrongBackupKeys(
            f"The backup is sealed with {', '.join(missing)}, which VAULT_KEYS and VAULT_INDEX_KEY of this machine"
            " lack. Set those of the installation that was backed up (docs/operations.md)."
        )


def differences(expected: Manifest, using: str, *, files: int) -> list[str]:
    """Compare a restored database with its manifest; a sentence for each difference."""
    try:
        present = describe(using, datetime.fromisoformat(expected.taken_at), files=files)
        count = len(_unopened(expected, using))
    except VaultError as error:
        return [f"a sealed value does not open: {error}"]
    tables = set(expected.tables.splitlines()) ^ set(present.tables.splitlines())
    unopened = [f"{count} sealed values are missing or do not open"] if count else []
    rows = [
        f"{table} has {present.rows.get(table, 0)} rows instead of {number}"
        for table, number in expected.rows.items()
        if present.rows.get(table) != number
    ]
    totals = [
        f"{getattr(present, name)} {name} instead of {getattr(expected, name)}"
        for name in ("policies", "grants", "files")
        if getattr(present, name) != getattr(expected, name)
    ]
    changed = sorted({line.split()[0] for line in tables})
    return [*totals, *(f"the table {table} differs" for table in changed), *rows, *unopened]


def _facts(description: catalog.Description, kind: str) -> int:
    return sum(len(facts.get(kind, ())) for facts in description.values())


def _exists(column: SealedColumn, description: catalog.Description) -> bool:
    """Whether a table of this release is in the database; in an older backup it may not be."""
    return column.model._meta.db_table in description


def _count(cursor: Any, table: str) -> int:
    quoted = table.replace('"', '""')
    cursor.execute(f'SELECT count(*) FROM "{quoted}"')  # noqa: S608  a name from the catalog
    return int(cursor.fetchone()[0])


def _rows(column: SealedColumn, using: str) -> QuerySet[Any]:
    """The sealed rows of every tenant: not by the manager, which knows one database only and wants a scope."""
    rows: QuerySet[Any] = QuerySet(model=column.model, using=using).exclude(**{column.name: None})
    related = {path.rpartition(".")[0] for path in column.model.bound_to} - {""}
    return rows.select_related(*related) if related else rows


def _sample(column: SealedColumn, using: str) -> list[str]:
    """Keys of the newest rows, each opened once."""
    rows = list(_rows(column, using).order_by("-pk")[:SAMPLE])
    for row in rows:
        row.unseal(column.name)
    return [str(row.pk) for row in rows]


def _unopened(expected: Manifest, using: str) -> list[str]:
    """Sampled values that are missing or do not open."""
    unopened = []
    for column in sealed_columns():
        keys = expected.seals.get(str(column), [])
        rows = {str(row.pk): row for row in _rows(column, using).filter(pk__in=keys)} if keys else {}
        unopened += [key for key in keys if key not in rows or not rows[key].unseal(column.name)]
    return unopened
