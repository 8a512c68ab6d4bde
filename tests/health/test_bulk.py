"""A class's slips put down at once, and the parents of a school told in one afternoon."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from services.access.actor import Actor
from services.health.actions import bulk, campaigns, findings
from services.health.actions.bulk import ImplausibleSlips, ResultSlip
from services.health.actions.findings import UnableToAdvance
from services.health.actions.results import UnableToEnter
from services.health.choices import CheckupState, FindingState
from services.health.models import Campaign, Checkup, Finding
from services.health.screening import MeasurementValues
from services.notify.models import Notification
from tests.cast import Town
from tests.factories import health

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 14)
HEAVY = {"weight_kg": Decimal("38.0")}  # BMI 22.3 at eight and a half: obese


@pytest.fixture
def planned(town: Town) -> Town:
    health.planned(town)
    return town


def slip(town: Town, name: str, **measured: Any) -> ResultSlip:
    """In the school's scope; without measures the pupil was absent."""
    given = MeasurementValues(**health.healthy() | measured) if measured else None
    return ResultSlip(health.checkup(town.a.pupils[name]).pk, given)


def enter(town: Town, *, by: Actor | None = None, day: date = DAY, **measured: dict[str, Any]) -> int:
    with town.as_(by or town.nurse_sun) as nurse:
        slips = [slip(town, name, **values) for name, values in measured.items()]
        return bulk.enter_results_many(slips=slips, day=day, by=nurse, now=town.later(days=8))


def states(town: Town) -> dict[str, str]:
    with town.a.inside():
        return dict(Checkup.objects.values_list("pupil__name", "state"))


def test_slips_mark_pupils_done_or_absent_and_open_findings(planned: Town):
    with planned.a.inside():
        health.phone(planned.a.pupils["李小红"], "13800000001")

    assert enter(planned, 王小明={"systolic": 101}, 李小红=HEAVY, 张强={}) == 3

    assert states(planned) == {"王小明": "done", "李小红": "done", "张强": "absent", "刘芳": "expected"}
    with planned.a.inside():
        kept = Checkup.objects.select_related("measurements").get(pupil=planned.a.pupils["王小明"])
        assert (kept.taken_on, kept.entered_by_id, kept.measurements.systolic) == (DAY, planned.nurse_sun.user_id, 101)
        finding = Finding.objects.get()
        assert (finding.pupil, finding.kind, finding.interpretation, finding.found_on) == (
            planned.a.pupils["李小红"],
            "bmi",
            "obese",
            DAY,
        )
        assert health.audit_actions_of(planned.nurse_sun) == ["health.results_entered"]
        sent = Notification.objects.filter(kind="checkup.found")
        assert sent.exists()
        assert not any("李小红" in notification.title + notification.body for notification in sent)


def test_slips_keep_an_existing_result_and_an_absent_pupil_can_be_entered_later(planned: Town):
    enter(planned, 王小明={"systolic": 101}, 张强={})

    assert enter(planned, day=date(2026, 9, 15), 王小明={"systolic": 109}, 张强={"systolic": 103}) == 1

    with planned.a.inside():
        rows = Checkup.objects.filter(state=CheckupState.DONE).order_by("measurements__systolic")
        assert list(rows.values_list("pupil__name", "measurements__systolic", "taken_on")) == [
            ("王小明", 101, DAY),
            ("张强", 103, date(2026, 9, 15)),
        ]


def test_one_impossible_slip_refuses_all_of_them(planned: Town):
    with pytest.raises(ImplausibleSlips, match=r"^李小红：身高") as refused:
        enter(planned, 王小明={"systolic": 101}, 李小红={"height_cm": Decimal("1.3")}, 张强={})

    with planned.a.inside():
        assert list(refused.value.issues) == [health.checkup(planned.a.pupils["李小红"]).pk]

    assert set(states(planned).values()) == {"expected"}
    with planned.a.inside():
        assert not Finding.objects.exists()
        assert health.audit_actions_of(planned.nurse_sun) == []


