"""Actions on memberships and invitations."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.access.models import Invitation, Membership
from services.access.roles import COUNTY_ROLES, Role
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff

INVITATION_DAYS = 14
SCHOOL_INVITABLE_ROLES = frozenset(set(Role) - COUNTY_ROLES)


class UnableToInvite(ApplicationError):
    """This actor may not invite anybody to the role."""


class InvitationExpired(ApplicationError):
    """The token is unknown, used or expired."""


@transaction.atomic
def add_membership(
    *, user_id: int, role: Role, since: date, staff: Staff | None = None, until: date | None = None
) -> Membership:
    """Give a user a role at the scope's school, or a county role at its county. `until` is the first day without it."""
    tenant = {"school_id": None} if role in COUNTY_ROLES else {}  # the scope's school is the default
    return Membership.objects.create(user_id=user_id, role=role, staff=staff, since=since, until=until, **tenant)


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, now: datetime) -> None:
    """End a membership today; the user loses access to the tenant at once."""
    membership.until = max(membership.since, clock.local_date(now))
    membership.save(update_fields=["until"])
    audit.log(AuditAction.MEMBERSHIP_ENDED, target=membership, by=by, now=now)


@transaction.atomic
def invite(
    *, name: str, role: Role, by: Actor, now: datetime, staff: Staff | None = None, until: date | None = None
) -> tuple[Invitation, str]:
    """Create an invitation and return it with its token, of which only a hash is stored. Raises UnableToInvite."""
    allowed = SCHOOL_INVITABLE_ROLES if by.school_id else COUNTY_ROLES
    if role not in allowed:
        raise UnableToInvite(_("这个角色不能由您邀请。"), field="role")
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        role=role,
        name=name,
        staff=staff,
        token_hash=_hash(token),
        invited_by_id=by.user_id,
        created_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
        until=until,
    )
    audit.log(AuditAction.MEMBER_INVITED, target=invitation, by=by, now=now, detail={"role": role})
    return invitation, token


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user_id: int, now: datetime) -> Membership:
    """Turn an invitation into a membership, in the scope of its tenant. Raises InvitationExpired."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at or locked.expires_at <= now:
        raise InvitationExpired(_("这个邀请已使用或已过期，请向学校再要一个。"))
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    if locked.staff and locked.staff.user_id is None:
        Staff.objects.filter(pk=locked.staff.pk).update(user_id=user_id)
    return add_membership(
        user_id=user_id, role=Role(locked.role), since=clock.local_date(now), staff=locked.staff, until=locked.until
    )


def find_invitation(token: str, now: datetime) -> Invitation:
    """The invitation of a token, unused and not expired. Raises InvitationExpired."""
    # Not by the scoped manager: who opens the link has no scope yet.
    rows: QuerySet[Invitation] = QuerySet(Invitation).select_related("school")
    invitation = rows.filter(token_hash=_hash(token), accepted_at=None, expires_at__gt=now).first()
    if invitation is None:
        raise InvitationExpired(_("这个邀请已使用或已过期，请向学校再要一个。"))
    return invitation


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
