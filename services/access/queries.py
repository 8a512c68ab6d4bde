"""Reads of this room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from services.access.actor import Actor
from services.access.models import AuditEvent, Membership
from services.access.roles import Role
from services.schools.models import Officer, Staff
from services.schools.scope import current


def memberships_of(user_id: int, on: date) -> QuerySet[Membership]:
    """A person's memberships in force on a day. The doorman asks this before any scope is open."""
    return (
        QuerySet(Membership)
        .select_related("school")
        .filter(Q(until__isnull=True) | Q(until__gt=on), user_id=user_id, since__lte=on)
        .order_by("id")
    )


def actor_of(membership: Membership) -> Actor:
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
    """Everything a person may act as on a day, first membership first."""
    return [actor_of(membership) for membership in memberships_of(user_id, on)]


def audit_events(*, target: str = "", action: str = "") -> QuerySet[AuditEvent]:
    """Entries of the scope, newest first; of one object by its public id, of one kind of deed."""
    entries = AuditEvent.objects.order_by("-id")
    if target:
        entries = entries.filter(target__contains=[target])
    return entries.filter(action=action) if action else entries


def names_of(user_ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """What to call people of the scope: staff by their name, officers by theirs, nobody known as a worker."""
    wanted = [user_id for user_id in user_ids if user_id]
    found: dict[int | None, str] = defaultdict(lambda: gettext("系统"))
    if current().role == "r_county":
        found.update(Officer.objects.filter(user__in=wanted).values_list("user_id", "name"))
    found.update(Staff.objects.filter(user__in=wanted).values_list("user_id", "name"))
    return found
