"""Reads of this room."""

from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet

from services.access.actor import Actor
from services.access.models import Membership, TrailEntry
from services.access.roles import Role


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
        county_id=cast(int, membership.county_id),
        school_id=membership.school_id,
        staff_id=membership.staff_id,
        membership_id=membership.pk,
        school_public_id=membership.school.public_id if membership.school else None,
        school_name=membership.school.name if membership.school else "",
    )


def actors_of(user_id: int, on: date) -> list[Actor]:
    """Everything a person may act as on a day, first membership first."""
    return [actor_of(membership) for membership in memberships_of(user_id, on)]


def trail_about(public_id: UUID) -> QuerySet[TrailEntry]:
    """Entries that name an object, newest first."""
    return TrailEntry.objects.filter(about__contains=[str(public_id)]).order_by("-id")
