"""Days by which every school owes something: set by the county, met by each school, withdrawn while nobody has."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans.choices import AuditAction, DeadlineKind
from services.plans.models import Deadline, DeadlineSubmission


class UnableToSetDeadline(ApplicationError):
    """The sentence says why."""


def deadlines() -> QuerySet[Any, Any]:
    """The county's deadlines: how many schools have met each, and whether `is_met` by the scope's school."""
    mine = DeadlineSubmission.objects.filter(deadline=OuterRef("pk"))
    rows: QuerySet[Any, Any] = Deadline.objects.annotate(schools_submitted=Count("met"), is_submitted=Exists(mine))
    return rows.order_by("-due_on", "-pk")


def unsubmitted() -> QuerySet[Any, Any]:
    """What the scope's school still owes, oldest first."""
    mine = DeadlineSubmission.objects.filter(deadline=OuterRef("pk"))
    rows: QuerySet[Any, Any] = Deadline.objects.filter(~Exists(mine)).order_by("due_on", "pk")
    return rows


@transaction.atomic
def set_deadline(*, title: str, kind: DeadlineKind, due_on: date, by: Actor, now: datetime) -> Deadline:
    """Ask every school of the county for something by a day."""
    require_permission(by, Permission.MANAGE_CALENDAR)
    if not (title := title.strip()):
        raise UnableToSetDeadline(_("请写明要报送什么。"), field="title")
    if due_on < clock.local_date(now):
        raise UnableToSetDeadline(_("截止日不能早于今天。"), field="due_on")
    try:
        with transaction.atomic():
            made: Deadline = Deadline.objects.create(
                title=title, kind=kind, due_on=due_on, set_by_id=by.user_id, set_at=now
            )
    except IntegrityError as reason:
        raise UnableToSetDeadline(_("这一天已经有同名的报送。"), field="title") from reason
    audit.log(AuditAction.DEADLINE_SET, target=made, by=by, now=now, detail={"kind": kind, "due_on": str(due_on)})
    return made


@transaction.atomic
def submit_deadline(*, deadline: Deadline, by: Actor, now: datetime) -> DeadlineSubmission:
    """The school has handed it in; again changes nothing."""
    require_permission(by, Permission.EDIT_PLANS)
    met, is_new = DeadlineSubmission.objects.get_or_create(
        deadline=deadline, defaults={"submitted_by_id": by.user_id, "submitted_at": now}
    )
    if is_new:
        audit.log(AuditAction.DEADLINE_SUBMITTED, target=deadline, by=by, now=now)
    return met
