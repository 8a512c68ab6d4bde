"""Who may see which pupil and which care file: heads, admins and the county all of theirs, teachers what is granted."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from services.access import grants
from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import Role
from services.children.choices import PupilState
from services.children.models import Child, ChildGrant, Pupil
from services.notify import queries as notifications
from services.notify.models import Delivery

VIEW, RECORD = "view_child", "record_care"


def visible_to(by: Actor, now: datetime) -> QuerySet[Child]:
    """The care files a person may open at a moment. Nurses, proxy parents, leaders and auditors: none."""
    if not by.has_permission(Permission.VIEW_CHILD):
        return Child.objects.none()
    if by.sees_whole_school:
        return Child.objects.all()
    return Child.objects.filter(pk__in=granted(by, VIEW, now))


def recordable_by(by: Actor, now: datetime) -> QuerySet[Child]:
    """The care files somebody may write care records into."""
    if not by.has_permission(Permission.RECORD_CARE):
        return Child.objects.none()
    if by.sees_whole_school:
        return Child.objects.all()
    return Child.objects.filter(pk__in=granted(by, RECORD, now))


def calls_of(by: Actor, now: datetime) -> QuerySet[Delivery]:
    """The calls somebody may make, oldest first: about a child of theirs; head and admin also those about none."""
    if not by.has_permission(Permission.CALL_FAMILY):
        return Delivery.objects.none()
    rows = notifications.pending_calls()
    return (
        rows
        if by.sees_whole_school
        else rows.filter(notification__child_id__in=recordable_by(by, now).values("public_id"))
    )


def visible_pupils(by: Actor, now: datetime) -> QuerySet[Pupil]:
    """Pupils a person may see: a teacher those in the own class and those of the children entrusted to them."""
    if not by.has_permission(Permission.VIEW_PUPIL):
        return Pupil.objects.none()
    if by.sees_whole_school:
        return Pupil.objects.all()
    if by.role is not Role.TEACHER:
        return Pupil.objects.none()
    own_class = Q(school_class__class_teacher=by.staff_id or 0, state=PupilState.ENROLLED)
    entrusted = Child.objects.filter(pk__in=granted(by, VIEW, now)).values("pupil_id")
    return Pupil.objects.filter(own_class | Q(pk__in=entrusted))


def granted(by: Actor, codename: str, now: datetime) -> QuerySet[Any, Any]:
    """Ids of the children on whom a person holds a grant in force: a semi-join on one index."""
    return grants.active_grants(ChildGrant, user_id=by.user_id, codename=codename, now=now).values("content_object_id")
