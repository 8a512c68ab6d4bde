"""Every tenant table × database role × {no scope, own, other}, in SQL, with a row of each school to leak."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from services.schools.rls.apply import apply
from services.schools.rls.unscoped_tables import NO_ACCESS, READABLE
from services.schools.scope import ALL_TENANTS, Scope, for_county, for_school, scope
from services.schools.tenancy import CountyOwned, SchoolOwned, TenantModel
from tests.cast import Town
from tests.guards.rows import Rows, tenant_tables

TABLES = tenant_tables()
Made = dict[type[TenantModel], dict[str, Any]]


@pytest.fixture
def made(town: Town) -> Made:
    """A row of every tenant table at each of three schools: a and b in one county, c in another."""
    of_county: dict[int, dict[Any, Any]] = {}
    with scope(ALL_TENANTS):
        rows = {
            name: Rows(place, town.user(place.actors["head"]), of_county.setdefault(place.school.county_id, {}))
            for name, place in (("a", town.a), ("b", town.b), ("c", town.c))
        }
        return {model: {name: each.of(model) for name, each in rows.items()} for model in TABLES}


def _seen(model: type[TenantModel], wanted: Scope | None) -> set[Any] | None:
    """Primary keys seen by raw SQL in a scope; None when the table is denied."""
    return _run(f'SELECT {model._meta.pk.column} FROM "{model._meta.db_table}"', wanted)  # type: ignore[union-attr]


def _run(sql: str, wanted: Scope | None, params: Any = ()) -> set[Any] | None:
    keys = (wanted.role, str(wanted.school_id or ""), str(wanted.county_id or "")) if wanted else ("none", "", "")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('role', %s, true), set_config('app.school_id', %s, true),"
                " set_config('app.county_id', %s, true)",
                keys,
            )
            cursor.execute(sql, params)
            found = {row[0] for row in cursor.fetchall()} if cursor.description else {cursor.rowcount}
            transaction.set_rollback(True)
            return found
    except ProgrammingError as refusal:
        if "permission denied" in str(refusal):
            return None
        raise


def _may(model: type[TenantModel], role: str, right: str) -> bool:
    return right in model.privileges.get(role, "")


def test_without_a_scope_every_table_is_denied_but_what_the_doorman_needs(made: Made) -> None:
    readable = {model for model in TABLES if _seen(model, None) is not None}
    assert readable == {model for model in TABLES if model.extra_policies}


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["web", "worker"])
def test_a_login_without_a_role_has_no_right_to_a_tenants_table_but_the_doormans(login: str) -> None:
    held = {
        (model._meta.db_table, right)
        for model in TABLES
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        if _run("SELECT has_table_privilege(%s, %s, %s)", None, [login, model._meta.db_table, right]) == {True}
    }
    assert held == {(model._meta.db_table, "SELECT") for model in TABLES if model.extra_policies}


def test_a_role_without_keys_sees_nothing(made: Made) -> None:
    """A connection that took a role and forgot whose: no row, or the refusal to compare with nothing."""
    wrong = []
    for model in made:
        for role in ("r_school", "r_county"):
            try:
                seen = _seen(model, Scope(role, None, None))  # type: ignore[arg-type]
            except DataError:
                continue
            if seen:
                wrong.append((model, role))
    assert wrong == []


def test_a_school_sees_its_own_rows_and_no_others(made: Made, town: Town) -> None:
    wrong = []
    for model, rows in made.items():
        seen = _seen(model, for_school(town.a.school.pk, town.county.pk))
        if not _may(model, "r_school", "SELECT"):
            wrong += [] if seen is None else [model]
            continue
        shared = issubclass(model, CountyOwned) or model.county_column == "id"
        expected = {rows["a"].pk, rows["b"].pk} if shared else {rows["a"].pk}
        if seen is None or seen & {row.pk for row in rows.values()} != expected:
            wrong.append(model)
    assert wrong == []


def test_a_county_sees_its_own_schools_and_no_other_countys(made: Made, town: Town) -> None:
    wrong = []
    for model, rows in made.items():
        seen = _seen(model, for_county(town.county.pk))
        expected = {rows["a"].pk, rows["b"].pk} if _may(model, "r_county", "SELECT") else None
        if (seen and seen & {row.pk for row in rows.values()}) != expected:
            wrong.append(model)
    assert wrong == []


@pytest.mark.parametrize("right", ["UPDATE", "DELETE"])
def test_nobody_touches_another_tenants_rows(right: str, made: Made, town: Town) -> None:
    wrong = []
    for model, rows in made.items():
        table, key, column = model._meta.db_table, model._meta.pk.column, model.county_column  # type: ignore[union-attr]
        sql = {
            "UPDATE": f'UPDATE "{table}" SET {column} = {column} WHERE {key} = %s',
            "DELETE": f'DELETE FROM "{table}" WHERE {key} = %s',
        }[right]
        is_countys = issubclass(model, CountyOwned) or model.county_column == "id"
        strangers = ["c"] if is_countys else ["b", "c"]  # b is the county's own too
        for wanted, others in (
            (for_school(town.a.school.pk, town.county.pk), strangers),
            (for_county(town.county.pk), ["c"]),
        ):
            allowed = _may(model, wanted.role, right) and _may(model, wanted.role, "SELECT")
            if any(_run(sql, wanted, [rows[other].pk]) != ({0} if allowed else None) for other in others):
                wrong.append((table, wanted.role))
    assert wrong == []


def test_no_row_can_be_written_into_another_school(made: Made, town: Town) -> None:
    here, wrong = for_school(town.a.school.pk, town.county.pk), []
    for model, rows in made.items():
        if not issubclass(model, SchoolOwned) or "UPDATE" not in model.privileges["r_school"]:
            continue
        sql = f'UPDATE "{model._meta.db_table}" SET school_id = %s WHERE {model._meta.pk.column} = %s'  # type: ignore[union-attr]
        try:
            _run(sql, here, [town.b.school.pk, rows["a"].pk])
        except (ProgrammingError, IntegrityError):
            continue
        wrong.append(model)
    assert wrong == []


def test_no_row_can_be_put_into_anothers_place(made: Made, town: Town) -> None:
    """A copy of the own row under another's key: the policy refuses it before any constraint is asked."""
    school, county = for_school(town.a.school.pk, town.county.pk), for_county(town.county.pk)
    keys = {"school_id": town.b.school.pk, "id": town.b.school.pk, "county_id": town.other_county.pk}
    wrong = []
    for model, rows in made.items():
        for here, column in ((school, model.school_column or model.county_column), (county, model.county_column)):
            is_writer = _may(model, here.role, "INSERT") and _may(model, here.role, "SELECT")
            if is_writer and not _is_refused_by_policy(model, rows["a"], here, column, keys[column]):
                wrong.append((model, here.role))
    assert wrong == []


