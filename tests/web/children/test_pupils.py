"""A pupil's page, its leaving and return, as a school administrator presses them; who must see nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from services.access.actor import Actor
from services.children.models import Departure, Pupil
from services.schools.models import SchoolClass
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]

Browses = Callable[[Actor], Client]


def url(town: Town, tail: str = "") -> str:
    return f"/pupils/{town.xiaoming.pupil.public_id}/{tail}"


def test_pupil_leaves_and_comes_back_and_the_page_shows_both(town: Town, browses: Browses) -> None:
    admin, monday = browses(town.admin_zhao), town.monday.date()

    left = admin.post(
        url(town, "leave/"),
        {"kind": "transferred", "on": monday, "to_school": "城关二小", "note": "随父母"},
        follow=True,
    )
    assert left.redirect_chain == [(url(town), 302)]
    assert "已办理离校" in left.text
    assert "城关二小，随父母" in left.text
    listed = admin.get("/departures/?kind=transferred").text
    assert "王小明" in listed
    assert "城关二小" in listed
    assert "王小明" not in admin.get("/departures/?kind=died").text

    back = admin.post(url(town, "return/"), {"on": monday, "school_class": ""}, follow=True)
    assert "已登记返校" in back.text
    with town.a.inside():
        assert Pupil.objects.get(pk=town.xiaoming.pupil_id).state == "enrolled"


def test_wrong_day_is_an_error_at_its_field_and_the_text_stays(town: Town, browses: Browses) -> None:
    day = town.monday.date() + timedelta(days=400)
    answer = browses(town.admin_zhao).post(
        url(town, "leave/"), {"kind": "suspended", "on": day, "note": "在县医院住院"}
    )

    assert answer.status_code == 422
    assert "最多提前 180 天" in answer.text
    assert "在县医院住院" in answer.text
    with town.a.inside():
        assert not Departure.objects.exists()


def test_dropout_is_followed_up_from_the_list(town: Town, browses: Browses) -> None:
    head = browses(town.head_li)
    head.post(url(town, "leave/"), {"kind": "dropped_out", "on": town.monday.date()})
    with town.a.inside():
        departure = Departure.objects.get()
    follow_up = f"/departures/{departure.public_id}/follow-up/"
    assert follow_up in head.get("/departures/").text
    assert "待劝返" in browses(town.officer).get("/departures/").text

    assert "已记下" in head.post(follow_up, {"outcome": "家访后答应下周返校"}, follow=True).text
    assert "家访后答应下周返校" in browses(town.officer).get("/departures/").text


def test_edit_changes_what_a_clerk_got_wrong(town: Town, browses: Browses) -> None:
    admin = browses(town.admin_zhao)
    with town.a.inside():
        pupil = Pupil.objects.select_related("school_class").get(pk=town.xiaoming.pupil_id)
    values = {"name": "王晓明", "sex": pupil.sex, "birth_date": pupil.birth_date, "boarding": "yes"}

    admin.post(url(town, "edit/"), {**values, "school_class": pupil.school_class.public_id})

    with town.a.inside():
        pupil.refresh_from_db()
        assert (pupil.name, pupil.boarding) == ("王晓明", True)


def test_facts_of_a_pupil_whose_class_is_taught_no_longer_can_be_corrected(town: Town, browses: Browses) -> None:
    admin = browses(town.admin_zhao)
    with town.a.inside():
        gone = SchoolClass.objects.create(site=town.a.site, entry_year=2015, number=1)
        pupil = town.xiaoming.pupil
        Pupil.objects.filter(pk=pupil.pk).update(school_class=gone)
    assert f'value="{gone.public_id}" selected' in admin.get(url(town, "edit/")).text
    values = {"name": "王晓明", "sex": pupil.sex, "birth_date": pupil.birth_date, "school_class": gone.public_id}

    assert admin.post(url(town, "edit/"), values).status_code == 302

    with town.a.inside():
        assert Pupil.objects.get(pk=pupil.pk).name == "王晓明"


def test_clerk_adds_a_pupil_from_the_class_page(town: Town, browses: Browses) -> None:
    admin, school_class = browses(town.admin_zhao), town.a.classes[0].public_id
    new = f"/pupils/new/?class={school_class}"
    assert new in admin.get(f"/classes/{school_class}/").text
    assert f'value="{school_class}" selected' in admin.get(new).text
    facts = {"name": "赵小川", "sex": "M", "birth_date": "2017-05-04", "school_class": school_class}

    refused = admin.post(new, {**facts, "id_number": "999001201912151641", "remark": "借读"})
    assert refused.status_code == 422
    assert "借读" in refused.text
    added = admin.post(new, facts, follow=True)

    assert "已加上赵小川" in added.text
    with town.a.inside():
        assert Pupil.objects.filter(name="赵小川", school_class=town.a.classes[0]).count() == 1
    assert "本校已经有这名学生" in admin.post(new, facts).text
    assert browses(town.teacher_wang).get(new).status_code == 403


def test_nobody_else_opens_the_pages(town: Town, browses: Browses) -> None:
    for stranger in (town.admin_of_b, town.admin_of_c, town.teacher_wang):
        assert browses(stranger).get(url(town)).status_code == 404
    for tail in ("edit/", "leave/", "return/"):
        assert browses(town.admin_of_b).get(url(town, tail)).status_code == 404
        assert browses(town.teacher_wang).get(url(town, tail)).status_code == 403
    assert browses(town.nurse_sun).get("/departures/").status_code == 403


def test_class_page_lists_its_pupils_with_a_way_to_each(town: Town, browses: Browses) -> None:
    school_class = town.xiaoming.pupil.school_class.public_id
    page = browses(town.admin_zhao).get(f"/classes/{school_class}/").text
    assert url(town) in page
    assert "王小明" in page
