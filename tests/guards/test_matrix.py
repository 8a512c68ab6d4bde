"""Role × address × {own school, other school, other county}, generated from the URL lists.

What a role may is read from the catalogue (services/access/roles.py). Not allowed: 403 before anything is looked up.
Allowed: an answer, never 5xx. Somebody else's, or a child that is not entrusted: 404, whatever one may.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from services.access.actor import Actor
from services.access.roles import COUNTY_ROLES, Role
from tests.guards.addresses import API, OF_ONE_SCHOOL, OPEN, WEB, Address
from tests.guards.conftest import Standing, undone
from tests.guards.rows import Rows
from tests.guards.subjects import WORDS, subject

CLOSED_API = [address for address in API if address.label not in OPEN]
CLOSED_WEB = [address for address in WEB if address.label not in OPEN]
REFUSALS = {401, 403, 404, 405}
POST_FORM = re.compile(r"<form(?=[^>]*method=.post)[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)


def ask(client: Client, method: str, path: str, door: str) -> Any:
    """Call with an empty body; what it wrote is undone."""
    call = getattr(client, method.lower())
    with undone():
        if method == "GET":
            return call(path)
        return call(path, {}, content_type="application/json") if door == "api" else call(path)


def place(standing: Standing, address: Address, rows: Rows, actor: Actor) -> str:
    """The address with the keys of these rows."""
    values = (WORDS.get(word) or standing.key(subject(word), rows, actor) for word in address.named)
    return address.path(*values)


def foreign(standing: Standing, address: Address, role: Role) -> dict[str, Rows]:
    """Rows that do not exist for this role."""
    subjects = address.subjects
    if not subjects:
        return {}
    if any(role in each.hidden_from for each in subjects):
        return {"what is hidden from the role": standing.rows["a"]}
    found = {"other county": standing.rows["c"]}
    if role not in COUNTY_ROLES and not all(each.is_countys for each in subjects):
        found["other school"] = standing.rows["b"]
    if role is Role.TEACHER and any(each.is_about_a_child for each in subjects):
        found["a child not entrusted"] = standing.strange
    return found


def told(answer: Any) -> str:
    error = getattr(answer, "exc_info", None)
    words = repr(error[1]) if error else answer.content.decode(errors="replace")
    return f"{answer.status_code} {words[:200]}"


def marks(standing: Standing, role: Role) -> list[str]:
    """What no answer to this role may contain."""
    names = {"c": standing.rows["c"]} | ({} if role in COUNTY_ROLES else {"b": standing.rows["b"]})
    kept = [rows.mark for rows in names.values()]
    return [*kept, standing.strange.mark] if role is Role.TEACHER else kept


def cells(standing: Standing, address: Address, methods: list[str]) -> Iterator[tuple[Role, str, Actor, Client]]:
    for role in Role:
        actor = standing.actor(role)
        for method in methods:
            yield role, method, actor, standing.client(address.door, actor)


@pytest.mark.parametrize("address", CLOSED_API, ids=lambda each: each.label)
def test_the_api_answers_as_the_catalogue_says(address: Address, standing: Standing) -> None:
    wrong = []
    for role, method, actor, client in cells(standing, address, address.methods):
        own = ask(client, method, place(standing, address, standing.rows["a"], actor), "api")
        if not address.lets(role, method):
            wrong += [] if own.status_code == 403 else [f"{role} {method} must not: {told(own)}"]
            continue
        hidden = any(role in each.hidden_from for each in address.subjects)
        if (own.status_code in REFUSALS and not hidden) or own.status_code >= 500:
            wrong.append(f"{role} {method} may: {told(own)}")
        wrong += [f"{role} {method} shows another's" for mark in marks(standing, role) if mark in own.content.decode()]
        for whose, rows in foreign(standing, address, role).items():
            answer = ask(client, method, place(standing, address, rows, actor), "api")
            wrong += [] if answer.status_code == 404 else [f"{role} {method} {whose}: {told(answer)}"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("address", CLOSED_API, ids=lambda each: each.label)
def test_without_a_token_the_api_says_nothing(address: Address, standing: Standing) -> None:
    path = place(standing, address, standing.rows["a"], standing.town.head_li)
    client = Client(raise_request_exception=False)
    for method in address.methods:
        answer = ask(client, method, path, "api")
        assert (answer.status_code, standing.rows["a"].mark in answer.content.decode()) == (401, False), told(answer)


@pytest.mark.parametrize("address", CLOSED_WEB, ids=lambda each: each.label)
def test_the_pages_open_as_the_catalogue_says(address: Address, standing: Standing) -> None:
    wrong = []
    for role, method, actor, client in cells(standing, address, ["GET", "POST"]):
        own = ask(client, method, place(standing, address, standing.rows["a"], actor), "web")
        if own.status_code == 405:  # a page to look at, or a form to send
            continue
        if not address.lets(role, method):
            wrong += [] if own.status_code == 403 else [f"{role} {method} must not: {told(own)}"]
            continue
        is_elsewhere = role in COUNTY_ROLES and address.label in OF_ONE_SCHOOL
        is_missing = own.status_code == 404 and method == "GET" and not is_elsewhere
        if own.status_code in {401, 403} or own.status_code >= 500 or is_missing:
            wrong.append(f"{role} {method} may: {told(own)}")
        page = own.content.decode(errors="replace")
        wrong += [f"{role} {method} shows another's" for mark in marks(standing, role) if mark in page]
        wrong += [f"a form without a CSRF token: {form[:120]}" for form in POST_FORM.findall(page) if not safe(form)]
        for whose, rows in foreign(standing, address, role).items():
            answer = ask(client, method, place(standing, address, rows, actor), "web")
            wrong += [] if answer.status_code == 404 else [f"{role} {method} {whose}: {told(answer)}"]
    assert not wrong, "\n".join(wrong)


def safe(form: str) -> bool:
    return "csrfmiddlewaretoken" in form


@pytest.mark.parametrize("address", CLOSED_WEB, ids=lambda each: each.label)
def test_who_is_not_logged_in_is_sent_to_the_door(address: Address, standing: Standing) -> None:
    path = place(standing, address, standing.rows["a"], standing.town.head_li)
    for method in ("GET", "POST"):
        answer = ask(Client(raise_request_exception=False), method, path, "web")
        assert answer.status_code in {302, 405}, told(answer)
        assert answer.status_code == 405 or answer.headers["Location"].startswith("/accounts/login/")
