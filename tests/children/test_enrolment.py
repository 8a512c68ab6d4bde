"""Enrolling one pupil by hand follows the rules of a roster import, and opens the case file that is due."""

from datetime import date
from typing import Any

import pytest

from services.access.actor import Actor
from services.children import access
from services.children.actions.class_teachers import assign_class_teacher
from services.children.actions.edit_rules import UnableToEdit
from services.children.importing.enrolment import add_pupil
from services.children.models import Child, Pupil, PupilPrivate, ReportedStatus
from tests.cast import Town

pytestmark = pytest.mark.django_db

ID = "999001201912151640"
FACTS = {"name": " 赵 小川 ", "sex": "M", "birth_date": date(2017, 5, 4)}


def add(town: Town, by: Actor | None = None, **facts: Any) -> Pupil:
    with town.as_(by or town.admin_zhao) as actor:
        return add_pupil(**FACTS | facts, school_class=town.a.classes[0], by=actor, now=town.monday)


def test_new_pupil_is_in_the_class_from_today_and_findable(town: Town) -> None:
    pupil = add(town, household="rural", boarding=True, ethnicity="汉", remark="随班就读")

    with town.a.inside():
        stored = Pupil.objects.get(pk=pupil.pk)
        facts = (stored.name, stored.initials, stored.household, stored.boarding, stored.ethnicity, stored.remark)
        assert facts == ("赵小川", "zxc", "rural", True, "汉族", "随班就读")
        assert (stored.school_class_id, stored.enrolled_on) == (town.a.classes[0].pk, town.monday.date())
        assert not Child.objects.filter(pupil=stored).exists()
    with town.as_(town.admin_of_b):
        assert not Pupil.objects.filter(name="赵小川").exists()


def test_stated_as_left_behind_gets_a_case_file_that_the_class_teacher_sees(town: Town) -> None:
    with town.as_(town.head_li) as head:
        assign_class_teacher(school_class=town.a.classes[0], staff=town.a.staff["chen"], by=head, now=town.monday)
    pupil = add(town, reported_status="both")

    with town.as_(town.teacher_chen) as chen:
        assert access.visible_to(chen, town.monday).filter(pupil=pupil).exists()
    with town.as_(town.teacher_wang) as wang:
        assert not access.visible_to(wang, town.monday).filter(pupil=pupil).exists()
    with town.a.inside():
        assert ReportedStatus.objects.get(pupil=pupil).reported == "both"


def test_id_number_gives_sex_and_birth_and_is_sealed(town: Town) -> None:
    pupil = add(town, sex="", birth_date=None, id_number=f" {ID} ", student_number=f"G{ID}")

    with town.a.inside():
        private = PupilPrivate.objects.get(pupil=pupil)
        assert (private.unseal("id_number"), private.unseal("student_number")) == (ID, f"G{ID}")
        assert ID.encode() not in bytes(private.id_number or b"")
        assert (pupil.birth_date, pupil.sex) == (date(2019, 12, 15), "F")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "张*明"}, "name"),
        ({"birth_date": None}, "birth_date"),
        ({"sex": ""}, "sex"),
        ({"birth_date": date(2031, 1, 1)}, "birth_date"),
        ({"id_number": "999001201912151641"}, "id_number"),
        ({"id_number": ID}, "id_number"),
        ({"student_number": "3.2E+17"}, "student_number"),
    ],
)
def test_what_an_import_refuses_is_refused_with_its_field_and_nothing_is_written(
    town: Town, facts: dict[str, Any], field: str
) -> None:
    with town.a.inside():
        before = set(Pupil.objects.values_list("pk", flat=True))
    with pytest.raises(UnableToEdit) as refused:
        add(town, **facts)
    assert (refused.value.field, bool(refused.value.code)) == (field, True)
    with town.a.inside():
        assert set(Pupil.objects.values_list("pk", flat=True)) == before


def test_pupil_of_the_school_is_not_enrolled_twice(town: Town) -> None:
    add(town)
    add(town, name="钱小川", id_number=ID, sex="", birth_date=None)
    for facts, field in (
        ({}, "name"),
        ({"name": "钱小河", "id_number": ID, "sex": "", "birth_date": None}, "id_number"),
    ):
        with pytest.raises(UnableToEdit, match="本校已经有") as refused:
            add(town, **facts)
        assert refused.value.field == field