def _is_refused_by_policy(model: type[TenantModel], row: Any, here: Scope, column: str, key: int) -> bool:
    table, names = model._meta.db_table, [field.column for field in model._meta.local_concrete_fields]
    told = ", ".join("%s" if name == column else f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f'INSERT INTO "{table}" ({columns}) SELECT {told} FROM "{table}" WHERE {model._meta.pk.column} = %s'  # type: ignore[union-attr]
    try:
        _run(sql, here, [key, row.pk])
    except (ProgrammingError, IntegrityError) as refusal:
        return "row-level security" in str(refusal)
    return False


@pytest.mark.django_db
def test_the_wall_stands_as_planned_and_a_second_build_changes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity AND relrowsecurity")
        forced = {name for (name,) in cursor.fetchall()}
    assert forced == {model._meta.db_table for model in TABLES}
    assert apply("owner") == 0


def test_every_table_is_a_tenants_or_open_or_closed_for_a_reason() -> None:
    known = {model._meta.db_table for model in TABLES} | set(READABLE) | NO_ACCESS
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} <= known


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["r_school", "r_county", "r_worker"])
def test_credentials_are_closed_inside_every_scope(role: str) -> None:
    for table in ("accounts_user", "django_session", "knox_authtoken", "mfa_authenticator", "axes_accessattempt"):
        assert _run(f"SELECT 1 FROM {table}", Scope(role, 1, 1)) is None  # type: ignore[arg-type]
