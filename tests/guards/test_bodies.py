"""An id in a body that is foreign, invisible or unknown: 400 on its field, all three worded alike.

Fields are read from the API's description: whatever takes a UUID in a body is tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.urls import resolve

from services.access.roles import COUNTY_ROLES, Role
from tests.guards.addresses import API, Address
from tests.guards.conftest import Standing, undone
from tests.guards.rows import Rows
from tests.guards.source import ROOT
from tests.guards.subjects import Subject, subject
from tests.guards.test_matrix import place, told

# Which table a field of a body names. A new field that is not here fails.
FIELDS = {
    "child": "children",
    "clinics": "clinics",
    "school_class": "classes",
    "site": "sites",
    "staff": "staff",
    "term": "terms",
}
EXAMPLES = {
    "date": "2026-09-07",
    "date-time": "2026-09-07T09:00:00+08:00",
    "email": "nobody@example.test",
    "time": "08:00",
}


@dataclass(frozen=True)
class Field:
    """One UUID in the body of one call; `at` is the way to it, `[]` for the items of a list."""

    method: str
    path: str
    at: tuple[str, ...]
    schema: Any

    @property
    def name(self) -> str:
        return next(each for each in reversed(self.at) if each != "[]")

    def __str__(self) -> str:
        return f"{self.method} {self.path} {'.'.join(self.at)}"


@cache
def described() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text("utf-8"))
    return told


def whole(schema: Any) -> Any:
    """With references followed and `allOf` joined."""
    if "$ref" in schema:
        return whole(described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "allOf" in schema:
        return whole({**schema["allOf"][0], **{key: value for key, value in schema.items() if key != "allOf"}})
    for choice in schema.get("oneOf", ()):
        return whole(choice)
    return schema


def ids_in(schema: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    schema = whole(schema)
    if schema.get("format") == "uuid":
        yield at
    for name, inner in schema.get("properties", {}).items():
        yield from ids_in(inner, (*at, name))
    if "items" in schema:
        yield from ids_in(schema["items"], (*at, "[]"))


def fields() -> Iterator[Field]:
    for path, methods in described()["paths"].items():
        for method, call in methods.items():
            for content in call.get("requestBody", {}).get("content", {}).values():
                for at in ids_in(content["schema"]):
                    yield Field(method.upper(), path, at, content["schema"])


def filled(schema: Any, at: tuple[str, ...], value: Any, own: Any, name: str = "") -> Any:
    """A body with every required field, and `value` at the place under trial. Other ids are `own(name)`."""
    schema = whole(schema)
    if not at and schema.get("format") == "uuid":
        return value
    if schema.get("type") == "array" or "items" in schema:
        return [filled(schema["items"], at[1:], value, own, name)] if at else []
    if "properties" in schema:
        wanted = {*schema.get("required", ()), *at[:1]}
        return {
            each: filled(inner, at[1:], value, own, each)
            if at[:1] == (each,)
            else filled(inner, ("-",), value, own, each)
            for each, inner in schema["properties"].items()
            if each in wanted
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


def strangers(standing: Standing, named: Subject, role: Role) -> dict[str, Rows | None]:
    found: dict[str, Rows | None] = {"unknown": None, "other county": standing.rows["c"]}
    if role not in COUNTY_ROLES and not named.is_countys:
        found["other school"] = standing.rows["b"]
    if role is Role.TEACHER and named.is_about_a_child:
        found["not entrusted"] = standing.strange
    return found


@pytest.mark.parametrize("field", list(fields()), ids=str)
def test_a_foreign_id_in_a_body_is_an_error_of_its_field(field: Field, standing: Standing) -> None:
    assert field.name in FIELDS, f"{field}: which table is it? Add it to FIELDS in tests/guards/test_bodies.py"
    named, address, wrong, words = subject(FIELDS[field.name]), address_of(field), [], set()
    for role in Role:
        if not address.lets(role, field.method):
            continue
        actor = standing.actor(role)

        def own(name: str, actor: Any = actor) -> str:
            return str(standing.key(subject(FIELDS[name]), standing.rows["a"], actor))

        for whose, rows in strangers(standing, named, role).items():
            value = str(uuid4() if rows is None else getattr(rows.of(named.model), named.column))
            with undone():
                path = place(standing, address, standing.rows["a"], actor)
                body = filled(field.schema, field.at, value, own)
                call = getattr(standing.client("api", actor), field.method.lower())
                answer = call(path, body, content_type="application/json")
            errors = answer.json().get("errors", []) if answer.status_code == 400 else []
            hits = [each["detail"] for each in errors if field.name in str(each["attr"]).split(".")]
            hits = hits or [each["detail"] for each in errors if str(each["attr"]).startswith(field.at[0])]
            words |= set(hits)
            wrong += [] if hits else [f"{role} {whose}: {told(answer)} for {body}"]
    assert not wrong, "\n".join(wrong)
    assert len(words) == 1, f"foreign and unknown are worded alike: {words}"
