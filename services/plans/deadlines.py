"""Deadlines: by which day every school of a county must submit something, and which schools have submitted it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

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

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class UnableToSetDeadline(ApplicationError):
    """The deadline is not set; the text says why."""


class DeadlineAnnotations(TypedDict):
    """How many schools of the county have submitted, and whether the scope's school has."""

    schools_submitted: int
    is_submitted: bool


def deadlines() -> "QuerySet[WithAnnotations[Deadline, DeadlineAnnotations]]":
    """The county's deadlines, the latest day first, annotated as DeadlineAnnotations says."""
    rows = Deadline.objects.annotate(schools_submitted=Count("submissions"), is_submitted=Exists(_submissions()))
    return rows.order_by("-due_on", "-pk")


def unsubmitted_by(school_ids: Collection[int], begins_on: date, ends_on: date) -> Iterator[tuple[int, Deadline]]:
    """Each of these schools with the deadlines from a day to a day that it has not submitted, oldest first."""
    # Two queries, then the product in memory: the schools of a county times a few deadlines are few rows.
    rows = list(Deadline.objects.filter(due_on__range=(begins_on, ends_on)).order_by("due_on", "pk"))
    submissions = DeadlineSubmission.objects.filter(deadline__in=[row.pk for row in rows]) if rows else ()
    submitted = {(row.school_id, row.deadline_id) for row in submissions}
    for deadline in rows:
        yield from ((school_id, deadline) for school_id in school_ids if (school_id, deadline.pk) not in submitted)


def _submissions() -> QuerySet[DeadlineSubmission]:
    return DeadlineSubmission.objects.filter(deadline=OuterRef("pk"))


@transaction.atomic
def set_deadline(*, title: str, kind: DeadlineKind, due_on: date, by: Actor, now: datetime) -> Deadline:
    """Require every school of the county to submit something by a day, today or later. Raises UnableToSetDeadline."""
    require_permission(by, Permission.MANAGE_CALENDAR)
    title = title.strip()
    if not title:
        raise UnableToSetDeadline(_("请写明要报送什么。"), field="title")
    # In the past every school would be late the moment it is set.
    if due_on < clock.local_date(now):
        raise UnableToSetDeadline(_("截止日不能早于今天。"), field="due_on")
    try:
        with transaction.atomic():
            deadline: Deadline = Deadline.objects.create(
                title=title, kind=kind, due_on=due_on, set_by_id=by.user_id, set_at=now
            )
    except IntegrityError as reason:
        raise UnableToSetDeadline(_("这一天已经有同名的报送。"), field="title") from reason
    detail = {"kind": kind, "due_on": str(due_on)}
    audit.log(AuditAction.DEADLINE_SET, target=deadline, by=by, now=now, detail=detail)
    return deadline


@transaction.atomic
def submit_deadline(*, deadline: Deadline, by: Actor, now: datetime) -> DeadlineSubmission:
    """Record that the scope's school has submitted what the deadline asks for. Idempotent."""
    require_permission(by, Permission.EDIT_PLANS)
    # The first one counts: a second click must not move the day on which the school submitted.
    submission, is_new = DeadlineSubmission.objects.get_or_create(
        deadline=deadline, defaults={"submitted_by_id": by.user_id, "submitted_at": now}
    )
    if is_new:
        audit.log(AuditAction.DEADLINE_SUBMITTED, target=deadline, by=by, now=now)
    return submission
