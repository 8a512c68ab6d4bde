"""Who may read what of this room: whoever sees the child sees its pairing, records and due work."""

from datetime import datetime

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.care.models import CareRecord, DueWork, Pairing, PairingPlan
from services.children import access as children
from services.children.models import Child


def visible_pairings(by: Actor, now: datetime) -> QuerySet[Pairing]:
    """A teacher sees those of the children granted to them; a pairing that ended takes them out of sight."""
    if not by.has_permission(Permission.VIEW_PAIRING):
        return Pairing.objects.none()
    rows: QuerySet[Pairing] = Pairing.objects.all()
    return rows if by.sees_whole_school else rows.filter(child__in=_children(by, now))


def visible_plans(by: Actor) -> QuerySet[PairingPlan]:
    """A proposal names every child of the school: not for teachers."""
    rows: QuerySet[PairingPlan] = PairingPlan.objects.all()
    return rows if by.has_permission(Permission.VIEW_PAIRING) and by.sees_whole_school else rows.none()


def visible_records(by: Actor, now: datetime) -> QuerySet[CareRecord]:
    if not by.has_permission(Permission.VIEW_CARE):
        return CareRecord.objects.none()
    rows: QuerySet[CareRecord] = CareRecord.objects.all()
    return rows if by.sees_whole_school else rows.filter(child__in=_children(by, now))


def visible_due(by: Actor, now: datetime) -> QuerySet[DueWork]:
    if not by.has_permission(Permission.VIEW_CARE):
        return DueWork.objects.none()
    rows: QuerySet[DueWork] = DueWork.objects.all()
    return rows if by.sees_whole_school else rows.filter(child__in=_children(by, now))


def sees_notes(by: Actor) -> bool:
    """What was said stays in the school: the county has no right on that table."""
    return by.school_id is not None and by.has_permission(Permission.VIEW_CARE)


def _children(by: Actor, now: datetime) -> QuerySet[Child]:
    return children.visible_to(by, now)
