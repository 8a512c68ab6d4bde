"""Actions on invitations: one person, one login.

Who has no login gets a link, one at a time; who has one gets a further membership on it (`memberships.give_role`).
"""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit, queries
from services.access.actions.memberships import UnableToGiveRole, add_membership, check_giver, check_role
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.access.models import Invitation, Membership
from services.access.roles import COUNTY_ROLES, Role
from services.kit import clock, locks
from services.kit.exceptions import ApplicationError
from services.schools.models import Officer, Staff

INVITATION_DAYS = 7


class InvitationExpired(ApplicationError):
    """The token is unknown, used, withdrawn or expired."""


class UnableToAccept(ApplicationError):
    """This login cannot be the one of the invited person."""


@transaction.atomic
def invite(
    *, name: str, role: Role, by: Actor, now: datetime, staff: Staff | None = None, until: date | None = None
) -> tuple[Invitation, str]:
    """Create an invitation and return it with its token, of which only a hash is stored. Raises UnableToGiveRole.

    An earlier invitation of the same person is withdrawn: there is one valid link at a time.
    """
    check_role(role=role, until=until, by=by, now=now)
    if (staff is None) != (role in COUNTY_ROLES):
        raise UnableToGiveRole(_("这个角色不能由您给。"), field="role")
    if staff:
        _withdraw_earlier(staff, now)
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        school_id=staff.school_id if staff else None,
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


def _withdraw_earlier(staff: Staff, now: datetime) -> None:
    """Withdraw the open invitation of somebody without a login. Raises UnableToGiveRole for somebody with one."""
    locks.wait("access.invitation", staff.pk)  # two invitations at once: the second withdraws the first
    if Staff.objects.get(pk=staff.pk).user_id is not None:
        raise UnableToGiveRole(_("这位老师已经有登录，请直接加角色，不用再邀请。"))
    earlier = Invitation.objects.filter(staff=staff, accepted_at=None, withdrawn_at=None)
    earlier.update(withdrawn_at=now)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> None:
    """Make the link of an open invitation useless. Raises InvitationExpired, UnableToGiveRole."""
    check_giver(Role(invitation.role), by)
    if not queries.open_invitations(now).filter(pk=invitation.pk).update(withdrawn_at=now):
        raise InvitationExpired(_("这个邀请已经用过、撤回或过期。"))
    audit.log(AuditAction.INVITATION_WITHDRAWN, target=invitation, by=by, now=now, detail={"role": invitation.role})


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user_id: int, now: datetime) -> Membership:
    """Turn an invitation into a membership, in the scope of its tenant. Raises InvitationExpired, UnableToAccept."""
    if not queries.open_invitations(now).filter(pk=invitation.pk).update(accepted_at=now):
        raise InvitationExpired(_gone())
    if invitation.invited_by_id == user_id:
        raise UnableToAccept(_("这是您发给别人的邀请，请退出登录后由本人打开。"))
    fresh = Invitation.objects.select_related("staff").get(pk=invitation.pk)
    person = {"staff": _join_staff(fresh.staff, user_id)} if fresh.staff else {"officer": _officer(fresh, user_id)}
    membership = add_membership(
        user_id=user_id, role=Role(fresh.role), since=clock.local_date(now), until=fresh.until, **person
    )
    # Read anew: the actor that the log names comes from the row as it is stored.
    by = queries.actor_of(Membership.objects.select_related("school").get(pk=membership.pk))
    audit.log(AuditAction.INVITATION_ACCEPTED, target=fresh, by=by, now=now, detail={"role": fresh.role})
    return membership


def _join_staff(staff: Staff, user_id: int) -> Staff:
    """Give the row of staff its login. Raises UnableToAccept where either has another already."""
    is_other = Staff.objects.filter(user_id=user_id, school=staff.school).exclude(pk=staff.pk).exists()
    if is_other or not Staff.objects.filter(pk=staff.pk, user__isnull=True).update(user_id=user_id):
        raise UnableToAccept(_("这个账号在这所学校是另一个人的，请用本人的账号，或新建一个。"))
    staff.user_id = user_id
    return staff


def _officer(invitation: Invitation, user_id: int) -> Officer:
    """The officer of a login at the scope's county, made at the first role there."""
    locks.wait("access.officer", user_id)
    existing = Officer.objects.filter(user_id=user_id).order_by("pk").first()
    return existing or Officer.objects.create(user_id=user_id, name=invitation.name)


def find_invitation(token: str, now: datetime) -> Invitation:
    """The open invitation of a token; works before a scope is open. Raises InvitationExpired."""
    return _open(now, token_hash=_hash(token))


def reopen_invitation(pk: int, now: datetime) -> Invitation:
    """The open invitation whose token somebody has shown before. Raises InvitationExpired."""
    return _open(now, pk=pk)


def _open(now: datetime, **which: object) -> Invitation:
    rows: QuerySet[Invitation] = QuerySet(Invitation).select_related("school", "county")
    invitation = queries.are_open(rows, now).filter(**which).first()
    if invitation is None:
        raise InvitationExpired(_gone())
    return invitation


def _gone() -> str:
    return _("这个邀请已使用、撤回或过期，请再要一个。")


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
