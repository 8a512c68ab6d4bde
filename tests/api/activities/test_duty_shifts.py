"""`duty-shifts`: added, listed, removed."""

from typing import Any

import pytest

from tests.api.responses import error_fields
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
TOMORROW = "2026-09-08"


def test_duty_shift_is_added_listed_and_removed(town: Town, calls: Any) -> None:
    staff = str(town.a.staff["wang"].public_id)
    body = {"staff": staff, "date": TOMORROW, "start_time": "12:00", "end_time": "14:00", "location": "操场"}
    made = calls(town.admin_zhao).post("duty-shifts", body)
    assert made.status_code == 201
    assert made.json() == {**body, "id": made.json()["id"], "staff": {"id": staff, "name": "王老师"}}
    assert calls(town.teacher_wang).get("duty-shifts", **{"from": TOMORROW}).json()["results"] == [made.json()]
    assert calls(town.teacher_wang).get("duty-shifts", until=TOMORROW).json()["results"] == [made.json()]
    assert calls(town.teacher_wang).get("duty-shifts", until="2026-09-07").json()["results"] == []
    assert calls(town.admin_of_b).get("duty-shifts").json()["results"] == []
    assert error_fields(calls(town.admin_zhao).post("duty-shifts", {**body, "end_time": "11:00"})) == ["end_time"]
    foreign = str(town.b.staff["wang"].public_id)
    assert error_fields(calls(town.admin_zhao).post("duty-shifts", {**body, "staff": foreign})) == ["staff"]

    one = f"duty-shifts/{made.json()['id']}"
    assert calls(town.admin_of_b).send("delete", one).status_code == 404
    assert calls(town.teacher_wang).send("delete", one).status_code == 403
    assert calls(town.admin_zhao).send("delete", one).status_code == 204
    assert calls(town.admin_zhao).get("duty-shifts").json()["results"] == []
