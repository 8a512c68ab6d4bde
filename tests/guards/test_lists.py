"""A list costs the same number of queries with a few rows and with three times as many: every list, every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.access.models import AuditEvent
from services.access.roles import Role
from services.api.lists import KeysetListView
from services.care.models import BackgroundCheck, PairingPlan, ProposedPair
from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.guards.addresses import API, OPEN, WEB, Address
from tests.guards.conftest import Standing, another
from tests.guards.rows import Rows
from tests.guards.test_matrix import ask, place

LISTS = [address for address in API if isinstance(address.view, type) and issubclass(address.view, KeysetListView)]
PAGES = [address for address in WEB if address.label not in OPEN]
READERS = (Role.HEAD, Role.COUNTY, Role.AUDITOR, Role.TEACHER, Role.NURSE)

# Lists of one row's own rows: what one more of them is. Parent first.
NESTED: dict[str, tuple[type[Any], type[Any]]] = {"api:pairing-plan-rows": (PairingPlan, ProposedPair)}
NAMED_BY_NO_ADDRESS = (AuditEvent, BackgroundCheck)
# Lists that do not grow with these rows, and why.
STEADY = {
    "api:dashboard-county": "one row a school",
    "api:figures": "the catalogue of figures is code",
    "api:roster-import-rows": "rows of a sealed workbook, counted in tests/children",
    "api:score-rows": "rows behind a measure, counted in tests/assessment",
    "api:school-days": "one row a day of the term, counted in tests/api",
    "api:schools": "a school of its own is another town",
}


@dataclass
class Cost:
    """Queries and rows of one answer, before and after there was more."""

    queries: list[int]
    rows: list[int]


Costs = dict[tuple[str, Role], Cost]


@pytest.fixture(scope="module")
def costs(built: Standing) -> Costs:
    found: Costs = {}
    jobs = [(address, _reader(address)) for address in LISTS]
    jobs += [(page, role) for page in PAGES for role in READERS[:2] if page.lets(role, "GET")]
    # Asked once before, so that what is cached for the process is cached; forms to send show nothing and drop out.
    jobs = [(address, role) for address, role in jobs if _ask(built, address, role).status_code == 200]
    found |= {(address.label, role): Cost([], []) for address, role in jobs}
    for grow in (lambda: None, lambda: _grow(built)):
        _measure(built, found, jobs, grow)
    return found


def _measure(built: Standing, found: Costs, jobs: list[Any], grow: Callable[[], None]) -> None:
    grow()
    for address, role in jobs:
        with CaptureQueriesContext(connection) as queries:
            answer = _ask(built, address, role)
        cost = found[address.label, role]
        cost.queries.append(len(queries))
        cost.rows.append(len(answer.json()["results"]) if address.door == "api" else 0)


def _reader(address: Address) -> Role:
    return next(role for role in READERS if address.lets(role, "GET"))


def _ask(built: Standing, address: Address, role: Role) -> Any:
    actor = built.actor(role)
    return ask(built.client(address.door, actor), "GET", place(built, address, built.rows["a"], actor), address.door)


def _grow(built: Standing) -> None:
    with scope(ALL_TENANTS):
        for _ in range(2):
            more = another(built.town, built.town.a)
            for listed in NAMED_BY_NO_ADDRESS:
                more.of(listed)
            Notification.objects.filter(pk=more.of(Notification).pk).update(recipient_id=more.user.pk)
        for parent, child in NESTED.values():
            for _ in range(2):
                rows = Rows(built.town.a, built.rows["a"].user, built.rows["a"].of_county)
                rows.made[parent] = built.rows["a"].of(parent)
                rows.of(child)


@pytest.mark.parametrize("address", LISTS, ids=lambda each: each.label)
def test_a_list_costs_the_same_with_more_rows(address: Address, costs: Costs, db: None) -> None:
    cost = costs[address.label, _reader(address)]
    assert cost.queries[0] == cost.queries[1], f"{address.label}: {cost} (is a relation read row by row?)"
    grew = cost.rows[1] > cost.rows[0]
    assert grew or address.label in STEADY, f"{address.label}: {cost}: no more rows; see NESTED and STEADY"


@pytest.mark.parametrize("address", PAGES, ids=lambda each: each.label)
def test_a_page_costs_the_same_with_more_rows(address: Address, costs: Costs, db: None) -> None:
    mine = {role: costs[address.label, role].queries for role in READERS if (address.label, role) in costs}
    assert {role: counts for role, counts in mine.items() if counts[0] != counts[1]} == {}
