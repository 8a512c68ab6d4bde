"""Who can be paired with children."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.care import queries
from services.care.choices import AuditAction
from services.care.models import CHILDREN_PER_MENTOR, Mentor
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff


class UnableToAddMentor(ApplicationError):
    """The member of staff cannot be added as a mentor; the text says why."""


@transaction.atomic
def add_mentor(*, staff: Staff, by: Actor, now: datetime, capacity: int = CHILDREN_PER_MENTOR) -> Mentor:
    """Let a member of staff be paired with up to `capacity` children, or change that. Raises UnableToAddMentor."""
    if not 1 <= capacity <= CHILDREN_PER_MENTOR:
        raise UnableToAddMentor(_("每位教师结对 1 到 %d 名。") % CHILDREN_PER_MENTOR, field="capacity")
    if not staff.is_active:
        raise UnableToAddMentor(_("这位教职工已离岗。"), field="staff")
    mentor, is_new = Mentor.objects.get_or_create(staff=staff, defaults={"capacity": capacity})
    # A repeated request logs no second event.
    if is_new or (mentor.capacity, mentor.is_active) != (capacity, True):
        mentor.capacity, mentor.is_active = capacity, True
        mentor.save(update_fields=["capacity", "is_active"])
        audit.log(AuditAction.MENTOR_ADDED, target=staff, by=by, now=now, detail={"capacity": capacity})
    return mentor


@transaction.atomic
def get_or_add_mentor(*, staff: Staff, by: Actor, now: datetime) -> Mentor:
    """The mentor of a member of staff, added when there is none."""
    return Mentor.objects.filter(staff=staff).first() or add_mentor(staff=staff, by=by, now=now)


@transaction.atomic
def deactivate_mentor(*, staff: Staff, by: Actor, now: datetime) -> Mentor:
    """Pair no more children with a member of staff, who is on leave or has other tasks; open pairings stay."""
    # A row also for who was never a mentor: `add_missing_mentors` would make one.
    mentor, is_new = Mentor.objects.get_or_create(staff=staff, defaults={"is_active": False})
    if is_new or mentor.is_active:
        mentor.is_active = False
        mentor.save(update_fields=["is_active"])
        audit.log(AuditAction.MENTOR_DEACTIVATED, target=staff, by=by, now=now)
    return mentor


@transaction.atomic
def add_missing_mentors(*, now: datetime) -> int:
    """Add a mentor for every active member of staff without one, and return the count.

    Staff with another role than TEACHER are skipped, unless they also are TEACHER or lead a class. Deactivated mentors
    are not reactivated.
    """
    mentors = [Mentor(staff=staff) for staff in queries.teachers_without_mentor(clock.local_date(now))]
    # Somebody may be adding the same mentor at this moment.
    Mentor.objects.bulk_create(mentors, ignore_conflicts=True)
    return len(mentors)
