"""Who may see which result and finding. Within a school, days and clinics are open to all; results are not."""

from datetime import datetime

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import Role
from services.children.access import visible_pupils
from services.health.choices import CampaignState
from services.health.models import Campaign, Checkup, Finding


def sees_all_results(by: Actor) -> bool:
    """Whether every result of the school is visible: to its office, and to the health officer who follows them up."""
    return by.sees_whole_school or by.role is Role.HEALTH_OFFICER


def checkups_visible_to(by: Actor, now: datetime) -> QuerySet[Checkup]:
    """Checkups with their results. A nurse sees running campaigns of the school, a teacher their own pupils.

    The county reads figures, never results.
    """
    if by.school_id is None:
        return Checkup.objects.none()
    # Before VIEW_RESULTS: a nurse works in running campaigns and reads no older results.
    if by.has_permission(Permission.ENTER_RESULTS):
        return enterable_by(by)
    if not by.has_permission(Permission.VIEW_RESULTS):
        return Checkup.objects.none()
    if sees_all_results(by):
        return Checkup.objects.all()
    return Checkup.objects.filter(pupil__in=visible_pupils(by, now))


def enterable_by(by: Actor) -> QuerySet[Checkup]:
    """Where a nurse may enter results."""
    if not by.has_permission(Permission.ENTER_RESULTS) or by.school_id is None:
        return Checkup.objects.none()
    return Checkup.objects.exclude(campaign__state=CampaignState.CLOSED)


def findings_visible_to(by: Actor, now: datetime) -> QuerySet[Finding]:
    """Findings: school office and health officer all, a teacher those of their pupils; the county none."""
    if by.school_id is None or not by.has_permission(Permission.VIEW_RESULTS):
        return Finding.objects.none()
    if sees_all_results(by):
        return Finding.objects.all()
    return Finding.objects.filter(pupil__in=visible_pupils(by, now))


def campaigns_with_papers(by: Actor, _now: datetime) -> QuerySet[Campaign]:
    """The campaigns whose papers somebody may read: those papers name pupils of the whole school."""
    if by.school_id is None or not by.has_permission(Permission.VIEW_CAMPAIGNS) or not sees_all_results(by):
        return Campaign.objects.none()
    return Campaign.objects.all()
