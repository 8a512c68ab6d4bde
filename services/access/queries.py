"""Reads of memberships, actors, audit events and names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from services.access.actor import Actor
from services.access.models import AuditEvent, Invitation, Membership
from services.access.roles import Role
from services.schools.models import Officer, Staff
from services.schools.scope import current


def memberships_of(user_id: int, on: date) -> QuerySet[Membership]:
    """A user's memberships on a day. Works before a scope is open, when the middleware looks for the actor."""
    return (
        QuerySet(Membership)
        .select_related("school")
        .filter(Q(until__isnull=True) | Q(until__gt=on), user_id=user_id, since__lte=on)
        .order_by("id")
    )


def actor_of(membership: Membership) -> Actor:
    """The actor that a membership makes of its user."""
    return Actor(
        user_id=membership.user_id,
        role=Role(membership.role),
        county_id=cast("int", membership.county_id),
        school_id=membership.school_id,
        staff_id=membership.staff_id,
        membership_id=membership.pk,
        school_public_id=membership.school.public_id if membership.school else None,
        school_name=membership.school.name if membership.school else "",
    )


def actors_of(user_id: int, on: date) -> list[Actor]:
    """Every actor a user can be on a day, oldest membership first."""
    return [actor_of(membership) for membership in memberships_of(user_id, on)]


def pending_invitations(now: datetime) -> QuerySet[Invitation]:
    """Invitations of staff of the scope that can still be accepted."""
    rows: QuerySet[Invitation] = Invitation.objects.filter(accepted_at=None, expires_at__gt=now)
    return rows.filter(staff__isnull=False)


def audit_events(*, target: str = "", action: str = "") -> QuerySet[AuditEvent]:
    """Audit events of the scope, newest first; only of one target (its public id) or one action where given."""
    rows = AuditEvent.objects.order_by("-id")
    if target:
        rows = rows.filter(target__contains=[target])
    return rows.filter(action=action) if action else rows


def names_of(user_ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """Names of staff and officers of the scope by user id; any other id is "系统" (a worker acted)."""
    ids = [user_id for user_id in user_ids if user_id]
    names: dict[int | None, str] = defaultdict(lambda: gettext("系统"))
    if current().role == "r_county":
        names.update(Officer.objects.filter(user__in=ids).values_list("user_id", "name"))
    names.update(Staff.objects.filter(user__in=ids).values_list("user_id", "name"))
    return names
