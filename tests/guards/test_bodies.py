"""An id in a body that is foreign, invisible or unknown is a 400 on its field, with the same text for all three.

Fields come from the OpenAPI document: every UUID in a body is tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.test.client import MULTIPART_CONTENT
from django.urls import resolve
from rest_framework.parsers import MultiPartParser

from services.access.actor import Actor
from services.access.roles import ASSIGNED_ROLES, COUNTY_ROLES, Role
from tests.guards.addresses import API, Address
from tests.guards.code.source import ROOT
from tests.guards.conftest import GuardData, rolled_back
from tests.guards.rows import Rows
from tests.guards.subjects import Subject, subject
from tests.guards.test_matrix import describe, path_of

# Which table a field of a body names. A field that is missing here fails.
FIELDS = {
    "checkup": "checkups",
    "child": "children",
    "class_teacher": "staff",
    "clinics": "clinics",
    "school_class": "classes",
    "site": "sites",
    "staff": "staff",
    "subject": "children",  # of a link
    "term": "terms",
    "upload": "uploads",
}
EXAMPLES = {
    "date": "2026-09-07",
    "date-time": "2026-09-07T09:00:00+08:00",
    "email": "nobody@example.test",
    "time": "08:00",
}


@dataclass(frozen=True)
class Field:
    """One UUID in the body of one operation. `at` is the path to it, with `[]` for the items of a list."""

    method: str
    path: str
    at: tuple[str, ...]
    schema: Any

    @property
    def name(self) -> str:
        return next(key for key in reversed(self.at) if key != "[]")

    def __str__(self) -> str:
        return f"{self.method} {self.path} {'.'.join(self.at)}"


@cache
def openapi() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text("utf-8"))
    return document


def resolved(schema: Any) -> Any:
    """Follow references, join `allOf`, take the first of `oneOf`."""
    if "$ref" in schema:
        return resolved(openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "allOf" in schema:
        return resolved({**schema["allOf"][0], **{key: value for key, value in schema.items() if key != "allOf"}})
    for choice in schema.get("oneOf", ()):
        return resolved(choice)
    return schema


def ids_in(schema: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    schema = resolved(schema)
    if schema.get("format") == "uuid":
        yield at
    for name, inner in schema.get("properties", {}).items():
        yield from ids_in(inner, (*at, name))
    if "items" in schema:
        yield from ids_in(schema["items"], (*at, "[]"))


def fields() -> Iterator[Field]:
    for path, methods in openapi()["paths"].items():
        for method, call in methods.items():
            for content in call.get("requestBody", {}).get("content", {}).values():
                for at in ids_in(content["schema"]):
                    yield Field(method.upper(), path, at, content["schema"])


def body_with(schema: Any, at: tuple[str, ...], value: Any, own: Any, name: str = "") -> Any:
    """Return a body with every required field and `value` at the path `at`. Other ids are `own(name)`."""
    schema = resolved(schema)
    if not at and schema.get("format") == "uuid":
        return value
    if schema.get("type") == "array" or "items" in schema:
        return [body_with(schema["items"], at[1:], value, own, name)] if at else []
    if "properties" in schema:
        included = {*schema.get("required", ()), *at[:1]}
        return {
            key: body_with(inner, at[1:] if at[:1] == (key,) else ("-",), value, own, key)
            for key, inner in schema["properties"].items()
            if key in included
        }
    return _example(schema, own, name)


def _example(schema: Any, own: Any, name: str) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "uuid":
        return own(name)
    if schema.get("format") in EXAMPLES:
        return EXAMPLES[schema["format"]]
    return {"integer": max(1, schema.get("minimum", 1)), "number": 1, "boolean": False}.get(
        schema.get("type"), "试一试"
    )


def address_of(field: Field) -> Address:
    name = resolve(field.path.replace("{public_id}", str(uuid4())).replace("{contact_id}", str(uuid4()))).url_name
    return next(address for address in API if address.name == name)


def invisible_rows(data: GuardData, target: Subject, role: Role) -> dict[str, Rows | None]:
    """Return rows that the role must not be able to name; None stands for an id of no row."""
    rows: dict[str, Rows | None] = {"unknown": None, "other county": data.rows["c"]}
    if role not in COUNTY_ROLES and not target.is_county_owned:
        rows["other school"] = data.rows["b"]
    if role in ASSIGNED_ROLES and target.is_about_a_child:
        rows["not assigned"] = data.unassigned
    return rows


@pytest.mark.parametrize("field", list(fields()), ids=str)
def test_foreign_id_in_a_body_is_an_error_of_its_field(field: Field, data: GuardData) -> None:
    assert field.name in FIELDS, f"{field}: which table is it? Add it to FIELDS in tests/guards/test_bodies.py"
    target, address, wrong, details = subject(FIELDS[field.name]), address_of(field), [], set()
    for role in Role:
        # Of the object in the address nothing is said to them, so its body is not read.
        if not address.allows(role, field.method) or any(role in row.hidden_from for row in address.subjects):
            continue
        for whose, rows in invisible_rows(data, target, role).items():
            value = str(uuid4() if rows is None else getattr(rows.of(target.model), target.column))
            answer = send(data, field, address, data.actor(role), value)
            errors = errors_on(field, answer)
            details |= set(errors)
            wrong += [] if errors else [f"{role} {whose}: {describe(answer)}"]
    assert not wrong, "\n".join(wrong)
    assert len(details) == 1, f"the texts for foreign and unknown differ: {details}"


def send(data: GuardData, field: Field, address: Address, actor: Actor, value: str) -> Any:
    """Call the operation with `value` in the field and rows of the actor's school everywhere else."""

    def own(name: str) -> str:
        return str(data.key(subject(FIELDS[name]), data.rows["a"], actor))

    with rolled_back():
        path = path_of(data, address, data.rows["a"], actor)
        body = body_with(field.schema, field.at, value, own)
        call = getattr(data.client("api", actor), field.method.lower())
        # An address that takes files takes nothing else.
        kind = MULTIPART_CONTENT if MultiPartParser in address.view.parser_classes else "application/json"
        return call(path, body, content_type=kind, headers={"If-Match": "*"})


def errors_on(field: Field, answer: Any) -> list[str]:
    """Return the texts of a 400's errors that name the field, else those that name what contains it."""
    errors = answer.json().get("errors", []) if answer.status_code == 400 else []
    exact = [error["detail"] for error in errors if field.name in str(error["attr"]).split(".")]
    return exact or [error["detail"] for error in errors if str(error["attr"]).startswith(field.at[0])]
