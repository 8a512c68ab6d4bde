"""The cast with one row of every table at each school, built once per module; each test's writes are rolled back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from services.access.actor import Actor
from services.access.roles import ASSIGNED_ROLES, Role
from services.children import assignments
from services.children.choices import AssignmentReason
from services.children.models import Child
from services.schools.scope import ALL_TENANTS, scope
from services.schools.tenancy import CountyOwned
from tests.cast import MONDAY, Caller, TenantCast, Town, build_town
from tests.guards.addresses import Interface
from tests.guards.rows import Model, Rows, tenant_tables
from tests.guards.subjects import SUBJECTS, Subject
from tests.web.conftest import _unknown_variables_fail

__all__ = ["_unknown_variables_fail"]  # the matrix opens every page: a variable that no view gives fails there

SPECIALISTS = (Role.HEALTH_OFFICER, Role.PSYCHOLOGY_TEACHER, Role.SAFETY_OFFICER, Role.VOLUNTEER_COORDINATOR)
SCHOOL_ACTORS = {
    Role.HEAD: "head",
    Role.SCHOOL_ADMIN: "school_admin",
    Role.TEACHER: "wang",
    Role.NURSE: "nurse",
    Role.PROXY_PARENT: "proxy_parent",
    **{role: str(role) for role in SPECIALISTS},
}


@dataclass
class GuardData:
    """`rows` by school: a, b (same county), c (other county). `unassigned` is at a, about a child nobody cares for."""

    town: Town
    rows: dict[str, Rows]
    unassigned: Rows
    clients: dict[tuple[Interface, int], Client]

    def actor(self, role: Role) -> Actor:
        """Return the role's actor at school a, or in its county."""
        return self.town.a.actors[SCHOOL_ACTORS[role]] if role in SCHOOL_ACTORS else self.town.actors[role]

    def client(self, interface: Interface, actor: Actor) -> Client:
        """Return a client with a token for the API, logged in for the pages."""
        return self.clients[interface, actor.user_id]

    def key(self, subject: Subject, rows: Rows, actor: Actor) -> Any:
        """Return what an address names the row by. At school a the row becomes the actor's own where it must be."""
        for model, column in subject.own_by if rows is self.rows["a"] else ():
            owner_id = actor.staff_id if column == "staff_id" else actor.user_id
            if owner_id is not None:
                with scope(ALL_TENANTS):
                    model.objects.filter(pk=rows.of(model).pk).update(**{column: owner_id})
        return getattr(rows.of(subject.model), subject.column)


def _with_token(town: Town, actor: Actor) -> Client:
    client = Caller(town.user(actor)).client
    client.raise_request_exception = False
    return client


def _logged_in(town: Town, actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(town.user(actor), backend="services.accounts.backend.PasswordBackend")
    return client


@contextmanager
def rolled_back() -> Iterator[None]:
    """Roll back what is written inside. Scopes inside may be outermost, as in a TestCase."""
    block: Any = transaction.atomic()
    block._from_testcase = True  # else the durable transaction of a scope refuses to be nested
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[GuardData]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), rolled_back():
        patch.setenv("NUANYANG_CLOCK", MONDAY.isoformat())
        yield build()


@pytest.fixture
def data(built: GuardData, db: None) -> GuardData:
    return built


def build() -> GuardData:
    town = build_town()
    for role in SPECIALISTS:
        town.hires(town.a, role)
    county_rows: dict[int, dict[Model, Any]] = {}

    def rows_of(school: TenantCast) -> Rows:
        shared = county_rows.setdefault(school.school.county_id, {})
        return _fill(Rows(school, town.user(school.actors["head"]), shared), tenant_tables())

    with scope(ALL_TENANTS):
        rows = {name: rows_of(school) for name, school in (("a", town.a), ("b", town.b), ("c", town.c))}
        unassigned = more_rows(town, town.a)
    assigned = [(rows["a"].of(Child), town.a.staff[SCHOOL_ACTORS[role]]) for role in ASSIGNED_ROLES]
    with town.a.inside():
        assignments.assign_many(pairs=assigned, reason=AssignmentReason.SHARED, by=town.head_li, now=MONDAY)
    people = [*town.actors.values(), *town.a.actors.values()]
    clients: dict[tuple[Interface, int], Client] = {}
    for actor in people:
        clients["api", actor.user_id] = _with_token(town, actor)
        clients["web", actor.user_id] = _logged_in(town, actor)
    return GuardData(town, rows, unassigned, clients)


def more_rows(town: Town, school: TenantCast) -> Rows:
    """Make one more row of whatever an address may name, at the same school; the county's rows with their own mark."""
    models = {subject.model for subject in SUBJECTS.values()}
    user = town.user(school.actors["head"])
    county = _fill(Rows(school, user, {}), {model for model in models if issubclass(model, CountyOwned)})
    rows = Rows(school, user, county.county_rows)
    rows.marks_children_only = True
    return _fill(rows, models)


def _fill(rows: Rows, models: Iterable[Model]) -> Rows:
    for model in models:
        rows.of(model)
    return rows
