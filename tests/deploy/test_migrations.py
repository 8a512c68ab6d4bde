"""The migrations, from nothing, make the same tables, keys and policies that the suite's databases have."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from tests.deploy.databases import migrated_database

CATALOGUE_QUERIES = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    # A constraint may stay unvalidated for rows of earlier releases; for every new row it is the models' own.
    "constraints": "SELECT conrelid::regclass::text, contype::text,"
    " replace(pg_get_constraintdef(oid), ' NOT VALID', '') FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')",
    "indexes": "SELECT tablename, regexp_replace(indexdef, ' INDEX \\S+ ON', ' ON') FROM pg_indexes"
    " WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies",
    "grants": "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants"
    " WHERE table_schema = 'public' AND grantee IN ('r_school', 'r_county', 'r_worker', 'web', 'worker')",
    "triggers": "SELECT event_object_table, trigger_name, event_manipulation FROM information_schema.triggers",
}
APP_PREFIXES = tuple(f"{app.rpartition('.')[2]}_" for app in settings.LOCAL_APPS)


@pytest.fixture
def migrated() -> Iterator[str]:
    """A fresh database that only `manage.py migrate` has touched; its owner's URL."""
    with migrated_database("migrated") as urls:
        yield urls["OWNER_DATABASE_URL"]


def _own_rows(rows: Any) -> set[tuple[Any, ...]]:
    return {tuple(map(str, row)) for row in rows if row[0].strip('"').startswith(APP_PREFIXES)}


@pytest.mark.django_db
def test_migrations_from_nothing_match_the_models(migrated: str) -> None:
    with psycopg.connect(migrated) as theirs, connections["owner"].cursor() as ours:
        for what, sql in CATALOGUE_QUERIES.items():
            ours.execute(sql)
            from_models, from_migrations = _own_rows(ours.fetchall()), _own_rows(theirs.execute(sql).fetchall())
            assert from_migrations ^ from_models == set(), what
