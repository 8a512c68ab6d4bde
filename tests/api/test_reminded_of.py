"""`deadlines`, `duty-rosters`, `vettings` and a parent's shift at the API's door."""

from typing import Any

import pytest

from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
TOMORROW = "2026-09-08"


def test_the_county_sets_a_deadline_and_each_school_meets_its_own(town: Town, calls: Any):
    body = {"title": "秋季摸底排查表", "kind": "survey", "due_on": "2026-09-18"}
    made = calls(town.officer).post("deadlines", body)
    assert made.status_code == 201
    shown = {**body, "id": made.json()["id"], "is_submitted": False, "schools_submitted": 0}
    assert made.json() == shown
    assert calls(town.admin_zhao).post("deadlines", body).status_code == 403

    met = calls(town.admin_zhao).post(f"deadlines/{shown['id']}/submit")
    assert (met.status_code, met.json()["is_submitted"]) == (200, True)
    assert calls(town.admin_of_b).get("deadlines").json()["results"] == [shown], "the other school still owes it"
    assert calls(town.officer).get("deadlines").json()["results"][0]["schools_submitted"] == 1
    assert calls(town.admin_of_c).get("deadlines").json()["results"] == []
    assert calls(town.admin_of_c).post(f"deadlines/{shown['id']}/submit").status_code == 404
    assert calls(town.teacher_wang).post(f"deadlines/{shown['id']}/submit").status_code == 403


def test_a_turn_of_duty_is_given_seen_and_taken(town: Town, calls: Any):
    staff = str(town.a.staff["wang"].public_id)
    body = {"staff": staff, "date": TOMORROW, "start_time": "12:00", "end_time": "14:00", "location": "操场"}
    made = calls(town.admin_zhao).post("duty-shifts", body)
    assert made.status_code == 201
    assert made.json() == {**body, "id": made.json()["id"], "staff": {"id": staff, "name": "王老师"}}
    assert calls(town.teacher_wang).get("duty-shifts", **{"from": TOMORROW}).json()["results"] == [made.json()]
    assert calls(town.admin_of_b).get("duty-shifts").json()["results"] == []
    assert (
        calls(town.admin_zhao).post("duty-shifts", {**body, "end_time": "11:00"}).json()["errors"][0]["attr"]
        == "end_time"
    )
    foreign = str(town.b.staff["wang"].public_id)
    refused = calls(town.admin_zhao).post("duty-shifts", {**body, "staff": foreign})
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "staff")

    one = f"duty-shifts/{made.json()['id']}"
    assert calls(town.admin_of_b).send("delete", one).status_code == 404
    assert calls(town.teacher_wang).send("delete", one).status_code == 403
    assert calls(town.admin_zhao).send("delete", one).status_code == 204
    assert calls(town.admin_zhao).get("duty-shifts").json()["results"] == []


def test_a_vetting_is_the_schools_own(town: Town, calls: Any):
    staff = str(town.a.staff["wang"].public_id)
    body = {"staff": staff, "checked_on": "2026-09-07", "valid_until": "2027-09-06"}
    made = calls(town.head_li).post("background-checks", body)
    assert made.status_code == 201
    assert made.json()["staff"] == {"id": staff, "name": "王老师"}
    assert calls(town.admin_zhao).get("background-checks", staff=staff).json()["results"] == [made.json()]
    assert calls(town.admin_of_b).get("background-checks").json()["results"] == []
    for other in (town.teacher_wang, town.officer):
        assert calls(other).get("background-checks").status_code == 403
    assert calls(town.head_li).post("background-checks", body).json()["errors"][0]["attr"] == "valid_until"


def test_a_parents_shift_is_kept_with_the_number(town: Town, calls: Any):
    at = f"children/{town.xiaoming.public_id}/phone-numbers"
    body = {"owner": "mother", "number": "13912345678", "works_from": "20:00", "works_until": "06:00"}
    (number,) = calls(town.head_li).post(at, body).json()["phone_numbers"]
    assert (number["works_from"], number["works_until"]) == ("20:00", "06:00")
    one = f"{at}/{number['id']}"
    half = calls(town.head_li).send("patch", one, {"works_from": "08:00", "works_until": None})
    assert (half.status_code, half.json()["errors"][0]["attr"]) == (400, "works_until")
    cleared = calls(town.head_li).send("patch", one, {"works_from": None, "works_until": None}).json()
    assert cleared["phone_numbers"][0]["works_from"] is None
    assert calls(town.admin_of_b).send("patch", one, {"works_from": None, "works_until": None}).status_code == 404
