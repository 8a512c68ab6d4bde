"""紧急查看: one officer, one child, one hour; the head is told, and somebody else closes the case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from services.access.models import AuditEvent
from services.access.permissions import Permission
from services.care import access as care
from services.children import access, emergency
from services.children.actions import emergency_access as actions
from services.children.choices import AuditAction, EmergencyVerdict
from services.children.models import Child, EmergencyAccess
from services.health import access as health
from services.notify.choices import Urgency
from services.notify.models import Delivery, Notification
from services.schools.models import Staff
from tests.cast import Town

REASON = "班主任报告孩子昨晚没有回家"
SECOND = timedelta(seconds=1)
HOUR = timedelta(minutes=60)


def opened(town: Town, **changes: object) -> EmergencyAccess:
    with town.county_scope():
        access = actions.open_access(
            **{"child": town.xiaoming, "reason": REASON, "by": town.officer, "now": town.monday} | changes  # type: ignore[arg-type]
        )
        return EmergencyAccess.objects.select_related("school", "child").get(pk=access.pk)


def names(rows: object) -> list[str]:
    return [child.pupil.name for child in rows]  # type: ignore[attr-defined]


def test_officer_sees_one_child_of_the_school_and_nothing_else(town: Town):
    row = opened(town)

    with emergency.entered(access=row, by=town.officer, now=town.monday) as actor:
        assert names(access.visible_to(actor, town.monday)) == ["王小明"]
        assert [pupil.name for pupil in access.visible_pupils(actor, town.monday)] == ["王小明"]
        assert not access.recordable_by(actor, town.monday).exists()
        assert not access.calls_of(actor, town.monday).exists()
        assert not care.visible_plans(actor).exists()
        about = [
            care.visible_pairings(actor, town.monday).query,
            care.visible_records(actor, town.monday).query,
            health.findings_visible_to(actor, town.monday).query,
        ]
        assert all(f"{town.xiaoming.pk}" in str(query) for query in about)
        allowed = {permission for permission in Permission if actor.has_permission(permission)}
    assert Permission.UNMASK_NUMBERS in allowed
    assert (
        not {Permission.EDIT_PUPIL, Permission.RECORD_CARE, Permission.VIEW_STAFF, Permission.INVITE_MEMBERS} & allowed
    )


def test_access_is_over_after_sixty_minutes_by_the_clock_that_is_passed_in(town: Town):
    row = opened(town)

    with emergency.entered(access=row, by=town.officer, now=town.monday + HOUR - SECOND):
        pass
    with pytest.raises(emergency.AccessEnded), emergency.entered(access=row, by=town.officer, now=town.monday + HOUR):
        pass


def test_nobody_enters_the_access_of_somebody_else(town: Town):
    row = opened(town)

    for stranger in (town.lead, town.officer_of_other, town.head_li):
        with pytest.raises(emergency.AccessEnded), emergency.entered(access=row, by=stranger, now=town.monday):
            pass


def test_only_reviewers_and_the_officer_see_the_case(town: Town):
    row = opened(town)
    other_officer = replace(town.officer, user_id=town.lead.user_id)

    seen = {}
    for name, actor in {
        "officer": town.officer,
        "lead": town.lead,
        "head": town.head_li,
        "another officer": other_officer,
        "admin": town.admin_zhao,
        "teacher": town.teacher_wang,
        "head of b": town.b.actors["head"],
        "other county": town.officer_of_other,
        "auditor": town.actors["auditor"],
    }.items():
        with town.as_(actor):
            seen[name] = list(access.visible_accesses(actor).values_list("pk", flat=True)) == [row.pk]

    assert {name for name, sees in seen.items() if sees} == {"officer", "lead", "head"}


def test_head_is_notified_at_once_and_the_message_names_neither_child_nor_reason(town: Town):
    with town.a.inside():
        Staff.objects.filter(user=town.head_li.user_id).update(email="head@example.test")

    row = opened(town, now=town.later(hours=14))  # 23:00, in the quiet hours

    with town.a.inside():
        message = Notification.objects.get()
        deliveries = dict(Delivery.objects.values_list("channel", "due_at"))
    assert (message.recipient_id, message.urgency, message.path) == (
        town.head_li.user_id,
        Urgency.SAFETY,
        f"/emergency-accesses/{row.public_id}/",
    )
    assert not any(word in message.title + message.body for word in ("王小明", "小明", REASON))
    assert deliveries == {"inbox": row.opened_at, "email": row.opened_at}
    with town.b.inside():
        assert not Notification.objects.exists()


def test_pressed_twice_it_is_one_access_and_one_message(town: Town):
    first = opened(town)
    again = opened(town, reason="又按了一次按钮", now=town.later(minutes=1))

    with town.a.inside():
        assert (first.pk, Notification.objects.count()) == (again.pk, 1)


@pytest.mark.parametrize("reason", ["", "   ", "工作需要"])
def test_access_needs_a_reason(town: Town, reason: str):
    with pytest.raises(actions.UnableToOpen) as refused:
        opened(town, reason=reason)
    assert refused.value.field == "reason"


def test_school_and_leader_open_none(town: Town):
    for actor in (town.head_li, town.admin_zhao, town.actors["leader"], town.actors["auditor"]):
        with pytest.raises(PermissionDenied):
            opened(town, by=actor)


def test_ending_it_closes_it_for_the_officer(town: Town):
    row = opened(town)
    with town.county_scope():
        actions.end_access(access=row, by=town.officer, now=town.later(minutes=5))
        with pytest.raises(actions.UnableToEnd):
            actions.end_access(access=row, by=town.officer, now=town.later(minutes=6))

    with (
        pytest.raises(emergency.AccessEnded),
        emergency.entered(access=row, by=town.officer, now=town.later(minutes=6)),
    ):
        pass


def test_head_ends_it_and_reviews_it(town: Town):
    row = opened(town)
    with town.as_(town.head_li):
        with pytest.raises(actions.UnableToReview):
            actions.review_access(
                access=row, verdict=EmergencyVerdict.JUSTIFIED, by=town.head_li, now=town.later(minutes=5)
            )
        actions.end_access(access=row, by=town.head_li, now=town.later(minutes=5))
        with pytest.raises(actions.UnableToReview) as refused:
            actions.review_access(
                access=row, verdict=EmergencyVerdict.UNJUSTIFIED, by=town.head_li, now=town.later(minutes=6)
            )
        actions.review_access(
            access=row,
            verdict=EmergencyVerdict.UNJUSTIFIED,
            note="没有必要",
            by=town.head_li,
            now=town.later(minutes=7),
        )
        with pytest.raises(actions.UnableToReview):
            actions.review_access(
                access=row, verdict=EmergencyVerdict.JUSTIFIED, by=town.head_li, now=town.later(minutes=8)
            )
        log = AuditEvent.objects.filter(action__startswith="children.emergency").order_by("recorded_at")
        trace = [(event.action, event.user_id, event.target[1]) for event in log]

    assert refused.value.field == "note"
    assert (row.verdict, row.reviewer_name, row.reviewed_at) == ("unjustified", "李校长", town.later(minutes=7))
    child = str(town.xiaoming.public_id)
    assert trace == [
        (AuditAction.EMERGENCY_ACCESS_OPENED, town.officer.user_id, child),
        (AuditAction.EMERGENCY_ACCESS_ENDED, town.head_li.user_id, child),
        (AuditAction.EMERGENCY_ACCESS_REVIEWED, town.head_li.user_id, child),
    ]


def test_lead_does_not_review_the_own_access(town: Town):
    row = opened(town, by=town.lead)
    with town.county_scope():
        with pytest.raises(actions.UnableToReview):
            actions.review_access(access=row, verdict=EmergencyVerdict.JUSTIFIED, by=town.lead, now=town.later(hours=2))
        with pytest.raises(IntegrityError, match="emergency_access_not_by_itself"), transaction.atomic():
            EmergencyAccess.objects.update(
                reviewed_at=town.later(hours=2), reviewed_by_id=town.lead.user_id, verdict=EmergencyVerdict.JUSTIFIED
            )


def test_database_keeps_it_short_and_lets_no_school_open_or_delete_one(town: Town):
    row = opened(town)
    with town.county_scope():
        with pytest.raises(IntegrityError, match="emergency_access_is_short"), transaction.atomic():
            EmergencyAccess.objects.update(expires_at=town.later(minutes=61))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            EmergencyAccess.objects.filter(pk=row.pk)._raw_delete("default")
    with town.a.inside():
        row.pk, row.public_id = None, None  # type: ignore[assignment]
        forged = {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"
        }
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            EmergencyAccess.objects.create(**forged | {"public_id": town.xiaohong.public_id})


def test_children_of_the_school_stay_closed_to_the_county_during_the_access(town: Town):
    opened(town)

    with town.county_scope():
        assert Child.objects.filter(school=town.a.school).count() > 1
        assert not town.officer.has_permission(Permission.UNMASK_NUMBERS)
        assert not health.findings_visible_to(town.officer, town.monday).exists()