def test_slips_of_tomorrow_and_slips_without_a_value_are_refused(planned: Town):
    with pytest.raises(UnableToEnter, match="不能在今天之后") as tomorrow:
        enter(planned, day=date(2026, 9, 16), 王小明={"systolic": 101})
    with pytest.raises(UnableToEnter, match=r"^李小红：请至少填一项") as blank:
        enter(planned, 王小明={"systolic": 101}, 李小红=dict.fromkeys(health.healthy()))

    assert (tomorrow.value.field, blank.value.field) == ("taken_on", "results")
    assert set(states(planned).values()) == {"expected"}


def test_a_closed_campaign_accepts_no_slips(planned: Town):
    with planned.as_(planned.officer) as officer:
        campaigns.close_campaign(campaign=Campaign.objects.get(), by=officer, now=planned.later(days=6))

    with pytest.raises(UnableToEnter, match="已结束"):
        enter(planned, 王小明={"systolic": 101})

    assert set(states(planned).values()) == {"expected"}


def test_only_a_nurse_of_this_school_enters(planned: Town):
    with pytest.raises(PermissionDenied):
        enter(planned, by=planned.teacher_wang, 王小明={"systolic": 101})
    with planned.a.inside():
        ours = slip(planned, "王小明", systolic=101)
    with planned.b.inside():
        foreign = planned.b.actors["nurse"]
        assert bulk.enter_results_many(slips=[ours], day=DAY, by=foreign, now=planned.later(days=7)) == 0

    assert set(states(planned).values()) == {"expected"}


def follow(town: Town, before: FindingState, to: FindingState, *, days: int, by: Actor | None = None) -> int:
    with town.as_(by or town.admin_zhao) as admin:
        rows, now = Finding.objects.all(), town.later(days=days)
        return len(findings.advance_findings(findings=rows, before=before, to=to, by=admin, now=now))


def days_of(town: Town) -> dict[str, tuple[Any, ...]]:
    with town.a.inside():
        rows = Finding.objects.values_list(
            "pupil__name", "state", "guardian_notified_on", "guardian_responded_on", "closed_on"
        )
        return {name: rest for name, *rest in map(tuple, rows)}


OPEN, NOTIFIED, SEEN = FindingState.OPEN, FindingState.GUARDIAN_NOTIFIED, FindingState.SEEN_BY_DOCTOR


def test_a_bulk_step_moves_every_finding_in_the_state_and_keeps_earlier_days(planned: Town):
    enter(planned, 王小明=HEAVY, 李小红=HEAVY)

    with pytest.raises(UnableToAdvance, match="下一步只能是：已告知家长"):
        follow(planned, OPEN, FindingState.CLOSED, days=8)
    assert follow(planned, OPEN, NOTIFIED, days=8) == 2
    assert follow(planned, NOTIFIED, SEEN, days=9) == 2
    assert follow(planned, SEEN, FindingState.CLOSED, days=10) == 2

    closed = ["closed", date(2026, 9, 15), date(2026, 9, 16), date(2026, 9, 17)]
    assert days_of(planned) == {"王小明": closed, "李小红": closed}
    with planned.a.inside():
        assert health.audit_actions_of(planned.admin_zhao) == ["health.finding_advanced"] * 3


def test_a_bulk_step_leaves_findings_in_another_state_and_can_be_taken_back(planned: Town):
    enter(planned, 王小明=HEAVY)
    follow(planned, OPEN, NOTIFIED, days=8)
    follow(planned, NOTIFIED, FindingState.CANNOT_PAY, days=9)
    enter(planned, 李小红=HEAVY)

    assert follow(planned, OPEN, NOTIFIED, days=10) == 1

    cannot_pay = ["cannot_pay", date(2026, 9, 15), date(2026, 9, 16), None]
    assert days_of(planned) == {
        "王小明": cannot_pay,
        "李小红": ["guardian_notified", date(2026, 9, 17), None, None],
    }
    assert follow(planned, NOTIFIED, OPEN, days=10) == 1
    assert days_of(planned) == {"王小明": cannot_pay, "李小红": ["open", None, None, None]}


def test_a_bulk_step_needs_permission_and_never_reaches_another_school(planned: Town):
    enter(planned, 王小明=HEAVY)

    with pytest.raises(PermissionDenied):
        follow(planned, OPEN, NOTIFIED, days=8, by=planned.nurse_sun)
    assert follow(planned, OPEN, NOTIFIED, days=8, by=planned.admin_of_b) == 0

    assert days_of(planned) == {"王小明": ["open", None, None, None]}
