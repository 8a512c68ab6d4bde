"""Whatever the API's description lets somebody send, and nonsense besides: never a 5xx.

Schemathesis makes the calls, seeded and few; the ids in paths are real, so that they get as far as they can.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from services.access.roles import Role
from tests.guards.addresses import API
from tests.guards.conftest import Standing, undone
from tests.guards.source import ROOT
from tests.guards.test_matrix import place, told

CALLS = 4  # of each kind, for each operation
FEW = settings(
    max_examples=CALLS,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
READERS = (Role.SCHOOL_ADMIN, Role.COUNTY_LEAD, Role.NURSE, Role.AUDITOR)
SOMEBODY = "00000000-0000-7000-8000-000000000000"


def operations() -> Iterator[Any]:
    for found in schemathesis.openapi.from_path(str(ROOT / "docs/openapi.yaml")).get_all_operations():
        yield found.ok()


def _address(operation: Any) -> Any:
    path = operation.path
    for name in [each.name for each in operation.path_parameters]:
        path = path.replace(f"{{{name}}}", "2026-09-07" if name == "on" else SOMEBODY)
    name = resolve(path).url_name
    return next(address for address in API if address.name == name)


def _send(client: Client, case: Any, path: str) -> Any:
    query = {name: value for name, value in (case.query or {}).items() if value is not None}
    body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else {}
    call = getattr(client, case.method.lower())
    if case.method.upper() == "GET":
        return call(path, query)
    return call(path, body, content_type="application/json", query_params=query)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["said", "nonsense"])
@pytest.mark.parametrize("operation", list(operations()), ids=lambda each: each.label)
def test_nothing_that_is_sent_breaks_the_api(operation: Any, mode: Any, standing: Standing) -> None:
    address = _address(operation)
    method = operation.method.upper()
    role = next((role for role in READERS if address.lets(role, method)), Role.HEAD)
    actor = standing.actor(role)
    path = place(standing, address, standing.rows["a"], actor)

    @FEW
    @given(operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        with undone():
            answer = _send(standing.client("api", actor), case, path)
        assert answer.status_code < 500, f"{told(answer)} for {case.query} {case.body}"

    with suppress(Unsatisfiable):  # a call without body and parameters leaves no nonsense to send
        send()
