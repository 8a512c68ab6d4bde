"""The statements of row-level security for each table, derived from the model's base."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models

from services.schools.rls.unscoped_tables import UNSCOPED_PRIVILEGES
from services.schools.tenancy import CountyOwned, SchoolOrCountyOwned, SchoolOwned, TenantModel

SCHOOL = "current_setting('app.school_id')::bigint"
COUNTY = "current_setting('app.county_id')::bigint"
# Everybody who may ever have been granted something: revoked first, so that a grant of an old release does not stay.
GRANTEES = "PUBLIC, r_school, r_county, r_worker, web, worker"


@dataclass(frozen=True)
class CompositeKey:
    """A composite foreign key or the unique key it points to."""

    table: str
    name: str
    definition: str


@dataclass(frozen=True)
class TablePlan:
    """All statements of one table. A changed hash makes `apply` run them again."""

    table: str
    statements: tuple[str, ...]

    @property
    def hash(self) -> str:
        return sha256("\n".join(self.statements).encode()).hexdigest()[:16]


# Apps above register their triggers from AppConfig.ready: callables that yield (table, statements).
extra_statements: list[Callable[[], Iterator[tuple[str, tuple[str, ...]]]]] = []


def table_plans() -> list[TablePlan]:
    """The plan of every table that Django manages."""
    extra: dict[str, list[str]] = {}
    for source in extra_statements:
        for table, statements in source():
            extra.setdefault(table, []).extend(statements)
    return [
        TablePlan(model._meta.db_table, (*_statements(model), *extra.get(model._meta.db_table, ())))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ] + [TablePlan("django_migrations", _unscoped("django_migrations"))]


def _statements(model: type[models.Model]) -> tuple[str, ...]:
    table = model._meta.db_table
    if issubclass(model, TenantModel):
        return _revoke(table) + tuple(_isolated(model))
    return _unscoped(table)


def _revoke(table: str) -> tuple[str, ...]:
    return (f'REVOKE ALL ON "{table}" FROM {GRANTEES}',)


def _unscoped(table: str) -> tuple[str, ...]:
    grants = UNSCOPED_PRIVILEGES.get(table, {})
    return _revoke(table) + tuple(f'GRANT {privileges} ON "{table}" TO {role}' for role, privileges in grants.items())


def _isolated(model: type[TenantModel]) -> Iterator[str]:
    table = model._meta.db_table
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    # FORCE binds the owner of the table, too: it sees rows through r_worker, whose policy says so, and not by itself.
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    for role, condition in _conditions(model).items():
        yield f'DROP POLICY IF EXISTS "{role}" ON "{table}"'
        yield f'CREATE POLICY "{role}" ON "{table}" TO {role} USING ({condition}) WITH CHECK ({condition})'
    for number, policy in enumerate(model.extra_policies):
        yield f'DROP POLICY IF EXISTS "extra_{number}" ON "{table}"'
        yield f'CREATE POLICY "extra_{number}" ON "{table}" {policy}'
        yield f'GRANT SELECT ON "{table}" TO web, worker'
    for number, restriction in enumerate(model.restrictions):
        yield f'DROP POLICY IF EXISTS "restriction_{number}" ON "{table}"'
        yield f'CREATE POLICY "restriction_{number}" ON "{table}" AS RESTRICTIVE {restriction}'
    for role, privileges in model.privileges.items():
        if privileges:
            yield f'GRANT {privileges} ON "{table}" TO {role}'


def _conditions(model: type[TenantModel]) -> dict[str, str]:
    """One equality per role. OR, CASE, functions and subqueries in a policy measured 5 to 300 times slower."""
    by_county = f"{model.county_column} = {COUNTY}"
    by_school = f"{model.school_column} = {SCHOOL}" if model.school_column else by_county
    return {"r_school": by_school, "r_county": by_county, "r_worker": "true"}


def composite_keys() -> Iterator[CompositeKey]:
    """Composite keys: no row refers to another school's, and its county is always the school's county."""
    for model in apps.get_models():
        if not issubclass(model, TenantModel) or model._meta.proxy:
            continue
        table = model._meta.db_table
        # A foreign key may only point to a unique key: (school, id) or (county, id), although id alone is unique.
        if owner := _owner_column(model):
            yield CompositeKey(table, f"{table}_tenant_uq", f"UNIQUE ({owner}, id)")
    yield from _school_keys()
    for model in apps.get_models():
        if issubclass(model, TenantModel) and not model._meta.proxy:
            yield from _foreign_keys(model)


def _foreign_keys(model: type[TenantModel]) -> Iterator[CompositeKey]:
    table = model._meta.db_table
    for field, target in references(model):
        if not _is_implied(model, target):
            name = f"{table}_{field.column}_tenant"[:63]  # PostgreSQL cuts longer names
            yield CompositeKey(table, name, _reference(field.column, target))


def references(model: type[TenantModel]) -> Iterator[tuple[models.ForeignKey[Any, Any], type[TenantModel]]]:
    """The foreign keys to tenant tables that a composite key replaces."""
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey) or getattr(field, "db_constraint", True):
            continue
        if issubclass(target := field.related_model, TenantModel):
            yield field, target


def _school_keys() -> Iterator[CompositeKey]:
    """To rows that may belong to a school: beside the county's key, one that reaches the school.

    The county's alone would let a delivery, address or job of one school hang on another school's row. NULL skips the
    second check: the county's own rows have no school.
    """
    keys = [
        (model._meta.db_table, field.column, target._meta.db_table)
        for model in apps.get_models()
        if issubclass(model, SchoolOwned | SchoolOrCountyOwned) and not model._meta.proxy
        for field, target in references(model)
        if issubclass(target, SchoolOrCountyOwned) and field.name not in model.county_wide_keys
    ]
    for target in sorted({target for _table, _column, target in keys}):
        yield CompositeKey(target, f"{target}_school_uq", "UNIQUE (school_id, id)")
    for table, column, target in keys:
        definition = f'FOREIGN KEY (school_id, {column}) REFERENCES "{target}" (school_id, id)'
        yield CompositeKey(table, f"{table}_{column}_school"[:63], definition)


def _is_implied(model: type[TenantModel], target: type[TenantModel]) -> bool:
    """A school's row proves its county by its school; a second check would cost a look-up per written row."""
    return issubclass(model, SchoolOwned) and target.county_column == "id"


def _reference(column: str, target: type[TenantModel]) -> str:
    """The SQL of one composite foreign key to `target`."""
    table = target._meta.db_table
    if target.school_column == "id":  # the school itself: the key also proves the county
        return f'FOREIGN KEY ({column}, county_id) REFERENCES "{table}" (id, county_id)'
    if target.county_column == "id":
        return f'FOREIGN KEY ({column}) REFERENCES "{table}" (id)'
    shared = "school_id" if issubclass(target, SchoolOwned) else "county_id"
    return f'FOREIGN KEY ({shared}, {column}) REFERENCES "{table}" ({shared}, id)'


def _owner_column(model: type[TenantModel]) -> str | None:
    if issubclass(model, SchoolOwned):
        return "school_id"
    if issubclass(model, CountyOwned | SchoolOrCountyOwned):
        return "county_id"
    if model.school_column == "id":
        return "county_id"  # School: references to (id, county_id) use UNIQUE (county_id, id)
    return None
