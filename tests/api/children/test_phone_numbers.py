"""`children/{id}/phone-numbers`: the hours in which a parent works."""

from typing import Any

import pytest

from tests.api.responses import error_fields
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_working_hours_are_kept_with_the_number(town: Town, calls: Any) -> None:
    at = f"children/{town.xiaoming.public_id}/phone-numbers"
    body = {"owner": "mother", "number": "13912345678", "works_from": "20:00", "works_until": "06:00"}
    (number,) = calls(town.head_li).post(at, body).json()["phone_numbers"]
    assert (number["works_from"], number["works_until"]) == ("20:00", "06:00")
    one = f"{at}/{number['id']}"
    half = calls(town.head_li).send("patch", one, {"works_from": "08:00", "works_until": None})
    assert error_fields(half) == ["works_until"]
    cleared = calls(town.head_li).send("patch", one, {"works_from": None, "works_until": None}).json()
    assert cleared["phone_numbers"][0]["works_from"] is None
    assert calls(town.admin_of_b).send("patch", one, {"works_from": None, "works_until": None}).status_code == 404
