"""The nurse enters; what is abnormal becomes a finding; the school follows it to its close."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from services.health import access, queries
from services.health.actions import campaigns, findings, results
from services.health.choices import CheckupState, FindingState
from services.health.models import Checkup, Finding, Measurements
from services.kit.exceptions import ApplicationError
from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import health

pytestmark = pytest.mark.django_db
HEAVY = {"weight_kg": Decimal("38.0")}  # BMI 22.3 at eight and a half: obese
DAY = date(2026, 9, 14)


@pytest.fixture
def planned(town: Town) -> Town:
    health.planned(town)
    return town


def enter(town: Town, name: str = "王小明", *, days: int = 7, **measures) -> results.EnteredResult:
    """As the nurse, so many days after the first Monday."""
    with town.as_(town.nurse_sun) as nurse:
        checkup = health.checkup(town.a.pupils[name])
        given = health.healthy() | measures
        return results.enter_results(checkup=checkup, by=nurse, now=town.later(days=days), **given)


def findings_of(town: Town) -> list[tuple[str, str, str]]:
    with town.a.inside():
        return [(finding.kind, finding.interpretation, finding.state) for finding in Finding.objects.order_by("pk")]


def test_normal_results_open_no_finding(planned: Town):
    entered = enter(planned)

    assert {str(verdict.interpretation) for verdict in entered.verdicts} == {"normal"}
    assert (entered.checkup.state, entered.checkup.taken_on, entered.findings) == (CheckupState.DONE, DAY, 0)
    with planned.a.inside():
        kept = Measurements.objects.get()
        assert (kept.height_cm, kept.systolic) == (Decimal("130.5"), 100)
        assert not Finding.objects.exists()
        assert health.audit_actions_of(planned.nurse_sun) == ["health.results_entered"]


def test_every_abnormal_verdict_opens_a_finding_with_its_standard(planned: Town):
    entered = enter(planned, vision_left=Decimal("4.5"), vision_right=Decimal("4.7"), confirmed=True, **HEAVY)

    assert entered.findings == 2
    with planned.a.inside():
        bmi, eyes = Finding.objects.order_by("kind")
        assert (bmi.kind, bmi.interpretation, bmi.value, bmi.standard) == ("bmi", "obese", "22.31", "WS/T 586-2018")
        assert bmi.limit.startswith("≥")
        assert (eyes.kind, eyes.interpretation, eyes.value, eyes.state, eyes.found_on) == (
            "vision",
            "vision_severe",
            "4.5",
            FindingState.OPEN,
            DAY,
        )
        assert bmi.pupil == planned.a.pupils["王小明"]


def test_head_and_administrators_are_notified_of_findings_once_a_day_without_details(planned: Town):
    enter(planned, **HEAVY)
    enter(planned, "李小红", **HEAVY)

    with planned.a.inside():
        notifications = Notification.objects.filter(kind="checkup.found")
        assert {notification.recipient_id for notification in notifications} == {
            planned.head_li.user_id,
            planned.admin_zhao.user_id,
        }
        assert notifications.count() == 2
        assert all("肥胖" not in notification.title + notification.body for notification in notifications)


def test_the_same_entry_again_changes_nothing(planned: Town):
    enter(planned, **HEAVY)
    before = findings_of(planned)
    again = enter(planned, days=8, **HEAVY)

    assert findings_of(planned) == before == [("bmi", "obese", "open")]
    assert again.checkup.taken_on == DAY  # a correction keeps the day of measuring


def test_a_correction_deletes_findings_nobody_was_notified_of_and_updates_the_others(planned: Town):
    enter(planned, vision_left=Decimal("4.5"), **HEAVY, confirmed=True)
    enter(planned, vision_left=Decimal("4.8"))

    assert findings_of(planned) == [("vision", "vision_moderate", "open")]
    with planned.a.inside():
        assert Finding.objects.get().value == "4.8"


def test_a_correction_closes_a_finding_whose_guardian_was_notified(planned: Town):
    enter(planned, **HEAVY)
    with planned.as_(planned.admin_zhao) as admin:
        findings.advance_finding(
            finding=Finding.objects.get(), to=FindingState.GUARDIAN_NOTIFIED, by=admin, now=planned.later(days=8)
        )
    enter(planned, days=9)

    with planned.a.inside():
        row = Finding.objects.get()
        assert (row.state, row.guardian_notified_on, row.closed_on) == (
            FindingState.CLOSED,
            date(2026, 9, 15),
            date(2026, 9, 16),
        )


def test_a_closed_finding_is_opened_again_by_another_interpretation(planned: Town):
    enter(planned, weight_kg=Decimal("34.0"))
    with planned.a.inside():
        assert Finding.objects.get().interpretation == "overweight"
    with planned.as_(planned.admin_zhao) as admin:
        row = Finding.objects.get()
        for state in (FindingState.GUARDIAN_NOTIFIED, FindingState.SEEN_BY_DOCTOR, FindingState.CLOSED):
            findings.advance_finding(finding=row, to=state, by=admin, now=planned.later(days=8))
    enter(planned, **HEAVY)

    assert findings_of(planned) == [("bmi", "obese", "open")]


@pytest.mark.parametrize(
    ("wrong", "field", "remedy"),
    [
        ({"height_cm": Decimal("1.3")}, "height_cm", "应填 130"),
        ({"weight_kg": Decimal("6.5")}, "weight_kg", "如为 65"),
        ({"vision_left": Decimal("1.0")}, "vision_left", "应填 5.0"),
        ({"diastolic": None}, "diastolic", "补上另一项"),
        ({"systolic": 62, "diastolic": 100}, "systolic", "填反"),
        ({"height_cm": Decimal("130.55")}, "height_cm", "精确到 0.1"),
    ],
)
def test_an_impossible_value_is_refused_at_its_field_with_the_remedy(planned: Town, wrong, field, remedy):
    with pytest.raises(results.Implausible) as refusal:
        enter(planned, confirmed=True, **wrong)

    assert (refusal.value.field, refusal.value.is_certain) == (field, True)
    assert remedy in str(refusal.value)
    with planned.a.inside():
        assert health.checkup(planned.a.pupils["王小明"]).state == CheckupState.EXPECTED
        assert not Measurements.objects.exists()


def test_unusual_results_must_be_confirmed(planned: Town):
    heavy = {"weight_kg": Decimal("62.0")}
    with pytest.raises(results.Implausible) as refusal:
        enter(planned, **heavy)
    assert (refusal.value.field, refusal.value.is_certain) == ("weight_kg", False)
    assert "按斤" in str(refusal.value)

    assert enter(planned, confirmed=True, **heavy).checkup.state == CheckupState.DONE


def test_last_years_measurements_are_compared_while_entering(planned: Town):
    enter(planned)
    with planned.as_(planned.officer):
        second = health.campaign(planned, *_clinics(), title="复查")
    health.planned(planned, second)
    with planned.as_(planned.nurse_sun) as nurse:
        again = Checkup.objects.get(campaign=second, pupil=planned.a.pupils["王小明"])
        with pytest.raises(results.Implausible, match="矮了"):
            results.enter_results(
                checkup=again,
                by=nurse,
                now=planned.later(days=8),
                **health.healthy() | {"height_cm": Decimal("120.0"), "weight_kg": Decimal(24)},
            )


def _clinics():
    from services.health.models import Clinic

    return list(Clinic.objects.all())


def test_an_entry_without_any_measurement_is_refused(planned: Town):
    with pytest.raises(ApplicationError, match="至少填一项"):
        enter(planned, **dict.fromkeys(health.healthy()))


def test_partial_measurements_are_screened_as_far_as_possible(planned: Town):
    entered = enter(
        planned, **dict.fromkeys(health.healthy()) | {"vision_left": Decimal("4.9"), "vision_right": Decimal("5.0")}
    )

    assert [(verdict.kind, verdict.interpretation) for verdict in entered.verdicts] == [("vision", "vision_mild")]


def test_an_absent_pupil_can_be_entered_later_and_a_result_excludes_absence(planned: Town):
    with planned.as_(planned.nurse_sun) as nurse:
        checkup = health.checkup(planned.a.pupils["王小明"])
        now = planned.later(days=7)
        assert results.mark_absent(checkup=checkup, by=nurse, now=now).state == CheckupState.ABSENT
        assert results.undo_absence(checkup=checkup, by=nurse, now=now).state == CheckupState.EXPECTED
        results.mark_absent(checkup=checkup, by=nurse, now=now)
    assert enter(planned, days=9).checkup.taken_on == date(2026, 9, 16)
    with planned.as_(planned.nurse_sun) as nurse, pytest.raises(ApplicationError, match="已有体检结果"):
        results.mark_absent(checkup=checkup, by=nurse, now=now)


def test_only_a_nurse_enters_slips_and_only_before_the_close(planned: Town):
    with planned.as_(planned.head_li) as head, pytest.raises(PermissionDenied):
        results.mark_absent(checkup=health.checkup(planned.a.pupils["王小明"]), by=head, now=planned.monday)
    with planned.as_(planned.officer) as officer:
        campaigns.close_campaign(campaign=_campaign(), by=officer, now=planned.monday)
    with pytest.raises(ApplicationError, match="已结束"):
        enter(planned)
    with planned.as_(planned.nurse_sun) as nurse:
        assert not access.checkups_visible_to(nurse, planned.monday).exists()


def _campaign():
    from services.health.models import Campaign

    return Campaign.objects.get()


def test_a_finding_goes_step_by_step_and_a_step_is_taken_back(planned: Town):
    enter(planned, **HEAVY)
    with planned.as_(planned.admin_zhao) as admin:
        row = Finding.objects.get()
        with pytest.raises(ApplicationError, match="下一步只能是：已告知家长") as refusal:
            findings.advance_finding(finding=row, to=FindingState.CLOSED, by=admin, now=planned.later(days=8))
        assert refusal.value.field == "state"
        steps = [
            (FindingState.GUARDIAN_NOTIFIED, 8),
            (FindingState.CANNOT_PAY, 9),
            (FindingState.SEEN_BY_DOCTOR, 12),
            (FindingState.CLOSED, 13),
        ]
        for state, days in steps:
            row = findings.advance_finding(finding=row, to=state, by=admin, now=planned.later(days=days))
        dates = [date(2026, 9, day) for day in (15, 16, 20)]
        assert [row.guardian_notified_on, row.guardian_responded_on, row.closed_on] == dates
        row = findings.advance_finding(
            finding=row, to=FindingState.GUARDIAN_NOTIFIED, by=admin, now=planned.later(days=14)
        )
        assert [row.guardian_notified_on, row.guardian_responded_on, row.closed_on] == [dates[0], None, None]
        assert health.audit_actions_of(admin) == ["health.finding_advanced"] * 5


def test_a_teacher_cannot_advance_a_finding(planned: Town):
    enter(planned, **HEAVY)
    with planned.as_(planned.teacher_wang) as teacher, pytest.raises(PermissionDenied):
        findings.advance_finding(
            finding=Finding.objects.get(), to=FindingState.GUARDIAN_NOTIFIED, by=teacher, now=planned.monday
        )


def test_who_may_see_results_and_who_must_not(planned: Town):
    with planned.a.inside():
        planned.a.classes[0].class_teacher = planned.a.staff["wang"]
        planned.a.classes[0].save()
    enter(planned, **HEAVY)
    enter(planned, "张强", **HEAVY)

    def seen(actor):
        with planned.as_(actor):
            checkups = access.checkups_visible_to(actor, planned.monday).values_list("pupil__name", flat=True)
            rows = access.findings_visible_to(actor, planned.monday).values_list("pupil__name", flat=True)
            return set(checkups), set(rows)

    everybody = {"王小明", "李小红", "张强", "刘芳"}
    assert seen(planned.head_li) == (everybody, {"王小明", "张强"})
    assert seen(planned.nurse_sun) == (everybody, set())  # she enters, she does not look up
    assert seen(planned.teacher_wang) == ({"王小明", "李小红"}, {"王小明"})
    assert seen(planned.teacher_chen) == (set(), set())
    assert seen(planned.officer) == (set(), set())
    assert seen(planned.a.actors["proxy_parent"]) == (set(), set())
    for foreign in (planned.b.actors["nurse"], planned.admin_of_b, planned.admin_of_c):
        with planned.as_(foreign):
            assert not Finding.objects.exists()
            assert not Checkup.objects.filter(pupil__name="王小明", school_id=planned.a.school.pk).exists()


def test_a_pupils_checkups_newest_first_with_measures_and_findings(planned: Town, django_assert_num_queries):
    enter(planned, **HEAVY)
    with planned.as_(planned.head_li), django_assert_num_queries(2):
        (past,) = queries.checkups_of(planned.a.pupils["王小明"])
    assert (past.title, past.day, past.checkup.state) == ("秋季体检", DAY, CheckupState.DONE)
    assert past.measurements
    assert past.measurements.weight_kg == Decimal("38.0")
    assert [finding.interpretation for finding in past.findings] == ["obese"]


def test_no_result_stands_in_a_notification_or_its_dedupe_key(planned: Town):
    enter(planned, **HEAVY)
    with scope(ALL_TENANTS):
        texts = [f"{row.title}{row.body}{row.dedupe_key}" for row in Notification.objects.all()]
    assert not [text for text in texts if "38" in text and "obese" in text]
