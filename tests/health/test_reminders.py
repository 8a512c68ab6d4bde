"""Who is told of a checkup, by which number, and of what was found without saying what it is."""

from datetime import date, time, timedelta

import pytest

from services.children.choices import PhoneOwner, PupilState, VerificationResult
from services.children.models import PhoneNumber
from services.health.choices import CheckupState, FindingState
from services.health.models import Appointment, Campaign, Checkup, Finding
from services.notify.choices import Audience
from services.schools.scope import scope, worker_for_schools
from tests.cast import Town
from tests.factories import health
from tests.factories.reminders import items_of, recipients_of, texts_of

pytestmark = pytest.mark.django_db
DAY = health.FIRST
TODAY = DAY - timedelta(days=3)
PHONE, OTHER = "13912345678", "13812345678"


@pytest.fixture
def planned(town: Town) -> Town:
    with town.a.inside():
        town.a.classes[0].class_teacher = town.a.staff["chen"]
        town.a.classes[0].save()
    health.planned(town)
    return town


def test_a_family_is_reminded_on_its_first_verified_number(planned: Town):
    town = planned
    with town.a.inside():
        pupil = town.a.pupils["王小明"]
        health.phone(pupil, "13800000000", PhoneOwner.GUARDIAN, verification=VerificationResult.NOT_IN_SERVICE)
        health.phone(pupil, "13800000002", PhoneOwner.GUARDIAN)
        shift = {"works_from": time(8), "works_until": time(20)}
        health.phone(pupil, PHONE, PhoneOwner.MOTHER, verification=VerificationResult.VALID, **shift)
        health.phone(pupil, OTHER, PhoneOwner.FATHER, verification=VerificationResult.VALID)
        (item,) = items_of("health.family_invited", TODAY)
        assert (item.recipient.phone, item.recipient.audience, item.recipient.user_id) == (
            PHONE,
            Audience.GUARDIAN,
            None,
        )
        assert (item.recipient.works_from, item.recipient.works_until) == (time(8), time(20))
        assert item.child == town.xiaoming.public_id
        assert texts_of("health.family_invited", item) == (
            "中心小学：小明9月14日在校体检",
            "请早餐后到校。有疑问请联系班主任。",
        )
        assert texts_of("health.family_day_before", item)[0] == "中心小学：明天9月14日小明在校体检"


def test_no_family_is_reminded_on_an_unverified_number_or_after_the_day(planned: Town):
    town = planned
    with town.a.inside():
        pupil = town.a.pupils["王小明"]
        health.phone(pupil, PHONE, PhoneOwner.GUARDIAN)
        assert not items_of("health.family_invited", TODAY)
        PhoneNumber.objects.update(verification=VerificationResult.VALID)
        assert items_of("health.family_invited", TODAY)
        Checkup.objects.filter(pupil=pupil).update(state=CheckupState.DONE)
        assert not items_of("health.family_invited", TODAY)
        Checkup.objects.filter(pupil=pupil).update(state=CheckupState.EXPECTED)
        pupil.state = PupilState.LEFT
        pupil.save()
        assert not items_of("health.family_invited", TODAY)
    with town.b.inside():
        assert not items_of("health.family_invited", TODAY)


def test_a_closed_campaign_sends_no_reminders(planned: Town):
    town = planned
    with town.a.inside():
        health.phone(town.a.pupils["王小明"], PHONE, verification=VerificationResult.VALID)
    with town.as_(town.officer):
        Campaign.objects.update(state="closed")
    with town.a.inside():
        for kind in ("family_invited", "class_invited", "absence_recorded"):
            assert not items_of(f"health.{kind}", TODAY)


def test_the_class_teacher_is_reminded_of_the_day_and_of_absent_pupils(planned: Town):
    town = planned
    with town.a.inside():
        (item,) = items_of("health.class_invited", TODAY)
        assert (item.recipient.user_id, item.anchor_date) == (town.teacher_chen.user_id, DAY)
        assert texts_of("health.class_invited", item)[0] == "三(1)班9月14日体检，共 2 人"
        assert not items_of("health.absence_recorded", TODAY)
        Checkup.objects.filter(pupil=town.a.pupils["王小明"]).update(state=CheckupState.ABSENT)
        (item,) = items_of("health.absence_recorded", DAY + timedelta(days=1))
        assert item.recipient.user_id == town.teacher_chen.user_id
        assert texts_of("health.absence_recorded", item)[0] == "三(1)班有 1 人9月14日缺检"
        Checkup.objects.filter(pupil=town.a.pupils["王小明"]).update(state=CheckupState.DONE)
        assert not items_of("health.absence_recorded", DAY + timedelta(days=1))
        assert Appointment.objects.count() == 2


def test_class_teachers_of_all_schools_are_found_at_once(planned: Town):
    with scope(worker_for_schools([planned.a.school.pk, planned.b.school.pk], planned.county.pk)):
        (item,) = items_of("health.class_invited", TODAY)
        assert (item.school_id, item.recipient.user_id) == (planned.a.school.pk, planned.teacher_chen.user_id)
        assert item.variables["class"] == "三(1)班"


def test_findings_are_counted_for_the_administrator_and_not_described(planned: Town):
    town = planned
    with town.a.inside():
        for name in ("王小明", "李小红"):
            checkup = health.checkup(town.a.pupils[name])
            Finding.objects.create(
                checkup=checkup,
                pupil=checkup.pupil,
                kind="vision",
                value="4.5",
                limit="5.0",
                standard="x",
                found_on=DAY,
            )
        (item,) = items_of("health.findings_guardian_not_notified", DAY + timedelta(days=4))
        assert (item.recipient.user_id, item.anchor_date, item.child) == (town.admin_zhao.user_id, DAY, None)
        assert item.escalate_to
        assert item.escalate_to.user_id == town.head_li.user_id
        assert texts_of("health.findings_guardian_not_notified", item)[0] == "体检有 2 项还没有通知家长"
        Finding.objects.update(state=FindingState.GUARDIAN_NOTIFIED, guardian_notified_on=date(2026, 9, 16))
        assert not items_of("health.findings_guardian_not_notified", DAY + timedelta(days=4))
        (item,) = items_of("health.findings_overdue", DAY + timedelta(days=20))
        assert (item.anchor_date, item.variables["n"]) == (date(2026, 9, 16), "2")
        Finding.objects.update(state=FindingState.CLOSED, closed_on=date(2026, 9, 20))
        assert not items_of("health.findings_overdue", DAY + timedelta(days=20))
    with town.b.inside():
        assert not recipients_of(items_of("health.findings_guardian_not_notified", DAY + timedelta(days=4)))
