"""开张清单: each item is ticked by the rows that it asks for, and by nothing else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from services.access.actions import school_setup
from services.access.actor import Actor
from services.access.models import Membership
from services.access.roles import Role
from services.assessment.actions import get_or_create_rubric
from services.children.actions.class_teachers import assign_class_teacher
from services.children.models import Pupil
from services.dashboards import first_day
from services.health.models import Clinic
from services.schools.choices import DayKind, Season
from services.schools.models import County, School, SchoolClass, Term, Township
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope
from tests.cast import Town
from tests.factories import assessment as work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
TODAY = date(2026, 9, 7)


def missing_of_county(county: County) -> list[str]:
    with scope(for_county(county.pk)):
        return [item.step.value for item in first_day.county_items(TODAY) if not item.is_done]


def missing_of(school: Town | Any) -> list[str]:
    with scope(for_school(school.pk, school.county_id)):
        return [item.step.value for item in first_day.school_items(TODAY) if not item.is_done]


@pytest.fixture
def bare(town: Town) -> County:
    """A county with nothing in it."""
    with scope(ALL_TENANTS):
        return County.objects.create(name="云岫县", code="530999")


def test_a_new_county_needs_everything_and_the_others_do_not_help_it(bare: County) -> None:
    expected = ["term", "calendar", "officers", "schools", "clinics", "rubric", "sms"]
    assert missing_of_county(bare) == expected


def test_a_county_completes_one_item_after_the_other(town: Town, settings: Settings) -> None:
    officer, now = town.officer, town.monday
    assert missing_of_county(town.county) == ["calendar", "clinics", "rubric", "sms"]
    with town.as_(officer):
        school_setup.create_term(
            school_year=2026,
            season=Season.SPRING,
            begins_on=date(2027, 2, 22),
            ends_on=date(2027, 7, 9),
            by=officer,
            now=now,
        )
        week = {"begins_on": date(2027, 6, 28), "ends_on": date(2027, 7, 2)}
        school_setup.set_day_kind(**week, kind=DayKind.EXAM, name="期末", source="县教育局", by=officer, now=now)
    assert missing_of_county(town.county) == ["clinics", "rubric", "sms"]
    with town.as_(officer):
        Clinic.objects.create(name="清河镇卫生院", capacity=100)
        get_or_create_rubric(by=officer, now=now)
    assert missing_of_county(town.county) == ["sms"]
    settings.SMS_IS_TRIAL = False
    assert missing_of_county(town.county) == []
    assert "clinics" in missing_of_county(town.other_county)


def test_a_term_that_is_over_and_an_officer_who_left_bring_their_items_back(town: Town) -> None:
    with scope(ALL_TENANTS):
        Term.objects.filter(county=town.county).update(begins_on=date(2026, 2, 1), ends_on=date(2026, 7, 1))
        Membership.objects.filter(county=town.county, role=Role.COUNTY).update(until=TODAY)
    assert {"term", "officers"} <= set(missing_of_county(town.county))


def test_a_school_without_an_administrator_is_counted(town: Town) -> None:
    with scope(ALL_TENANTS):
        township = Township.objects.get(county=town.county)
        School.objects.create(county=town.county, township=township, name="青山小学")
    with town.county_scope():
        item = next(item for item in first_day.county_items(TODAY) if item.step.value == "schools")
    assert (item.is_done, item.done, item.total) == (False, 2, 3)


def test_a_new_school_needs_everything(town: Town, bare: County) -> None:
    with scope(ALL_TENANTS):
        township = Township.objects.create(county=bare, name="清河镇")
        school = School.objects.create(county=bare, township=township, name="云岫小学")
    assert missing_of(school) == ["staff", "roster", "classes", "class_teachers", "plan", "pairing"]


def test_a_school_completes_one_item_after_the_other(town: Town) -> None:
    school, now = town.a.school, town.monday
    assert missing_of(school) == ["class_teachers", "plan", "pairing"]
    with town.a.inside():
        for school_class in SchoolClass.objects.order_by("pk"):
            assign_class_teacher(school_class=school_class, staff=town.a.staff["chen"], by=town.head_li, now=now)
    assert missing_of(school) == ["plan", "pairing"]
    with town.a.inside():
        work.plan(town.term, town.a.staff["head"], now)
    assert missing_of(school) == ["pairing"]
    with town.a.inside():
        work.pairing(town.xiaoming, town.a.staff["wang"], now)
    assert missing_of(school) == []
    assert missing_of(town.b.school) == ["class_teachers", "plan", "pairing"]
    with town.a.inside():
        Pupil.objects.update(state="left")
    assert missing_of(school) == ["roster"]


def test_the_desk_shows_what_is_missing_until_all_is_done(
    town: Town, browses: Callable[[Actor], Client], settings: Settings
) -> None:
    lead, head = browses(town.lead), browses(town.head_li)
    assert "还差 4 件事" in lead.get("/county/").content.decode()
    assert "还差 3 件事" in head.get("/workbench/").content.decode()
    page = lead.get("/first-day/").content.decode()
    for address in ("/calendar/", "/members/", "/directory/", "/clinics/", "/assessment-rounds/", "/deliveries/"):
        assert f'href="{address}"' in page
    # Who cannot set anything up is not asked to.
    leader = browses(town.actors["leader"])
    assert "开张清单" not in leader.get("/county/").content.decode()
    assert leader.get("/first-day/").status_code == 403
    assert browses(town.teacher_wang).get("/first-day/").status_code == 403
    settings.SMS_IS_TRIAL = False
    with town.as_(town.officer):
        Clinic.objects.create(name="清河镇卫生院", capacity=100)
    lead.post("/assessment-rounds/rubric/")
    assert "还差 1 件事" in lead.get("/county/").content.decode()
    with town.county_scope():
        from services.schools.models import SchoolDay

        SchoolDay.objects.create(term=town.term, date=date(2026, 11, 9), kind=DayKind.EXAM, source="县教育局")
    assert "开张清单" not in lead.get("/county/").content.decode()
    assert "都办好了" in lead.get("/first-day/").content.decode()


def test_the_checklist_costs_the_same_with_more_schools_and_classes(town: Town) -> None:
    def queries_of(by: Actor) -> int:
        with town.as_(by), CaptureQueriesContext(connection) as queries:
            _items = first_day.school_items(TODAY) if by.school_id else first_day.county_items(TODAY)
        return len(queries)

    before = [queries_of(by) for by in (town.lead, town.head_li)]
    with scope(ALL_TENANTS):
        township = Township.objects.get(county=town.county)
        for number in range(3):
            School.objects.create(county=town.county, township=township, name=f"新{number}小学")
    with town.a.inside():
        for number in range(3, 6):
            SchoolClass.objects.create(site=town.a.site, entry_year=2024, number=number)
    assert [queries_of(by) for by in (town.lead, town.head_li)] == before
