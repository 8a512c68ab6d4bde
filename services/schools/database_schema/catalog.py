"""Describe the tables of a database from its catalog, equally on every supported PostgreSQL and for every login.

Names of constraints and indexes are left out, as is the order of columns: an upgraded table differs in both from a
new one and works the same.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Protocol

# Kind of fact: SQL that yields (table, fact). information_schema hides what the login may not use; pg_catalog does not.
FACTS = {
    "column": """
        SELECT c.relname, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'not null' END, nullif(a.attidentity::text, ''),
            nullif(a.attgenerated::text, ''), pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": """
        SELECT c.relname, replace(pg_get_constraintdef(k.oid), ' NOT VALID', '')
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c', 'x')""",
    "index": """
        SELECT c.relname, regexp_replace(pg_get_indexdef(i.indexrelid), ' INDEX \\S+ ON', ' INDEX ON')
            || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace""",
    "security": """
        SELECT c.relname, concat_ws(' ', CASE WHEN c.relrowsecurity THEN 'enabled' END,
            CASE WHEN c.relforcerowsecurity THEN 'forced' END)
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')""",
    "policy": """
        SELECT tablename, concat_ws(' | ', policyname, permissive, roles::text, cmd, qual, with_check)
        FROM pg_policies WHERE schemaname = 'public'""",
    "grant": """
        SELECT c.relname, coalesce(r.rolname, 'PUBLIC') || ' ' || g.privilege_type
            || CASE WHEN g.is_grantable THEN ' with grant option' ELSE '' END
        FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND g.grantee <> c.relowner""",
    "trigger": """
        SELECT c.relname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text || ' ' || md5(p.prosrc)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal""",
}
# An expression that was dumped and restored is printed with other casts of texts, brackets and spaces.
_NOISE = re.compile(r"::(?:character varying|text)(?:\[\])?|[()\s]+")

Description = Mapping[str, Mapping[str, Sequence[str]]]
Digests = dict[str, dict[str, str]]


class Cursor(Protocol):
    """What Django's cursor and psycopg's have in common."""

    def execute(self, query: Any, /) -> Any: ...
    def fetchall(self) -> list[Any]: ...


def describe(cursor: Cursor) -> dict[str, dict[str, list[str]]]:
    """Table → kind of fact → facts in order, of every table of the schema public."""
    tables: dict[str, dict[str, list[str]]] = {}
    for kind, statement in FACTS.items():
        cursor.execute(statement)
        for table, fact in cursor.fetchall():
            tables.setdefault(table, {}).setdefault(kind, []).append(_NOISE.sub("", fact))
    return {table: {kind: sorted(facts) for kind, facts in tables[table].items()} for table in sorted(tables)}


def digests(description: Description) -> Digests:
    """Table → kind of fact → 10 hex digits: short enough to keep, and a difference still has a table and a kind."""
    return {
        table: {kind: _hash(kinds[kind]) for kind in FACTS if kind in kinds} for table, kinds in description.items()
    }


def _hash(facts: Sequence[str]) -> str:
    return sha256("\n".join(facts).encode()).hexdigest()[:10]
