"""`pupils/{id}/leave`, `/return` and `departures`: recorded by the school, read by the county, hidden from others."""

from datetime import timedelta
from typing import Any

import pytest

from services.children.models import Departure
from tests.api.responses import error_fields
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def path(town: Town, tail: str) -> str:
    return f"pupils/{town.xiaoming.pupil.public_id}/{tail}"


def test_school_records_a_departure_and_its_end_and_the_county_reads_both(town: Town, calls: Any) -> None:
    admin, monday = calls(town.admin_zhao), town.monday.date()
    body = {"on": str(monday - timedelta(days=3)), "kind": "transferred", "to_school": "城关二小", "note": "随父母"}

    assert admin.post(path(town, "leave"), body).json()["state"] == "left"
    assert admin.post(path(town, "return"), {"on": str(monday)}).json()["state"] == "enrolled"

    (row,) = calls(town.officer).get("departures").json()["results"]
    assert (row["pupil"]["name"], row["kind"], row["to_school"]) == ("王小明", "transferred", "城关二小")
    assert (row["left_on"], row["returned_on"]) == (body["on"], str(monday))
    assert calls(town.admin_of_b).get("departures").json()["results"] == []
    assert calls(town.officer_of_other).get("departures").json()["results"] == []


def test_wrong_bodies_name_their_field_and_write_nothing(town: Town, calls: Any) -> None:
    admin, monday = calls(town.admin_zhao), str(town.monday.date())
    for body, field in (
        ({"on": monday, "kind": "gone"}, "kind"),
        ({"on": "2026-13-01", "kind": "died"}, "on"),
        ({"on": "2028-01-01", "kind": "died"}, "on"),
        ({"on": monday, "kind": "suspended", "expected_on": monday}, "expected_on"),
        ({"on": monday, "kind": "died", "left_on": monday}, "left_on"),
    ):
        answer = admin.post(path(town, "leave"), body)
        assert (answer.status_code, error_fields(answer)) == (400, [field]), body
    with town.a.inside():
        assert not Departure.objects.exists()


def test_state_is_no_field_of_an_edit_any_more(town: Town, calls: Any) -> None:
    admin = calls(town.admin_zhao)
    answer = admin.send("patch", path(town, "").rstrip("/"), {"state": "left"}, **{"If-Match": "*"})
    assert (answer.status_code, error_fields(answer)) == (400, ["state"])


def test_dropouts_are_filtered_and_followed_up_by_their_school_alone(town: Town, calls: Any) -> None:
    admin = calls(town.admin_zhao)
    admin.post(path(town, "leave"), {"on": str(town.monday.date()), "kind": "dropped_out"})
    assert admin.get("departures", kind="transferred").json()["results"] == []
    (row,) = admin.get("departures", kind="dropped_out", open="true", q="wxm").json()["results"]

    follow_up = f"departures/{row['id']}/follow-up"
    assert calls(town.officer).post(follow_up, {"outcome": "已联系"}).status_code == 403
    assert calls(town.admin_of_b).post(follow_up, {"outcome": "已联系"}).status_code == 404
    assert admin.post(follow_up, {"outcome": "家访两次"}).json()["outcome"] == "家访两次"


def test_nobody_else_records_a_departure(town: Town, calls: Any) -> None:
    body = {"on": str(town.monday.date()), "kind": "died"}
    assert calls(town.admin_of_b).post(path(town, "leave"), body).status_code == 404
    for reader in (town.officer, town.teacher_wang):
        assert calls(reader).post(path(town, "leave"), body).status_code == 403
