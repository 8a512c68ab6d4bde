"""`deadlines`: set by the county, submitted by each school."""

from typing import Any

import pytest

from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_deadline_of_the_county_is_submitted_by_each_school(town: Town, calls: Any) -> None:
    body = {"title": "秋季摸底排查表", "kind": "survey", "due_on": "2026-09-18"}
    made = calls(town.officer).post("deadlines", body)
    assert made.status_code == 201
    deadline = {**body, "id": made.json()["id"], "is_submitted": False, "schools_submitted": 0}
    assert made.json() == deadline
    assert calls(town.admin_zhao).post("deadlines", body).status_code == 403

    submitted = calls(town.admin_zhao).post(f"deadlines/{deadline['id']}/submit")
    assert (submitted.status_code, submitted.json()["is_submitted"]) == (200, True)
    assert calls(town.admin_of_b).get("deadlines").json()["results"] == [deadline], (
        "the other school has not submitted it"
    )
    assert calls(town.officer).get("deadlines").json()["results"][0]["schools_submitted"] == 1
    assert calls(town.admin_of_c).get("deadlines").json()["results"] == []
    assert calls(town.admin_of_c).post(f"deadlines/{deadline['id']}/submit").status_code == 404
    assert calls(town.teacher_wang).post(f"deadlines/{deadline['id']}/submit").status_code == 403
