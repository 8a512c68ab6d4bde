"""What an older rule let in stays editable: repeated unchanged it is kept, typed anew it is refused."""

from typing import Any

import pytest
from django.urls import reverse

from services.children.choices import Parent
from services.children.models import Guardian, ParentWhereabouts, Pupil
from services.schools.models import Staff
from tests.api.responses import error_fields, ok
from tests.cast import Town

pytestmark = pytest.mark.usefixtures("at_monday")
ODD = ["王某某", "张*明", "李红（妹）", "123", "王明/李红"]


@pytest.mark.parametrize("name", ODD)
def test_a_pupils_other_fields_are_edited_with_an_odd_name(town: Town, calls: Any, name: str) -> None:
    pupil, admin = town.xiaoming.pupil, calls(town.admin_zhao)
    with town.a.inside():
        Pupil.objects.filter(pk=pupil.pk).update(name=name, ethnicity="穿青族", remark="=SUM(A1)")
    path, kept = f"pupils/{pupil.public_id}", {"name": name, "ethnicity": "穿青族", "remark": "=SUM(A1)"}

    edited = ok(admin.send("patch", path, {**kept, "boarding": True}))

    assert (edited["name"], edited["boarding"]) == (name, True)
    assert error_fields(admin.send("patch", path, {**kept, "name": f"{name}*"})) == ["name"]
    assert error_fields(admin.send("patch", path, {**kept, "ethnicity": "外星族"})) == ["ethnicity"]
    assert error_fields(admin.send("patch", path, {**kept, "remark": "=1+1"})) == ["remark"]


@pytest.mark.parametrize("name", ODD)
def test_a_familys_other_facts_are_edited_with_odd_names(town: Town, calls: Any, browses: Any, name: str) -> None:
    child, admin = town.xiaoming, calls(town.admin_zhao)
    with town.a.inside():
        since = town.monday.date()
        Guardian.objects.create(pupil=child.pupil, name=name, since=since)
        ParentWhereabouts.objects.create(pupil=child.pupil, parent=Parent.FATHER, name=name, location="=1", since=since)

    guardian = ok(admin.send("put", f"children/{child.public_id}/guardian", {"name": name, "age": 61}))["guardian"]
    assert (guardian["name"], guardian["age"]) == (name, 61)
    page = browses(town.admin_zhao)
    edit = reverse("web:guardian", args=[child.public_id])
    assert page.post(edit, {"guardian-name": name, "guardian-relation": "61"}).status_code == 302
    father = {"parent": "father", "name": name, "whereabouts": "away", "location": "=1"}
    assert admin.send("post", f"children/{child.public_id}/parents", father).status_code == 201

    assert error_fields(admin.send("put", f"children/{child.public_id}/guardian", {"name": f"{name}*"})) == ["name"]
    other = father | {"location": "=2"}
    assert error_fields(admin.send("post", f"children/{child.public_id}/parents", other)) == ["location"]
    with town.a.inside():
        kept = Guardian.objects.get(pupil=child.pupil, until=None)
        assert (kept.name, kept.relation) == (name, "61")
        assert ParentWhereabouts.objects.get(pupil=child.pupil, until=None).whereabouts == "away"


def test_a_member_of_staff_with_an_odd_name_is_edited(town: Town, calls: Any) -> None:
    row, admin = town.a.staff["wang"], calls(town.admin_zhao)
    with town.a.inside():
        Staff.objects.filter(pk=row.pk).update(name="王*")

    assert ok(admin.send("patch", f"staff/{row.public_id}", {"name": "王*", "subject": "语文"}))["subject"] == "语文"
    assert error_fields(admin.send("patch", f"staff/{row.public_id}", {"name": "王**"})) == ["name"]
