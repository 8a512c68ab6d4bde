"""A county's own words over the columns of a roster."""

from typing import Any

import pytest

from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")


def test_the_county_teaches_a_word_that_its_schools_read_and_no_other_county_does(town: Town, calls: Any) -> None:
    made = calls(town.officer).post("header-aliases", {"word": "娃儿名", "field": "name"})

    assert (made.status_code, made.json()["word"], made.json()["field"]) == (201, "娃儿名", "name")
    for reader in (town.officer, town.admin_zhao, town.admin_of_b):
        assert [row["word"] for row in calls(reader).get("header-aliases").json()["results"]] == ["娃儿名"]
    assert calls(town.admin_of_c).get("header-aliases").json()["results"] == []


def test_the_same_word_again_changes_its_meaning_and_a_word_can_be_forgotten(town: Town, calls: Any) -> None:
    county = calls(town.officer)
    county.post("header-aliases", {"word": "娃儿名", "field": "name"})
    again = county.post("header-aliases", {"word": " 娃儿名：", "field": "guardian_name"}).json()

    assert [row["field"] for row in county.get("header-aliases").json()["results"]] == ["guardian_name"]
    assert county.send("delete", f"header-aliases/{again['id']}").status_code == 204
    assert county.get("header-aliases").json()["results"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [({"word": "娃儿名", "field": "shoe_size"}, "field"), ({"word": "：", "field": "name"}, "word"), ({}, "word")],
)
def test_a_word_that_means_nothing_is_refused_on_its_field(town: Town, calls: Any, body: Any, field: str) -> None:
    refused = calls(town.officer).post("header-aliases", body)

    assert refused.status_code == 400
    assert field in [error["attr"] for error in refused.json()["errors"]]


def test_a_school_reads_the_words_and_teaches_none(town: Town, calls: Any) -> None:
    word = calls(town.officer).post("header-aliases", {"word": "娃儿名", "field": "name"}).json()["id"]

    assert calls(town.admin_zhao).post("header-aliases", {"word": "娃名", "field": "name"}).status_code == 403
    assert calls(town.admin_zhao).send("delete", f"header-aliases/{word}").status_code == 403
