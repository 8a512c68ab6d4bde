"""`header-aliases`: a county's own names of a roster's columns."""

from typing import Any

import pytest

from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")


def test_header_alias_of_a_county_is_read_by_its_schools_only(town: Town, calls: Any) -> None:
    made = calls(town.officer).post("header-aliases", {"header": "娃儿名", "field": "name"})

    assert (made.status_code, made.json()["header"], made.json()["field"]) == (201, "娃儿名", "name")
    for reader in (town.officer, town.admin_zhao, town.admin_of_b):
        assert [row["header"] for row in calls(reader).get("header-aliases").json()["results"]] == ["娃儿名"]
    assert calls(town.admin_of_c).get("header-aliases").json()["results"] == []


def test_header_alias_can_be_changed_and_removed(town: Town, calls: Any) -> None:
    county = calls(town.officer)
    county.post("header-aliases", {"header": "娃儿名", "field": "name"})
    again = county.post("header-aliases", {"header": " 娃儿名：", "field": "guardian_name"}).json()

    assert [row["field"] for row in county.get("header-aliases").json()["results"]] == ["guardian_name"]
    assert county.send("delete", f"header-aliases/{again['id']}").status_code == 204
    assert county.get("header-aliases").json()["results"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"header": "娃儿名", "field": "shoe_size"}, "field"),
        ({"header": "：", "field": "name"}, "header"),
        ({}, "header"),
    ],
)
def test_header_alias_without_meaning_is_an_error_of_its_field(town: Town, calls: Any, body: Any, field: str) -> None:
    refused = calls(town.officer).post("header-aliases", body)

    assert refused.status_code == 400
    assert field in [error["attr"] for error in refused.json()["errors"]]


def test_header_aliases_are_not_changed_by_schools(town: Town, calls: Any) -> None:
    alias = calls(town.officer).post("header-aliases", {"header": "娃儿名", "field": "name"}).json()["id"]

    assert calls(town.admin_zhao).post("header-aliases", {"header": "娃名", "field": "name"}).status_code == 403
    assert calls(town.admin_zhao).send("delete", f"header-aliases/{alias}").status_code == 403
