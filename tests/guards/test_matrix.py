"""Role × address × {own school, other school, other county}, generated from the URL lists.

The catalogue (services/access/roles.py) decides. Not allowed: 403 before anything is looked up. Allowed: an answer,
never 5xx. Rows of another tenant, or about a child that is not assigned: 404 for every role.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from services.access.actor import Actor
from services.access.roles import ASSIGNED_ROLES, COUNTY_ROLES, Role
from tests.guards.addresses import API, OPEN, SCHOOL_ONLY, WEB, Address, Interface
from tests.guards.conftest import GuardData, rolled_back
from tests.guards.rows import Rows
from tests.guards.subjects import LITERALS, subject

CLOSED_API = [address for address in API if address.label not in OPEN]
CLOSED_WEB = [address for address in WEB if address.label not in OPEN]
REFUSALS = {401, 403, 404, 405}
POST_FORM = re.compile(r"<form(?=[^>]*method=.post)[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)


def send(client: Client, method: str, path: str, interface: Interface) -> Any:
    """Call with an empty body and roll back what it wrote."""
    call = getattr(client, method.lower())
    with rolled_back():
        if method == "GET":
            return call(path)
        return call(path, {}, content_type="application/json") if interface == "api" else call(path)


def path_of(data: GuardData, address: Address, rows: Rows, actor: Actor) -> str:
    """Return the path of an address with the keys of these rows."""
    values = (LITERALS.get(name) or data.key(subject(name), rows, actor) for name in address.parameters)
    return address.path(*values)


def invisible_rows(data: GuardData, address: Address, role: Role) -> dict[str, Rows]:
    """Return rows for which the role gets 404."""
    subjects = address.subjects
    if not subjects:
        return {}
    if any(role in subject.hidden_from for subject in subjects):
        return {"hidden from the role": data.rows["a"]}
    rows = {"other county": data.rows["c"]}
    if role not in COUNTY_ROLES and not all(subject.is_county_owned for subject in subjects):
        rows["other school"] = data.rows["b"]
    if role in ASSIGNED_ROLES and any(subject.is_about_a_child for subject in subjects):
        rows["about a child not assigned"] = data.unassigned
    return rows


def describe(answer: Any) -> str:
    error = getattr(answer, "exc_info", None)
    text = repr(error[1]) if error else answer.content.decode(errors="replace")
    return f"{answer.status_code} {text[:200]}"


def marks(data: GuardData, role: Role) -> list[str]:
    """Return marks that no answer to this role may contain."""
    foreign = [data.rows["c"]] if role in COUNTY_ROLES else [data.rows["b"], data.rows["c"]]
    rows = [*foreign, data.unassigned] if role in ASSIGNED_ROLES else foreign
    return [row.mark for row in rows]


def cells(data: GuardData, address: Address, methods: list[str]) -> Iterator[tuple[Role, str, Actor, Client]]:
    for role in Role:
        actor = data.actor(role)
        for method in methods:
            yield role, method, actor, data.client(address.interface, actor)


@pytest.mark.parametrize("address", CLOSED_API, ids=lambda address: address.label)
def test_api_follows_the_catalogue(address: Address, data: GuardData) -> None:
    wrong = []
    for role, method, actor, client in cells(data, address, address.methods):
        own = send(client, method, path_of(data, address, data.rows["a"], actor), "api")
        if not address.allows(role, method):
            wrong += [] if own.status_code == 403 else [f"{role} {method} must get 403: {describe(own)}"]
            continue
        hidden = any(role in subject.hidden_from for subject in address.subjects)
        if (own.status_code in REFUSALS and not hidden) or own.status_code >= 500:
            wrong.append(f"{role} {method} is allowed: {describe(own)}")
        wrong += [f"{role} {method} shows a foreign row" for mark in marks(data, role) if mark in own.content.decode()]
        for whose, rows in invisible_rows(data, address, role).items():
            answer = send(client, method, path_of(data, address, rows, actor), "api")
            wrong += [] if answer.status_code == 404 else [f"{role} {method} {whose}: {describe(answer)}"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("address", CLOSED_API, ids=lambda address: address.label)
def test_api_without_a_token_is_401(address: Address, data: GuardData) -> None:
    path = path_of(data, address, data.rows["a"], data.town.head_li)
    client = Client(raise_request_exception=False)
    for method in address.methods:
        answer = send(client, method, path, "api")
        assert (answer.status_code, data.rows["a"].mark in answer.content.decode()) == (401, False), describe(answer)


@pytest.mark.parametrize("address", CLOSED_WEB, ids=lambda address: address.label)
def test_pages_follow_the_catalogue(address: Address, data: GuardData) -> None:
    wrong = []
    for role, method, actor, client in cells(data, address, ["GET", "POST"]):
        own = send(client, method, path_of(data, address, data.rows["a"], actor), "web")
        if own.status_code == 405:  # the page takes the other method only
            continue
        if not address.allows(role, method):
            wrong += [] if own.status_code == 403 else [f"{role} {method} must get 403: {describe(own)}"]
            continue
        is_school_page = role in COUNTY_ROLES and address.label in SCHOOL_ONLY
        hidden = any(role in subject.hidden_from for subject in address.subjects)
        is_missing = own.status_code == 404 and method == "GET" and not is_school_page and not hidden
        if own.status_code in {401, 403} or own.status_code >= 500 or is_missing:
            wrong.append(f"{role} {method} is allowed: {describe(own)}")
        page = own.content.decode(errors="replace")
        wrong += [f"{role} {method} shows a foreign row" for mark in marks(data, role) if mark in page]
        unsafe = [form[:120] for form in POST_FORM.findall(page) if "csrfmiddlewaretoken" not in form]
        wrong += [f"a form without a CSRF token: {form}" for form in unsafe]
        for whose, rows in invisible_rows(data, address, role).items():
            answer = send(client, method, path_of(data, address, rows, actor), "web")
            wrong += [] if answer.status_code == 404 else [f"{role} {method} {whose}: {describe(answer)}"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("address", CLOSED_WEB, ids=lambda address: address.label)
def test_pages_redirect_to_login(address: Address, data: GuardData) -> None:
    path = path_of(data, address, data.rows["a"], data.town.head_li)
    for method in ("GET", "POST"):
        answer = send(Client(raise_request_exception=False), method, path, "web")
        assert answer.status_code in {302, 405}, describe(answer)
        assert answer.status_code == 405 or answer.headers["Location"].startswith("/accounts/login/")
