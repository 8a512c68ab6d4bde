"""Reads of memberships, actors and names."""

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
from services.schools.scope import current_scope


def memberships_of(user_id: int, day: date) -> QuerySet[Membership]:
    """A user's memberships on a day. Works before a scope is open, when the middleware looks for the actor."""
    return (
        QuerySet(Membership)
        .select_related("school")
        .filter(Q(until__isnull=True) | Q(until__gt=day), user_id=user_id, since__lte=day)
        .exclude(staff=None, officer=None)  # of a release that asked for no person: it opens nothing
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
        officer_id=membership.officer_id,
        membership_id=membership.pk,
        school_public_id=membership.school.public_id if membership.school else None,
        school_name=membership.school.name if membership.school else "",
    )


def actors_of(user_id: int, day: date) -> list[Actor]:
    """Every actor a user can be on a day, oldest membership first."""
    return [actor_of(membership) for membership in memberships_of(user_id, day)]


def active_memberships(day: date) -> QuerySet[Membership]:
    """Memberships of the scope on a day: of a school its own, of a county those of its schools, too."""
    return Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=day)).select_related("staff", "school")


def heads(school_id: int | None, day: date) -> list[Staff]:
    """The heads of a school on a day; its administrators where it has no head."""
    members = active_memberships(day).filter(school=school_id, since__lte=day)
    for role in (Role.HEAD, Role.SCHOOL_ADMIN):
        ids = members.filter(role=role).values_list("staff_id", flat=True)
        if people := list(Staff.objects.filter(pk__in=list(ids)).order_by("pk")):
            return people
    return []


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    """Invitations of the scope that somebody can still accept."""
    return are_open(Invitation.objects.all(), now)


def are_open(rows: QuerySet[Invitation], now: datetime) -> QuerySet[Invitation]:
    return rows.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


def names_of(user_ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """Names of staff and officers of the scope by user id; without a user it was "系统" (a worker acted).

    A school does not read the bureau's people: for it an officer is of the bureau, without a name.
    """
    ids = {user_id for user_id in user_ids if user_id}
    names: dict[int | None, str] = defaultdict(lambda: gettext("系统"))
    if current_scope().role == "r_school":
        names.update(dict.fromkeys(ids, gettext("县教育局")))
    names.update(Staff.objects.filter(user__in=ids).values_list("user_id", "name"))
    if current_scope().role == "r_county":  # last: who works at a school and at the bureau has the bureau's name here
        names.update(Officer.objects.filter(user__in=ids).values_list("user_id", "name"))
    return names


def actor_name(event: AuditEvent, names: Mapping[int | None, str]) -> str:
    """Who caused an audit event: a person (from `names_of`), the operator who ran a command, or a worker."""
    return gettext("系统管理员 %(name)s") % {"name": event.operator} if event.operator else names[event.user_id]
