"""Row-level security: every tenant table × database role × {no scope, own, other}, tried in SQL."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from services.notify.models import Delivery, DeliveryAttempt
from services.schools.rls.apply import apply
from services.schools.rls.plan import references
from services.schools.rls.unscoped_tables import NO_ACCESS, UNSCOPED_PRIVILEGES
from services.schools.scope import ALL_TENANTS, Scope, for_county, for_school
from services.schools.scope import scope as open_scope
from services.schools.tenancy import BUREAU_READS_ITS_OWN, CountyOwned, SchoolOrCountyOwned, SchoolOwned, TenantModel
from tests.cast import Town
from tests.guards.rows import Rows, tenant_tables

TABLES = tenant_tables()
Tables = dict[type[TenantModel], dict[str, Any]]


@pytest.fixture
def tables(town: Town) -> Tables:
    """One row of every tenant table at each of three schools: a and b in one county, c in another."""
    county_rows: dict[int, dict[Any, Any]] = {}
    with open_scope(ALL_TENANTS):
        rows = {
            name: Rows(cast, town.user(cast.actors["head"]), county_rows.setdefault(cast.school.county_id, {}))
            for name, cast in (("a", town.a), ("b", town.b), ("c", town.c))
        }
        return {model: {name: school_rows.of(model) for name, school_rows in rows.items()} for model in TABLES}


def _visible(model: type[TenantModel], scope: Scope | None) -> set[Any] | None:
    """Return the primary keys that raw SQL reads in a scope; None where the table is denied."""
    return _run(f'SELECT {model._meta.pk.column} FROM "{model._meta.db_table}"', scope)  # type: ignore[union-attr]


def _run(sql: str, scope: Scope | None, params: Sequence[object] = ()) -> set[Any] | None:
    """Return the first column (of a write: the row count) and roll back; None where permission is denied."""
    keys = (scope.role, str(scope.school_id or ""), str(scope.county_id or "")) if scope else ("none", "", "")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('role', %s, true), set_config('app.school_id', %s, true),"
                " set_config('app.county_id', %s, true)",
                keys,
            )
            cursor.execute(sql, params)
            result = {row[0] for row in cursor.fetchall()} if cursor.description else {cursor.rowcount}
            transaction.set_rollback(True)
            return result
    except ProgrammingError as error:
        if "permission denied" in str(error):
            return None
        raise


def _has_privilege(model: type[TenantModel], role: str, privilege: str) -> bool:
    return privilege in model.privileges.get(role, "")


def test_tables_are_denied_without_a_scope_except_to_authentication(tables: Tables) -> None:
    readable = {model for model in TABLES if _visible(model, None) is not None}
    assert readable == {model for model in TABLES if model.extra_policies}


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["web", "worker"])
def test_login_without_a_role_has_no_privilege_except_for_authentication(login: str) -> None:
    granted = {
        (model._meta.db_table, privilege)
        for model in TABLES
        for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        if _run("SELECT has_table_privilege(%s, %s, %s)", None, [login, model._meta.db_table, privilege]) == {True}
    }
    assert granted == {(model._meta.db_table, "SELECT") for model in TABLES if model.extra_policies}


def test_role_without_keys_sees_nothing(tables: Tables) -> None:
    """A role without school and county reads no row, or the comparison with an empty key fails."""
    wrong = []
    for model in tables:
        for role in ("r_school", "r_county"):
            try:
                visible = _visible(model, Scope(role, None, None))  # type: ignore[arg-type]
            except DataError:
                continue
            if visible:
                wrong.append((model, role))
    assert wrong == []


def test_school_sees_its_own_rows_and_no_others(tables: Tables, town: Town) -> None:
    wrong = []
    for model, rows in tables.items():
        visible = _visible(model, for_school(town.a.school.pk, town.county.pk))
        if not _has_privilege(model, "r_school", "SELECT"):
            wrong += [] if visible is None else [model]
            continue
        shared = issubclass(model, CountyOwned) or model.county_column == "id"
        expected = {rows["a"].pk, rows["b"].pk} if shared else {rows["a"].pk}
        if visible is None or visible & {row.pk for row in rows.values()} != expected:
            wrong.append(model)
    assert wrong == []


def test_county_sees_its_own_schools_and_no_others(tables: Tables, town: Town) -> None:
    wrong = []
    for model, rows in tables.items():
        visible = _visible(model, for_county(town.county.pk))
        expected = {rows["a"].pk, rows["b"].pk} if _has_privilege(model, "r_county", "SELECT") else None
        if BUREAU_READS_ITS_OWN in model.restrictions:
            expected = set()
        if (visible and visible & {row.pk for row in rows.values()}) != expected:
            wrong.append(model)
    assert wrong == []


@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE"])
def test_rows_of_another_tenant_cannot_be_changed(privilege: str, tables: Tables, town: Town) -> None:
    wrong = []
    for model, rows in tables.items():
        table, key, column = model._meta.db_table, model._meta.pk.column, model.county_column  # type: ignore[union-attr]
        sql = {
            "UPDATE": f'UPDATE "{table}" SET {column} = {column} WHERE {key} = %s',
            "DELETE": f'DELETE FROM "{table}" WHERE {key} = %s',
        }[privilege]
        is_county_owned = issubclass(model, CountyOwned) or model.county_column == "id"
        foreign = ["c"] if is_county_owned else ["b", "c"]  # b is the county's own too
        for scope, names in (
            (for_school(town.a.school.pk, town.county.pk), foreign),
            (for_county(town.county.pk), ["c"]),
        ):
            allowed = _has_privilege(model, scope.role, privilege) and _has_privilege(model, scope.role, "SELECT")
            if any(_run(sql, scope, [rows[name].pk]) != ({0} if allowed else None) for name in names):
                wrong.append((table, scope.role))
    assert wrong == []


def test_row_cannot_be_moved_to_another_school(tables: Tables, town: Town) -> None:
    own, wrong = for_school(town.a.school.pk, town.county.pk), []
    for model, rows in tables.items():
        if not issubclass(model, SchoolOwned) or "UPDATE" not in model.privileges["r_school"]:
            continue
        sql = f'UPDATE "{model._meta.db_table}" SET school_id = %s WHERE {model._meta.pk.column} = %s'  # type: ignore[union-attr]
        try:
            _run(sql, own, [town.b.school.pk, rows["a"].pk])
        except (ProgrammingError, IntegrityError):
            continue
        wrong.append(model)
    assert wrong == []


@pytest.mark.django_db
def test_key_to_a_row_of_a_school_names_the_school() -> None:
    """No delivery, address, job or anything else of one school hangs on a row of another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE convalidated"
        )
        keys = set(cursor.fetchall())
    expected = {
        (
            model._meta.db_table,
            f"FOREIGN KEY (school_id, {field.column}) REFERENCES {target._meta.db_table}(school_id, id)",
        )
        for model in TABLES
        for field, target in references(model)
        if _may_belong_to_school(model) and _may_belong_to_school(target) and field.name not in model.county_wide_keys
    }
    assert (expected - keys, len(expected) > 40) == (set(), True)


