"""Who takes children."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.models import Membership
from services.access.roles import Role
from services.care.choices import AuditAction
from services.care.models import Mentor
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff

CHILDREN_PER_MENTOR = 3  # 每位教师结对 2–3 名


class UnableToMentor(ApplicationError):
    """The sentence says why."""


@transaction.atomic
def add_mentor(*, staff: Staff, by: Actor, now: datetime, capacity: int = CHILDREN_PER_MENTOR) -> Mentor:
    """Let a member of staff take up to `capacity` children; again changes the number."""
    if not 1 <= capacity <= CHILDREN_PER_MENTOR:
        raise UnableToMentor(_("每位教师结对 1 到 %d 名。") % CHILDREN_PER_MENTOR, field="capacity")
    if not staff.is_active:
        raise UnableToMentor(_("这位教职工已离岗。"), field="staff")
    mentor, made = Mentor.objects.get_or_create(staff=staff, defaults={"capacity": capacity})
    if made or (mentor.capacity, mentor.is_active) != (capacity, True):
        mentor.capacity, mentor.is_active = capacity, True
        mentor.save(update_fields=["capacity", "is_active"])
        audit.log(AuditAction.MENTOR_ADDED, target=staff, by=by, now=now, detail={"capacity": capacity})
    return mentor


@transaction.atomic
def get_or_add_mentor(*, staff: Staff, by: Actor, now: datetime) -> Mentor:
    """The member of staff as a carer, made one where they were none yet."""
    return Mentor.objects.filter(staff=staff).first() or add_mentor(staff=staff, by=by, now=now)


@transaction.atomic
def deactivate_mentor(*, mentor: Mentor, by: Actor, now: datetime) -> None:
    """Give this teacher no more children; those paired now stay."""
    Mentor.objects.filter(pk=mentor.pk).update(is_active=False)
    audit.log(AuditAction.MENTOR_DEACTIVATED, target=mentor.staff, by=by, now=now)


@transaction.atomic
def add_missing_mentors(*, now: datetime) -> int:
    """Every teacher takes children unless retired from it: a row for each who has none yet; how many.

    Teachers are active staff, but for those whose only role here is head, admin, nurse or proxy parent and who lead
    no class.
    """
    Mentor.objects.bulk_create(rows := [Mentor(staff=staff) for staff in _teachers(now)], ignore_conflicts=True)
    return len(rows)


def _teachers(now: datetime) -> QuerySet[Staff]:
    today = clock.local_date(now)
    roles = Membership.objects.filter(since__lte=today, staff__isnull=False).exclude(until__lte=today)
    others = roles.exclude(role=Role.TEACHER).values("staff_id")
    teaching = roles.filter(role=Role.TEACHER).values("staff_id")
    staff = Staff.objects.filter(is_active=True, mentor__isnull=True)
    not_teaching = staff.filter(pk__in=others, classes_led__isnull=True).exclude(pk__in=teaching)
    return staff.exclude(pk__in=not_teaching.values("pk")).order_by("pk")
