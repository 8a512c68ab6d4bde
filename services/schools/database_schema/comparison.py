"""Compare a database with what this release expects.

`expected.txt` has a line for each table. The database names, in a comment, the digest of the release that migrated it
last: while a rolling restart is under way, the older processes see a newer schema and have to accept it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from services.schools.database_schema import catalog
from services.schools.database_schema.catalog import Cursor, Digests

EXPECTED = Path(__file__).with_name("expected.txt")
_MARK = "nuanyang schema "
_DECLARED = "SELECT coalesce(obj_description('public'::regnamespace, 'pg_namespace'), '')"


@dataclass(frozen=True)
class Comparison:
    """Tables that differ, each with the properties that differ, and whether another release migrated the database."""

    differences: Mapping[str, tuple[str, ...]]
    is_of_other_release: bool

    @property
    def is_ready(self) -> bool:
        return not self.differences or self.is_of_other_release

    def __str__(self) -> str:
        return "; ".join(f"{table}: {', '.join(kinds)}" for table, kinds in self.differences.items())


def compare(cursor: Cursor) -> Comparison:
    """Compare the tables of this database with those the release expects; extra tables are ignored."""
    present = catalog.digests(catalog.describe(cursor))
    differences = {
        table: kinds
        for table, properties in expected().items()
        if (kinds := _differing(properties, present.get(table)))
    }
    # Another release migrated it, and the database is exactly as that release declared: not damaged, only newer.
    declared = _declared(cursor)
    is_of_other_release = declared not in {"", schema_digest(expected())} and declared == schema_digest(present)
    return Comparison(differences, is_of_other_release)


def record_expected(cursor: Cursor) -> None:
    """Write the digest of the expected schema into the database. For its owner, after a migration."""
    cursor.execute(f"COMMENT ON SCHEMA public IS '{_MARK}{schema_digest(expected())}'")


@cache
def expected() -> Digests:
    """Read the digests of this release's tables."""
    lines = EXPECTED.read_text().splitlines() if EXPECTED.exists() else []
    return {
        table: dict(prop.split("=") for prop in properties) for table, *properties in (line.split() for line in lines)
    }


def serialize(digests: Digests) -> str:
    """Write digests as `expected.txt` has them, one table a line."""
    rows = (
        " ".join((table, *(f"{kind}={value}" for kind, value in properties.items())))
        for table, properties in digests.items()
    )
    return "".join(f"{row}\n" for row in rows)


def schema_digest(digests: Digests) -> str:
    """32 hex digits that stand for all tables together."""
    return sha256(serialize(digests).encode()).hexdigest()[:32]


def _declared(cursor: Cursor) -> str:
    cursor.execute(_DECLARED)
    [[comment]] = cursor.fetchall()
    return str(comment).removeprefix(_MARK) if str(comment).startswith(_MARK) else ""


def _differing(expected: Mapping[str, str], present: Mapping[str, str] | None) -> tuple[str, ...]:
    if present is None:
        return ("table",)
    return tuple(kind for kind in catalog.FACTS if expected.get(kind) != present.get(kind))
