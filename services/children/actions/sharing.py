"""学校指定: the school lets a further member of staff near one child, a psychology teacher or a second teacher."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import queries as members
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.access.roles import ASSIGNED_ROLES
from services.children import assignments
from services.children.choices import AssignmentReason
from services.children.models import CaseAssignment, Child
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff


class UnableToShare(ApplicationError):
    """A child cannot be assigned to this person in any of their roles."""


class UnableToEndSharing(ApplicationError):
    """The assignment has ended, or follows from a pairing or a class and ends with it."""


@transaction.atomic
def share_child(*, child: Child, staff: Staff, by: Actor, now: datetime, note: str = "") -> CaseAssignment:
    """Let a member of staff see and record one child; the open assignment where there is one. Raises UnableToShare."""
    require_permission(by, Permission.MANAGE_SCHOOL)
    # Only roles that see single children: a head or administrator sees every child anyway.
    roles = members.active_memberships(clock.local_date(now)).filter(staff=staff, role__in=ASSIGNED_ROLES)
    if not staff.is_active or not roles.exists():
        raise UnableToShare(_("只能指定能登录的教师或心理教师。"), field="staff")
    return assignments.assign(
        child=child, staff=staff, reason=AssignmentReason.SHARED, by=by, now=now, note=note.strip()
    )


@transaction.atomic
def end_sharing(*, assignment: CaseAssignment, by: Actor, now: datetime) -> None:
    """End what `share_child` began; the person no longer sees the child. Raises UnableToEndSharing."""
    require_permission(by, Permission.MANAGE_SCHOOL)
    if assignment.reason != AssignmentReason.SHARED:
        raise UnableToEndSharing(_("这份托付来自结对或班主任，请在那里解除。"))
    if assignment.until is not None:
        raise UnableToEndSharing(_("这份托付已经结束。"))
    assignments.end_assignment(assignment=assignment, by=by, now=now)
