"""`POST pupils`: one pupil enrolled by hand, once, by the rules of the import; by the school alone."""

from typing import Any

import pytest

from services.children.models import Pupil
from tests.api.responses import error_fields
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def body(town: Town, **changes: object) -> dict[str, object]:
    school_class = str(town.a.classes[0].public_id)
    return {"name": "赵小川", "sex": "M", "birth_date": "2017-05-04", "school_class": school_class} | changes


def test_pupil_is_enrolled_once_however_often_it_is_sent(town: Town, calls: Any) -> None:
    admin = calls(town.admin_zhao)
    first = admin.post("pupils", body(town, reported_status="one"), **{"Idempotency-Key": "a"})
    again = admin.post("pupils", body(town, reported_status="one"), **{"Idempotency-Key": "a"})

    assert (first.status_code, again.json()) == (201, first.json())
    assert (first.json()["name"], first.json()["state"]) == ("赵小川", "enrolled")
    assert first.json()["child"], "stated as left behind: the case file is open"
    other = admin.post("pupils", body(town))
    assert (other.status_code, error_fields(other)) == (400, ["name"])
    with town.a.inside():
        assert Pupil.objects.filter(name="赵小川").count() == 1


def test_wrong_values_name_their_field(town: Town, calls: Any) -> None:
    admin = calls(town.admin_zhao)
    for changes, field in (
        ({"name": "张*明"}, "name"),
        ({"sex": "X"}, "sex"),
        ({"birth_date": "2031-01-01"}, "birth_date"),
        ({"id_number": "123"}, "id_number"),
        ({"school_class": str(town.b.classes[0].public_id)}, "school_class"),
        ({"state": "left"}, "state"),
    ):
        answer = admin.post("pupils", body(town, **changes))
        assert (answer.status_code, error_fields(answer)) == (400, [field]), changes
    with town.a.inside():
        assert not Pupil.objects.filter(name="赵小川").exists()


def test_only_the_school_itself_enrols(town: Town, calls: Any) -> None:
    for reader in (town.officer, town.teacher_wang, town.nurse_sun):
        assert calls(reader).post("pupils", body(town)).status_code == 403