def test_attempt_of_one_school_is_refused_at_a_delivery_of_another(tables: Tables) -> None:
    attempt, delivery = tables[DeliveryAttempt]["a"], tables[Delivery]["b"]
    sql = "UPDATE notify_deliveryattempt SET delivery_id = %s, number = 99 WHERE id = %s"
    with pytest.raises(IntegrityError, match="notify_deliveryattempt_delivery_id_school"):
        _run(sql, ALL_TENANTS, [delivery.pk, attempt.pk])


def _may_belong_to_school(model: type[TenantModel]) -> bool:
    return issubclass(model, SchoolOwned | SchoolOrCountyOwned)


def test_row_cannot_be_inserted_for_another_tenant(tables: Tables, town: Town) -> None:
    """A copy of the own row with a foreign key is refused by the policy, before any constraint is checked."""
    school, county = for_school(town.a.school.pk, town.county.pk), for_county(town.county.pk)
    keys = {"school_id": town.b.school.pk, "id": town.b.school.pk, "county_id": town.other_county.pk}
    wrong = []
    for model, rows in tables.items():
        for scope, column in ((school, model.school_column or model.county_column), (county, model.county_column)):
            is_writer = _has_privilege(model, scope.role, "INSERT") and _has_privilege(model, scope.role, "SELECT")
            if scope is county and BUREAU_READS_ITS_OWN in model.restrictions:
                continue  # it does not read the row that would be copied
            if is_writer and not _is_refused_by_policy(model, rows["a"], scope, column, keys[column]):
                wrong.append((model, scope.role))
    assert wrong == []


def _is_refused_by_policy(model: type[TenantModel], row: Any, scope: Scope, column: str, key: int) -> bool:
    table, names = model._meta.db_table, [field.column for field in model._meta.local_concrete_fields]
    values = ", ".join("%s" if name == column else f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" WHERE {model._meta.pk.column} = %s'  # type: ignore[union-attr]
    try:
        _run(sql, scope, [key, row.pk])
    except (ProgrammingError, IntegrityError) as error:
        return "row-level security" in str(error)
    return False


@pytest.mark.django_db
def test_rls_is_forced_as_planned_and_applying_it_again_changes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity AND relrowsecurity")
        forced = {name for (name,) in cursor.fetchall()}
    assert forced == {model._meta.db_table for model in TABLES}
    assert apply("owner") == 0


def test_every_table_is_tenant_owned_readable_or_closed() -> None:
    known = {model._meta.db_table for model in TABLES} | set(UNSCOPED_PRIVILEGES) | NO_ACCESS
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} <= known


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["r_school", "r_county", "r_worker"])
def test_credentials_are_unreadable_in_every_scope(role: str) -> None:
    for table in ("accounts_user", "django_session", "knox_authtoken", "mfa_authenticator", "axes_accessattempt"):
        assert _run(f"SELECT 1 FROM {table}", Scope(role, 1, 1)) is None  # type: ignore[arg-type]
