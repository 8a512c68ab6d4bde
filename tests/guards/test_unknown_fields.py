"""A field that no body of a resource has is a 400 that names it: it must not look as if it had been set."""

import pytest

from services.access.roles import Role
from tests.guards.addresses import Address
from tests.guards.conftest import GuardData, rolled_back
from tests.guards.test_matrix import CLOSED_API, describe, path_of

WRITES = ("POST", "PUT", "PATCH")
LISTS = {"roster-imports/{public_id}/columns"}  # whose body is a list of rows
BYTES = {("uploads/{public_id}", "PUT")}  # whose body is a piece of a file
CALLS = [
    (address, method)
    for address in CLOSED_API
    for method in address.methods
    if method in WRITES and (address.name, method) not in BYTES
]


@pytest.mark.parametrize(("address", "method"), CALLS, ids=lambda value: getattr(value, "label", value))
def test_unknown_field_of_a_body_is_refused_by_name(address: Address, method: str, data: GuardData) -> None:
    role = next(role for role in Role if address.allows(role, method))
    actor = data.actor(role)
    body = [{"txet": "谈心"}] if address.name in LISTS else {"txet": "谈心"}
    with rolled_back():
        call = getattr(data.client("api", actor), method.lower())
        path, match = path_of(data, address, data.rows["a"], actor), {"If-Match": "*"}
        answer = call(path, body, content_type="application/json", headers=match)
        if answer.status_code == 415:  # takes a file, in a form
            answer = call(path, body, headers=match)

    assert answer.status_code == 400, describe(answer)
    assert "txet" in {error["attr"].rpartition(".")[2] for error in answer.json()["errors"]}, describe(answer)
