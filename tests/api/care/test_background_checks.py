"""`background-checks`."""

from typing import Any

import pytest

from tests.api.responses import error_fields
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_background_checks_are_of_the_own_school(town: Town, calls: Any) -> None:
    staff = str(town.a.staff["wang"].public_id)
    body = {"staff": staff, "checked_on": "2026-09-07", "valid_until": "2027-09-06"}
    made = calls(town.head_li).post("background-checks", body)
    assert made.status_code == 201
    assert made.json()["staff"] == {"id": staff, "name": "王老师"}
    assert calls(town.admin_zhao).get("background-checks", staff=staff).json()["results"] == [made.json()]
    assert calls(town.admin_of_b).get("background-checks").json()["results"] == []
    for other in (town.teacher_wang, town.officer):
        assert calls(other).get("background-checks").status_code == 403
    assert error_fields(calls(town.head_li).post("background-checks", body)) == ["valid_until"]
