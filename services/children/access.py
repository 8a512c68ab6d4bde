"""Who may see which pupil and case file: heads, admins and the county all of theirs, teachers what is granted."""

from datetime import datetime

from django.db.models import Q, QuerySet

from services.access import grants
from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import Role
from services.children.choices import PupilState
from services.children.models import Child, ChildGrant, Departure, EmergencyAccess, Pupil
from services.notify import queries as notifications
from services.notify.models import Delivery

VIEW, RECORD = "view_child", "record_care"  # codenames of a grant on a child


def visible_to(by: Actor, now: datetime) -> QuerySet[Child]:
    """The case files that the actor may open. Nurses, proxy parents, leaders and auditors: none."""
    if not by.has_permission(Permission.VIEW_CHILD):
        return Child.objects.none()
    if by.sees_whole_school:
        return Child.objects.all()
    if by.emergency_child_id is not None:
        return Child.objects.filter(pk=by.emergency_child_id)
    return Child.objects.filter(pk__in=granted(by, VIEW, now))


def recordable_by(by: Actor, now: datetime) -> QuerySet[Child]:
    """The case files for which the actor may write care records."""
    if not by.has_permission(Permission.RECORD_CARE):
        return Child.objects.none()
    if by.sees_whole_school:
        return Child.objects.all()
    return Child.objects.filter(pk__in=granted(by, RECORD, now))


def calls_of(by: Actor, now: datetime) -> QuerySet[Delivery]:
    """The calls that the actor may make, oldest first: about their children; head and admin also about no child."""
    if not by.has_permission(Permission.CALL_FAMILY):
        return Delivery.objects.none()
    rows = notifications.pending_calls()
    if by.sees_whole_school:
        return rows
    return rows.filter(notification__child_id__in=recordable_by(by, now).values("public_id"))


def visible_pupils(by: Actor, now: datetime) -> QuerySet[Pupil]:
    """The pupils whom the actor may see.

    A teacher sees the pupils of their own class and the assigned children; a psychology teacher, who teaches no class,
    the assigned children only.
    """
    if not by.has_permission(Permission.VIEW_PUPIL):
        return Pupil.objects.none()
    if by.sees_whole_school:
        return Pupil.objects.all()
    assigned = visible_to(by, now).values("pupil_id")
    if by.role is not Role.TEACHER:
        return Pupil.objects.filter(pk__in=assigned)
    # 0 is nobody: an actor without staff teaches no class
    own_class = Q(school_class__class_teacher=by.staff_id or 0, state=PupilState.ENROLLED)
    return Pupil.objects.filter(own_class | Q(pk__in=assigned))


def visible_departures(by: Actor, now: datetime) -> QuerySet[Departure]:
    """How pupils whom the actor may see left and came back."""
    if by.sees_whole_school and by.has_permission(Permission.VIEW_PUPIL):
        return Departure.objects.all()
    return Departure.objects.filter(pupil__in=visible_pupils(by, now))


def visible_accesses(by: Actor) -> QuerySet[EmergencyAccess]:
    """Emergency accesses: an officer sees their own, a reviewer all of the school or county."""
    if not by.has_permission(Permission.VIEW_EMERGENCY_ACCESS):
        return EmergencyAccess.objects.none()
    if by.has_permission(Permission.REVIEW_EMERGENCY_ACCESS):
        return EmergencyAccess.objects.all()
    return EmergencyAccess.objects.filter(opened_by=by.user_id)


def granted(by: Actor, codename: str, now: datetime) -> QuerySet[ChildGrant, int]:
    """The ids of the children on whom the actor has a grant in force, to use in `pk__in`: a semi-join on one index."""
    return grants.active_grants(ChildGrant, user_id=by.user_id, codename=codename, now=now).values_list(
        "content_object_id", flat=True
    )
