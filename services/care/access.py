"""Who may read pairings, records and due work: whoever may see the child."""

from datetime import datetime

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.care.models import CareRecord, DueWork, Pairing, PairingPlan
from services.children import access as children


def visible_pairings(by: Actor, now: datetime) -> QuerySet[Pairing]:
    """All pairings of the school; for a teacher those of the children granted to them, so none that has ended."""
    if not by.has_permission(Permission.VIEW_PAIRING):
        return Pairing.objects.none()
    if by.sees_whole_school:
        return Pairing.objects.all()
    return Pairing.objects.filter(child__in=children.visible_to(by, now))


def visible_plans(by: Actor) -> QuerySet[PairingPlan]:
    """Pairing plans, for readers who see the whole school: a plan names every child of it."""
    if by.has_permission(Permission.VIEW_PAIRING) and by.sees_whole_school:
        return PairingPlan.objects.all()
    return PairingPlan.objects.none()


def visible_records(by: Actor, now: datetime) -> QuerySet[CareRecord]:
    """All records of the school, or those of the children granted to a teacher."""
    if not by.has_permission(Permission.VIEW_CARE):
        return CareRecord.objects.none()
    if by.sees_whole_school:
        return CareRecord.objects.all()
    return CareRecord.objects.filter(child__in=children.visible_to(by, now))


def visible_due(by: Actor, now: datetime) -> QuerySet[DueWork]:
    """All due work of the school, or that of the children granted to a teacher."""
    if not by.has_permission(Permission.VIEW_CARE):
        return DueWork.objects.none()
    if by.sees_whole_school:
        return DueWork.objects.all()
    return DueWork.objects.filter(child__in=children.visible_to(by, now))


def sees_notes(by: Actor) -> bool:
    """Whether somebody may read the text of records: people of the school. The county's role cannot open the table."""
    return by.school_id is not None and by.has_permission(Permission.VIEW_CARE)
