"""Empty the tables after a test that commits, but only those it wrote: Django truncates all, ten times as slowly.

The database's superuser deletes, past foreign keys, triggers and row-level security. What the migration filled
(permissions, the fingerprints of the vault keys) and declared (policies, keys) is compared with its first state; where
a test changed that, or wrote much, Django's flush truncates the tables and fills them again.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from infra.postgres.apply import at_database
from tests.servers import ADMIN_URL

ALIAS = "owner"
MUCH = 16 * 2**20  # bytes of a table: deleted rows stay in its file until it is truncated
LOCK_TIMEOUT = "20s"  # as the owner's own: somebody still writes, and the next test would find what they wrote
_WRITTEN = """
    SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0 AND relname = ANY(%s)
"""
_DECLARED = """
    SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
        SELECT oid || coalesce(obj_description(oid, 'pg_class'), '') FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        UNION ALL SELECT oid || conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT coalesce(obj_description('public'::regnamespace, 'pg_namespace'), '')
    ) AS lines (line)
"""


@contextmanager
def only_what_was_written() -> Iterator[None]:
    """Within the block, Django empties the tables so. Enter it when the test database is fresh."""
    if not (url := os.environ.get(ADMIN_URL)):
        yield
        return
    database = at_database(url, connections[ALIAS].settings_dict["NAME"])
    with psycopg.connect(database, autocommit=True) as admin, pytest.MonkeyPatch.context() as patch:
        if admin.info.parameter_status("is_superuser") == "on":
            patch.setattr(TransactionTestCase, "_fixture_teardown", _emptying(_Tables(admin)))
        yield


def _emptying(tables: "_Tables") -> Callable[[Any], None]:
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def empty(case: Any) -> None:
        if not tables.empty():
            flush(case)
            tables.remember()

    return empty


class _Tables:
    """The tables of the test database, and what was in it when it was fresh."""

    def __init__(self, admin: psycopg.Connection) -> None:
        self.admin = admin
        self.names = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if _has_table(model)]
        names = sql.SQL(", ").join(map(sql.Identifier, self.names))
        self.lock = sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(names)
        admin.execute("SET session_replication_role = replica")
        admin.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        self.remember()

    def remember(self) -> None:
        self.filled = set(self._written())
        self.first = self._state()

    def empty(self) -> bool:
        """Delete what was written. False, and nothing deleted, where only a flush brings the first state back."""
        with self.admin.transaction():
            self.admin.execute(self.lock)  # waits for those who still write
            written = self._written()
            if max(written.values(), default=0) > MUCH or self._state() != self.first:
                return False
            for name in written.keys() - self.filled:
                self.admin.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        return True

    def _written(self) -> dict[str, int]:
        return dict(self.admin.execute(_WRITTEN, [self.names]).fetchall())

    def _state(self) -> list[Any]:
        contents = "SELECT md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {} AS row"
        filled = [sql.SQL(contents).format(sql.Identifier(name)) for name in sorted(self.filled)]
        return [self.admin.execute(query).fetchone() for query in (*filled, sql.SQL(_DECLARED))]


def _has_table(model: Any) -> bool:
    return model._meta.managed and not model._meta.proxy
