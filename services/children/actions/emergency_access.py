"""Open an emergency access, end it, review it. The head is told in the same transaction."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.access.queries import names_of
from services.children import emergency, notifications
from services.children.choices import AuditAction, EmergencyVerdict
from services.children.models import Child, EmergencyAccess
from services.children.models.emergency_access import ACCESS_DURATION
from services.kit.database import locks
from services.kit.exceptions import ApplicationError
from services.schools.models import Officer

MIN_REASON_LENGTH = 5  # characters: a word such as 工作 is no reason


class UnableToOpen(ApplicationError):
    """The reason is missing, or the actor is no officer of the county."""


class UnableToReview(ApplicationError):
    """The access is still open, is the actor's own, or has been reviewed."""


class UnableToEnd(ApplicationError):
    """The access has ended, or this actor may not end it."""


@transaction.atomic
def open_access(*, child: Child, reason: str, by: Actor, now: datetime) -> EmergencyAccess:
    """Let an officer see one child in full for an hour; the open access where there is one. Raises UnableToOpen."""
    require_permission(by, Permission.OPEN_EMERGENCY_ACCESS)
    if by.officer_id is None or by.school_id is not None:
        raise UnableToOpen(_("只有县级人员可以紧急查看。"))
    text = reason.strip()
    if len(text) < MIN_REASON_LENGTH:
        raise UnableToOpen(_("请写明事由，至少 %(n)s 个字。") % {"n": MIN_REASON_LENGTH}, field="reason")
    locks.wait("children.emergency_access", f"{by.user_id}:{child.pk}")  # pressed twice: one access, one message
    if existing := _open_one(child, by, now):
        return existing
    access = EmergencyAccess.objects.create(
        school_id=child.school_id,
        county_id=child.county_id,
        child=child,
        officer_id=by.officer_id,
        # Kept in the row: the school's people review it and cannot read officers.
        officer_name=Officer.objects.get(pk=by.officer_id).name,
        opened_by_id=by.user_id,
        opened_as=by.role,
        reason=text,
        opened_at=now,
        expires_at=now + ACCESS_DURATION,
    )
    _log(AuditAction.EMERGENCY_ACCESS_OPENED, access, by, now, purpose=text)
    notifications.notify_emergency_access(access=access, now=now)
    return access


@transaction.atomic
def end_access(*, access: EmergencyAccess, by: Actor, now: datetime) -> None:
    """End an access before its hour is over, as its officer or as a reviewer. Raises UnableToEnd."""
    if access.opened_by_id != by.user_id:
        require_permission(by, Permission.REVIEW_EMERGENCY_ACCESS)
    # In the condition of the update: of two who end it at once only one is logged.
    running = EmergencyAccess.objects.filter(pk=access.pk, ended_at=None, expires_at__gt=now)
    if not running.update(ended_at=now):
        raise UnableToEnd(_("这次紧急查看已经结束。"))
    access.ended_at = now
    _log(AuditAction.EMERGENCY_ACCESS_ENDED, access, by, now)


@transaction.atomic
def review_access(
    *, access: EmergencyAccess, verdict: EmergencyVerdict, by: Actor, now: datetime, note: str = ""
) -> None:
    """Close the case of an access with a verdict, and a note where it was not justified. Raises UnableToReview."""
    require_permission(by, Permission.REVIEW_EMERGENCY_ACCESS)
    # Whoever looked must not judge whether there was a reason to.
    if access.opened_by_id == by.user_id:
        raise UnableToReview(_("自己的查看要由别人复核。"))
    if emergency.is_open(access, now):
        raise UnableToReview(_("还在查看中，结束以后再复核。"))
    text = note.strip()
    if verdict == EmergencyVerdict.UNJUSTIFIED and not text:
        raise UnableToReview(_("理由不成立时，请写明情况和处理。"), field="note")
    review = {
        "reviewed_at": now,
        "reviewed_by_id": by.user_id,
        "reviewer_name": names_of([by.user_id])[by.user_id],
        "verdict": verdict,
        "review_note": text,
    }
    if not EmergencyAccess.objects.filter(pk=access.pk, reviewed_at=None).update(**review):
        raise UnableToReview(_("这次查看已经复核过。"))
    _log(AuditAction.EMERGENCY_ACCESS_REVIEWED, access, by, now, detail={"verdict": verdict})
    access.refresh_from_db()


def _open_one(child: Child, by: Actor, now: datetime) -> EmergencyAccess | None:
    rows = EmergencyAccess.objects.filter(child=child, opened_by=by.user_id, ended_at=None, expires_at__gt=now)
    return rows.select_related("school").order_by("-pk").first()


def _log(
    action: AuditAction,
    access: EmergencyAccess,
    by: Actor,
    now: datetime,
    *,
    purpose: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    """Into the school's log, whoever acts: who asks who saw a child looks there."""
    log = partial(audit.log, action, by=by, now=now, purpose=purpose, detail=detail)
    log(target=[access, access.child], school_id=access.school_id)
