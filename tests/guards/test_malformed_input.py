"""No input that the OpenAPI document allows, and none that it forbids, causes a 5xx.

Schemathesis generates few seeded calls. Ids in paths are real, so that a call gets past the 404.
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
from tests.guards.code.source import ROOT
from tests.guards.conftest import GuardData, rolled_back
from tests.guards.test_matrix import describe, path_of

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
ANY_ID = "00000000-0000-7000-8000-000000000000"
EXAMPLES = {"day": "2026-09-07", "number": "0"}  # parameters that are no id


def operations() -> Iterator[Any]:
    for operation in schemathesis.openapi.from_path(str(ROOT / "docs/openapi.yaml")).get_all_operations():
        yield operation.ok()


def _address(operation: Any) -> Any:
    path = operation.path
    for name in [parameter.name for parameter in operation.path_parameters]:
        path = path.replace(f"{{{name}}}", EXAMPLES.get(name, ANY_ID))
    name = resolve(path).url_name
    return next(address for address in API if address.name == name)


def _send(client: Client, case: Any, path: str) -> Any:
    query = {name: value for name, value in (case.query or {}).items() if value is not None}
    body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else {}
    call = getattr(client, case.method.lower())
    if case.method.upper() == "GET":
        return call(path, query)
    return call(path, body, content_type="application/json", query_params=query)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
@pytest.mark.parametrize("operation", list(operations()), ids=lambda operation: operation.label)
def test_generated_input_causes_no_server_error(operation: Any, mode: Any, data: GuardData) -> None:
    address = _address(operation)
    method = operation.method.upper()
    role = next((role for role in READERS if address.allows(role, method)), Role.HEAD)
    actor = data.actor(role)
    path = path_of(data, address, data.rows["a"], actor)

    @FEW
    @given(operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        with rolled_back():
            answer = _send(data.client("api", actor), case, path)
        assert answer.status_code < 500, f"{describe(answer)} for {case.query} {case.body}"

    with suppress(Unsatisfiable):  # an operation without body and parameters has no forbidden input
        send()
