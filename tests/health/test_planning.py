"""The county plans a checkup: every class a day, never above the clinic's capacity, guardians told once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from services.children.choices import PupilState
from services.health.actions import campaigns, clinics, results
from services.health.choices import CampaignState, CheckupState
from services.health.models import Appointment, Campaign, Checkup, Clinic
from services.jobs.models import Job
from services.kit.exceptions import ApplicationError
from services.notify.models import Delivery, Notification
from services.schools import actions as schools
from services.schools.choices import DayKind
from services.schools.models import SchoolClass
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import health

pytestmark = pytest.mark.django_db

PHONE = "13912345678"


def loads(town: Town) -> dict[tuple[str, date], int]:
    """Pupils expected by clinic and day, over all campaigns."""
    with town.as_(town.officer):
        rows = Appointment.objects.order_by().values_list("clinic__name", "date").annotate(n=Sum("expected"))
        return {(name, day): n for name, day, n in rows}


def grow(town: Town, classes: int, size: int) -> None:
    """More classes in both schools of the county."""
    for tenant in (town.a, town.b):
        with tenant.inside():
            for number in range(3, 3 + classes):
                made = SchoolClass.objects.create(site=tenant.site, entry_year=2024, number=number)
                health.crowd(made, size)


def test_every_class_of_the_county_gets_a_day_and_every_pupil_a_checkup(town: Town):
    campaign = health.planned(town)

    assert campaign.state == CampaignState.SCHEDULED
    assert campaign.unplaced == []
    for tenant in (town.a, town.b):
        with tenant.inside():
            assert {appointment.school_class for appointment in Appointment.objects.all()} == set(tenant.classes)
            assert {checkup.pupil.name for checkup in Checkup.objects.all()} == {"王小明", "李小红", "张强", "刘芳"}
            assert set(Checkup.objects.values_list("state", flat=True)) == {CheckupState.EXPECTED}
    with town.c.inside():  # another county
        assert not Appointment.objects.exists()
        assert not Checkup.objects.exists()
        assert not Notification.objects.exists()


def test_a_day_never_has_more_pupils_than_the_clinic_can_take(town: Town):
    grow(town, classes=6, size=9)  # 116 pupils, and 10 days
    campaign = health.planned(town, capacity=20)

    with town.as_(town.officer):
        assert Appointment.objects.filter(campaign=campaign).aggregate(n=Sum("expected"))["n"] == 116
    assert max(loads(town).values()) <= 20
    assert campaign.unplaced == []


def test_a_second_campaign_uses_only_the_capacity_the_first_has_left(town: Town):
    grow(town, classes=2, size=5)
    health.planned(town, capacity=10)
    with town.as_(town.officer):
        second = health.campaign(town, Clinic.objects.get(), title="视力复查")

    health.planned(town, second)

    assert max(loads(town).values()) <= 10
    assert sum(loads(town).values()) == 2 * 28


def test_exam_weeks_holidays_and_a_schools_own_day_off_stay_free(town: Town):
    health.school_days(town)
    exam = (date(2026, 9, 14), date(2026, 9, 18))
    with town.county_scope():
        schools.set_day_kind(begins_on=exam[0], ends_on=exam[1], kind=DayKind.EXAM, name="月考", source="县教育局")
    with town.b.inside():
        schools.override_day(day=date(2026, 9, 20), kind=DayKind.HOLIDAY, reason="校运会")
    with town.as_(town.officer):
        drawn = health.campaign(town, health.clinic(town))

    health.planned(town, drawn)

    with town.a.inside():
        assert set(Appointment.objects.values_list("date", flat=True)) == {date(2026, 9, 20)}  # a make-up Sunday
    with town.b.inside():
        assert set(Appointment.objects.values_list("date", flat=True)) == {date(2026, 9, 21)}


def test_classes_without_a_day_are_named_with_the_remedy(town: Town):
    with town.a.inside():
        health.crowd(town.a.classes[0], 20)
    drawn = health.draft(town, capacity=10)

    answer = health.run_plan(town, drawn)

    with town.as_(town.officer):
        campaign = Campaign.objects.get(pk=drawn.pk)
        assert [(row["school_name"], row["label"], row["pupils"]) for row in campaign.unplaced] == [
            ("中心小学", "三(1)班", 22)
        ]
        assert "超过体检机构每日 10 人" in campaign.unplaced[0]["sentence"]
        assert "中心小学三(1)班" in campaign.message
        assert answer == {
            "classes": 3,
            "pupils": 6,
            "unplaced": [
                {"class": str(town.a.classes[0].public_id), "label": "三(1)班", "reason": "too_large"},
            ],
        }


def test_a_class_too_large_for_its_clinic_goes_to_a_larger_one(town: Town):
    with town.a.inside():
        health.crowd(town.a.classes[0], 20)
    health.school_days(town)
    with town.as_(town.officer):
        near = health.clinic(town, "清河镇卫生院", 10, township=town.a.school.township)
        drawn = health.campaign(town, near, health.clinic(town, "县医院", 60))

    campaign = health.planned(town, drawn)

    assert campaign.unplaced == []
    with town.a.inside():
        assert health.appointment(town.a.classes[0]).clinic.name == "县医院"
        assert health.appointment(town.a.classes[1]).clinic.name == "清河镇卫生院"


def test_without_a_possible_day_the_campaign_stays_as_it_was(town: Town):
    drawn = health.draft(town, begins=date(2026, 9, 19), ends=date(2026, 9, 19))  # a Saturday

    with pytest.raises(ApplicationError, match="没有上课日"):
        health.run_plan(town, drawn)

    with town.as_(town.officer):
        campaign = Campaign.objects.get(pk=drawn.pk)
        assert (campaign.state, campaign.message != "") == (CampaignState.DRAFT, True)
        assert not Appointment.objects.exists()


def test_the_same_job_run_again_adds_nothing(town: Town):
    with town.a.inside():
        health.phone(town.a.pupils["王小明"], PHONE)
    drawn = health.draft(town)
    first = health.run_plan(town, drawn)
    with scope(ALL_TENANTS):
        before = [model.objects.count() for model in (Appointment, Checkup, Notification, Delivery)]
        job = Job.objects.get()

    assert health.again(town, drawn, job) == first

    with scope(ALL_TENANTS):
        assert [model.objects.count() for model in (Appointment, Checkup, Notification, Delivery)] == before


def test_planning_again_keeps_classes_with_results_and_moves_the_others(town: Town):
    campaign = health.planned(town)
    ming, hong = town.a.pupils["王小明"], town.a.pupils["李小红"]
    with town.as_(town.nurse_sun) as nurse:
        results.enter_results(checkup=health.checkup(ming), by=nurse, now=town.later(days=1), **health.healthy())
        before = health.appointment(town.a.classes[0])
        other = health.appointment(town.a.classes[1])
    with town.a.inside():
        health.crowd(town.a.classes[1], 1)
    with town.as_(town.officer) as officer:
        campaigns.change_campaign(
            campaign=campaign,
            title=campaign.title,
            begins_on=date(2026, 9, 21),
            ends_on=date(2026, 9, 25),
            clinics=list(Clinic.objects.all()),
            by=officer,
            now=town.monday,
        )
    health.planned(town, campaign)

    with town.a.inside():
        assert health.appointment(town.a.classes[0]).date == before.date
        assert health.checkup(ming).state == CheckupState.DONE
        assert health.checkup(hong).appointment == before
        moved = health.appointment(town.a.classes[1])
        assert moved.public_id == other.public_id
        assert (moved.date >= date(2026, 9, 21), moved.expected) == (True, 3)
        assert Checkup.objects.count() == 5


def test_a_pupil_who_left_is_no_longer_expected(town: Town):
    campaign = health.planned(town)
    with town.a.inside():
        qiang = town.a.pupils["张强"]
        qiang.state, qiang.left_on = PupilState.LEFT, date(2026, 9, 8)
        qiang.save()

    health.planned(town, campaign)

    with town.a.inside():
        assert not Checkup.objects.filter(pupil=qiang).exists()
        assert health.appointment(town.a.classes[1]).expected == 1


def test_a_school_is_notified_of_its_plan_and_again_when_days_move(town: Town):
    campaign = health.planned(town)
    health.planned(town, campaign)  # nothing has moved

    with town.a.inside():
        rows = Notification.objects.values_list("recipient_id", "title")
        assert set(rows) == {
            (town.head_li.user_id, "体检已排期：9月14日起"),
            (town.admin_zhao.user_id, "体检已排期：9月14日起"),
        }
        assert Notification.objects.count() == 2
    with town.as_(town.officer):
        Campaign.objects.filter(pk=campaign.pk).update(begins_on=date(2026, 9, 21))
    health.planned(town, campaign)
    with town.a.inside():
        assert Notification.objects.filter(title="体检已排期：9月21日起").count() == 2


def test_only_the_county_opens_and_plans(town: Town):
    drawn = health.draft(town)
    for actor in (town.head_li, town.teacher_wang, town.nurse_sun):
        with town.as_(actor), pytest.raises(PermissionDenied):
            campaigns.request_plan(campaign=drawn, by=actor, now=town.monday)
    with town.as_(town.officer_of_other) as other, pytest.raises(Campaign.DoesNotExist):
        campaigns.request_plan(campaign=drawn, by=other, now=town.monday)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"begins_on": date(2026, 8, 3)}, "begins_on"),
        ({"ends_on": date(2026, 9, 13)}, "ends_on"),
        ({"ends_on": date(2027, 2, 1)}, "ends_on"),
        ({"begins_on": date(2026, 9, 1), "ends_on": date(2026, 9, 7)}, "ends_on"),
        ({"clinics": []}, "clinics"),
    ],
)
def test_an_impossible_campaign_is_refused_at_its_field(town: Town, wrong, field):
    with town.as_(town.officer) as officer:
        right = {
            "title": "秋季体检",
            "begins_on": health.FIRST,
            "ends_on": health.LAST,
            "clinics": [health.clinic(town)],
        }
        with pytest.raises(ApplicationError) as refusal:
            campaigns.open_campaign(**right | wrong, by=officer, now=town.monday)
        assert refusal.value.field == field
        assert not Campaign.objects.exists()


def test_a_campaign_cannot_be_planned_while_planning_or_after_its_close(town: Town):
    drawn = health.draft(town)
    with town.as_(town.officer) as officer:
        campaigns.request_plan(campaign=drawn, by=officer, now=town.monday)
        with pytest.raises(ApplicationError, match="正在排期"):
            campaigns.request_plan(campaign=drawn, by=officer, now=town.monday)
        Job.objects.update(state="failed")  # given up by the worker: free again
        campaigns.close_campaign(campaign=drawn, by=officer, now=town.monday)
        with pytest.raises(ApplicationError, match="已结束"):
            campaigns.request_plan(campaign=drawn, by=officer, now=town.monday)


def test_a_clinic_has_a_unique_name_and_a_capacity_above_zero(town: Town):
    with town.as_(town.officer) as officer:
        made = health.clinic(town)
        for wrong, field in (
            ({"name": " 清河镇卫生院 "}, "name"),
            ({"capacity": 0}, "capacity"),
            ({"name": ""}, "name"),
        ):
            with pytest.raises(ApplicationError) as refusal:
                clinics.create_clinic(**{"name": "县医院", "capacity": 9} | wrong, by=officer, now=town.monday)
            assert refusal.value.field == field
        again = clinics.update_clinic(
            clinic=made, name="清河镇卫生院", capacity=90, township=None, by=officer, now=town.monday + timedelta(1)
        )
        assert again.capacity == 90
