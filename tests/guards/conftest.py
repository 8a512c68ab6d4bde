"""The standing town: the cast and a row of every table at each school, built once for a module, undone per test."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from services.access.actor import Actor
from services.access.roles import Role
from services.children import assignments
from services.children.choices import AssignmentReason
from services.children.models import Child
from services.schools.scope import ALL_TENANTS, scope
from services.schools.tenancy import CountyOwned
from tests.cast import MONDAY, Caller, TenantCast, Town, build_town
from tests.guards.rows import Rows, tenant_tables
from tests.guards.subjects import SUBJECTS, Subject
from tests.web.conftest import _unknown_variables_fail

__all__ = ["_unknown_variables_fail"]  # the matrix opens every page: a variable that no view gives fails there

SCHOOL_ACTORS = {
    Role.HEAD: "head",
    Role.SCHOOL_ADMIN: "school_admin",
    Role.TEACHER: "wang",
    Role.NURSE: "nurse",
    Role.PROXY_PARENT: "proxy_parent",
}


@dataclass
class Standing:
    """`rows` by school: a, b (same county), c (other county); `strange` is at a, about a child entrusted to nobody."""

    town: Town
    rows: dict[str, Rows]
    strange: Rows
    clients: dict[tuple[str, int], Client]

    def actor(self, role: Role) -> Actor:
        """Of school a, or of its county."""
        return self.town.a.actors[SCHOOL_ACTORS[role]] if role in SCHOOL_ACTORS else self.town.actors[role]

    def client(self, door: str, actor: Actor) -> Client:
        """With a token at the API, logged in at the pages."""
        return self.clients[door, actor.user_id]

    def key(self, subject: Subject, rows: Rows, actor: Actor) -> Any:
        """What an address names the row by, once it is the actor's where it must be somebody's own."""
        for model, column in subject.mine if rows is self.rows["a"] else ():
            own = actor.staff_id if column == "staff_id" else actor.user_id
            if own is not None:
                with scope(ALL_TENANTS):
                    model.objects.filter(pk=rows.of(model).pk).update(**{column: own})
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
def undone() -> Iterator[None]:
    """What is written inside is gone afterwards; scopes inside may be outermost, as in a TestCase."""
    block: Any = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Standing]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), undone():
        patch.setenv("NUANYANG_CLOCK", MONDAY.isoformat())
        yield build()


@pytest.fixture
def standing(built: Standing, db: None) -> Standing:
    return built


def build() -> Standing:
    town = build_town()
    shelves: dict[int, dict[Any, Any]] = {}

    def rows_of(place: TenantCast) -> Rows:
        shelf = shelves.setdefault(place.school.county_id, {})
        return _all(Rows(place, town.user(place.actors["head"]), shelf), tenant_tables())

    with scope(ALL_TENANTS):
        rows = {name: rows_of(place) for name, place in (("a", town.a), ("b", town.b), ("c", town.c))}
        strange = another(town, town.a)
    with town.a.inside():
        assignments.assign(
            child=rows["a"].of(Child),
            staff=town.a.staff["wang"],
            reason=AssignmentReason.SHARED,
            by=town.head_li,
            now=MONDAY,
        )
    people = [*town.actors.values(), *town.a.actors.values()]
    clients = {("api", each.user_id): _with_token(town, each) for each in people}
    clients |= {("web", each.user_id): _logged_in(town, each) for each in people}
    return Standing(town, rows, strange, clients)


def another(town: Town, place: TenantCast) -> Rows:
    """One more row of whatever an address may name, at the same school. The county's rows have their own mark."""
    models = {each.model for each in SUBJECTS.values()}
    county = _all(Rows(place, town.user(place.actors["head"]), {}), {m for m in models if issubclass(m, CountyOwned)})
    rows = Rows(place, county.user, county.of_county)
    rows.is_marking_children = True
    return _all(rows, models)


def _all(rows: Rows, models: Iterable[Any]) -> Rows:
    for model in models:
        rows.of(model)
    return rows
