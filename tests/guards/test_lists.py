"""Every list and page costs the same number of queries with a few rows and with three times as many."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.access.models import AuditEvent
from services.access.roles import Role
from services.api.views.lists import KeysetListView
from services.care.models import BackgroundCheck, CareRecord, CareRecordAttachment, PairingPlan, ProposedPair
from services.health.models import Campaign, CampaignAttachment, Finding, FindingAttachment
from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.guards.addresses import API, OPEN, WEB, Address
from tests.guards.conftest import GuardData, more_rows
from tests.guards.rows import Rows
from tests.guards.test_matrix import path_of, send

LISTS = [address for address in API if isinstance(address.view, type) and issubclass(address.view, KeysetListView)]
PAGES = [address for address in WEB if address.label not in OPEN]
READERS = (Role.HEAD, Role.COUNTY, Role.AUDITOR, Role.TEACHER, Role.NURSE, Role.COUNTY_LEAD)

# Lists of the rows of one row, as (parent, child): one more child is made per pair.
NESTED: dict[str, tuple[type[Any], type[Any]]] = {
    "api:pairing-plans/{public_id}/rows": (PairingPlan, ProposedPair),
    "api:care-records/{public_id}/files": (CareRecord, CareRecordAttachment),
    "api:findings/{public_id}/files": (Finding, FindingAttachment),
    "api:campaign-files/{public_id}": (Campaign, CampaignAttachment),
}
NOT_IN_ANY_PATH = (AuditEvent, BackgroundCheck)
# Lists that do not grow with these rows, and why.
CONSTANT = {
    "api:children/{public_id}/audit-log": "events about one child, counted in tests/api/access",
    "api:dashboards/county": "one row a school",
    "api:exports": "one's own alone, counted in tests/documents",
    "api:figures": "the catalogue of figures is code",
    "api:roster-imports/{public_id}/faulty-rows": "rows of a sealed workbook, counted in tests/api",
    "api:roster-imports/{public_id}/rows": "rows of a sealed workbook, counted in tests/children",
    "api:scores/{public_id}/rows": "rows behind a measure, counted in tests/assessment",
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
def costs(built: GuardData) -> Costs:
    requests = [(address, _reader(address)) for address in LISTS]
    requests += [(page, role) for page in PAGES for role in READERS[:2] if page.allows(role, "GET")]
    # The first round fills caches of the process; addresses that take forms only answer 405 and drop out.
    requests = [(address, role) for address, role in requests if _get(built, address, role).status_code == 200]
    costs = {(address.label, role): Cost([], []) for address, role in requests}
    _measure(built, costs, requests)
    _grow(built)
    _measure(built, costs, requests)
    return costs


def _measure(built: GuardData, costs: Costs, requests: list[tuple[Address, Role]]) -> None:
    for address, role in requests:
        with CaptureQueriesContext(connection) as queries:
            answer = _get(built, address, role)
        cost = costs[address.label, role]
        cost.queries.append(len(queries))
        cost.rows.append(len(answer.json()["results"]) if address.interface == "api" else 0)


def _reader(address: Address) -> Role:
    return next(role for role in READERS if address.allows(role, "GET"))


def _get(built: GuardData, address: Address, role: Role) -> Any:
    actor = built.actor(role)
    path = path_of(built, address, built.rows["a"], actor)
    return send(built.client(address.interface, actor), "GET", path, address.interface)


def _grow(built: GuardData) -> None:
    with scope(ALL_TENANTS):
        for _ in range(2):
            rows = more_rows(built.town, built.town.a)
            for model in NOT_IN_ANY_PATH:
                rows.of(model)
            Notification.objects.filter(pk=rows.of(Notification).pk).update(recipient_id=rows.user.pk)
        for parent, child in NESTED.values():
            for _ in range(2):
                rows = Rows(built.town.a, built.rows["a"].user, built.rows["a"].county_rows)
                rows.school_rows[parent] = built.rows["a"].of(parent)
                rows.of(child)


@pytest.mark.parametrize("address", LISTS, ids=lambda address: address.label)
def test_list_costs_the_same_with_more_rows(address: Address, costs: Costs, db: None) -> None:
    cost = costs[address.label, _reader(address)]
    assert cost.queries[0] == cost.queries[1], f"{address.label}: {cost} (is a relation read row by row?)"
    grew = cost.rows[1] > cost.rows[0]
    assert grew or address.label in CONSTANT, f"{address.label}: {cost}: no more rows; see NESTED and CONSTANT"


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.label)
def test_page_costs_the_same_with_more_rows(address: Address, costs: Costs, db: None) -> None:
    queries = {role: costs[address.label, role].queries for role in READERS if (address.label, role) in costs}
    assert {role: counts for role, counts in queries.items() if counts[0] != counts[1]} == {}
