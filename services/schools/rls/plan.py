"""What should stand: for each table its statements, from the model's kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models

from services.schools.rls.unscoped_tables import READABLE
from services.schools.tenancy import CountyOwned, SchoolOrCountyOwned, SchoolOwned, TenantModel

SCHOOL = "current_setting('app.school_id')::bigint"
COUNTY = "current_setting('app.county_id')::bigint"
GRANTEES = "PUBLIC, r_school, r_county, r_worker, web, worker"


@dataclass(frozen=True)
class Key:
    """A composite foreign key or the unique key it points to; built once, checked in `pg_constraint`."""

    table: str
    name: str
    definition: str


@dataclass(frozen=True)
class TablePlan:
    table: str
    statements: tuple[str, ...]

    @property
    def hash(self) -> str:
        return sha256("\n".join(self.statements).encode()).hexdigest()[:16]


# Rooms above add their triggers here, from their AppConfig.ready: callables giving (table, statements).
also: list[Callable[[], Iterator[tuple[str, tuple[str, ...]]]]] = []


def tables() -> list[TablePlan]:
    """The plan of every table Django manages, open, walled or closed."""
    more: dict[str, list[str]] = {}
    for source in also:
        for table, statements in source():
            more.setdefault(table, []).extend(statements)
    return [
        TablePlan(model._meta.db_table, (*_of(model), *more.get(model._meta.db_table, ())))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ] + [TablePlan("django_migrations", _open("django_migrations"))]


def _of(model: type[Any]) -> tuple[str, ...]:
    table = model._meta.db_table
    if issubclass(model, TenantModel):
        return _closed(table) + tuple(_walled(model))
    return _open(table)


def _closed(table: str) -> tuple[str, ...]:
    return (f'REVOKE ALL ON "{table}" FROM {GRANTEES}',)


def _open(table: str) -> tuple[str, ...]:
    grants = READABLE.get(table, {})
    return _closed(table) + tuple(f'GRANT {rights} ON "{table}" TO {who}' for who, rights in grants.items())


def _walled(model: type[TenantModel]) -> Iterator[str]:
    table = model._meta.db_table
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    for role, condition in _conditions(model).items():
        yield f'DROP POLICY IF EXISTS "{role}" ON "{table}"'
        yield f'CREATE POLICY "{role}" ON "{table}" TO {role} USING ({condition}) WITH CHECK ({condition})'
    for number, policy in enumerate(model.extra_policies):
        yield f'DROP POLICY IF EXISTS "extra_{number}" ON "{table}"'
        yield f'CREATE POLICY "extra_{number}" ON "{table}" {policy}'
        yield f'GRANT SELECT ON "{table}" TO web, worker'
    for role, rights in model.privileges.items():
        if rights:
            yield f'GRANT {rights} ON "{table}" TO {role}'


def _conditions(model: type[TenantModel]) -> dict[str, str]:
    """One simple equality per role; anything cleverer measured 5 to 300 times slower."""
    by_county = f"{model.county_column} = {COUNTY}"
    by_school = f"{model.school_column} = {SCHOOL}" if model.school_column else by_county
    return {"r_school": by_school, "r_county": by_county, "r_worker": "true"}


def keys() -> Iterator[Key]:
    """Composite keys: no row points into another school, and the county cannot lie."""
    for model in apps.get_models():
        if not issubclass(model, TenantModel) or model._meta.proxy:
            continue
        table = model._meta.db_table
        if owner := _owner_column(model):
            yield Key(table, f"{table}_wall_uq", f"UNIQUE ({owner}, id)")
    for model in apps.get_models():
        if issubclass(model, TenantModel) and not model._meta.proxy:
            yield from _foreign(model)


def _foreign(model: type[TenantModel]) -> Iterator[Key]:
    table = model._meta.db_table
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey) or getattr(field, "db_constraint", True):
            continue
        target: Any = field.related_model
        if not issubclass(target, TenantModel) or _is_vouched_for(model, target):
            continue
        name = f"{table}_{field.column}_wall"[:63]
        yield Key(table, name, _reference(field.column, target))


def _is_vouched_for(model: type[TenantModel], target: type[TenantModel]) -> bool:
    """A school's row proves its county by its school; proving it twice costs a look-up at every row written."""
    return issubclass(model, SchoolOwned) and target.county_column == "id"


def _reference(column: str, target: type[TenantModel]) -> str:
    """SQL of one composite foreign key to `target`."""
    to = target._meta.db_table
    if target.school_column == "id":  # the school itself: it also vouches for the county
        return f'FOREIGN KEY ({column}, county_id) REFERENCES "{to}" (id, county_id)'
    if target.county_column == "id":
        return f'FOREIGN KEY ({column}) REFERENCES "{to}" (id)'
    shared = "school_id" if issubclass(target, SchoolOwned) else "county_id"
    return f'FOREIGN KEY ({shared}, {column}) REFERENCES "{to}" ({shared}, id)'


def _owner_column(model: type[TenantModel]) -> str | None:
    if issubclass(model, SchoolOwned):
        return "school_id"
    if issubclass(model, CountyOwned | SchoolOrCountyOwned):
        return "county_id"
    if model.school_column == "id":
        return "county_id"  # school: UNIQUE (county_id, id) carries (id, county_id) references
    return None
