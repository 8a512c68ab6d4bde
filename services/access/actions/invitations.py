"""Actions on invitations: one person, one login.

Who has no login gets a link, one at a time; who has one gets a further membership on it (`memberships.give_role`).
"""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit, queries
from services.access.actions.memberships import UnableToGiveRole, add_membership, check_giver, check_role
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.access.models import Invitation, Membership
from services.access.roles import COUNTY_ROLES, Role
from services.kit import clock
from services.kit.database import locks
from services.kit.exceptions import ApplicationError
from services.kit.names import person_names
from services.schools.actions import add_staff
from services.schools.models import Officer, School, Site, Staff

INVITATION_DAYS = 7


class InvitationExpired(ApplicationError):
    """The token is unknown, used, withdrawn or expired."""


class UnableToAccept(ApplicationError):
    """This login cannot be the one of the invited person."""


@transaction.atomic
def invite(
    *,
    name: str,
    role: Role,
    by: Actor,
    now: datetime,
    staff: Staff | None = None,
    school: School | None = None,
    until: date | None = None,
) -> tuple[Invitation, str]:
    """Create an invitation and return it with its token, of which only a hash is stored. Raises UnableToGiveRole.

    The county names `school` instead of `staff` for the first person of a school, who has no row there yet.
    An earlier invitation of the same person is withdrawn: there is one valid link at a time.
    """
    name = name if staff else person_names.required(name, UnableToGiveRole)
    check_role(role=role, until=until, by=by, now=now)
    if (staff is None and school is None) != (role in COUNTY_ROLES) or (school and by.school_id):
        raise UnableToGiveRole(_("这个角色不能由您给。"), field="role")
    if school and not staff:
        staff = _staff_named(name, school)
    if staff:
        _withdraw_earlier(staff, now)
    else:
        _withdraw_same_name(name, role, now, school_id=school.pk if school else None, county_id=by.county_id)
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        school_id=staff.school_id if staff else school.pk if school else None,
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
def invite_as_operator(
    *, county_id: int, name: str, role: Role, operator: str, now: datetime
) -> tuple[Invitation, str]:
    """Invite somebody to a county's office in scope ALL_TENANTS; an earlier link of the same name is withdrawn."""
    name = person_names.required(name, UnableToGiveRole)
    owner = {"county_id": county_id, "school_id": None}
    _withdraw_same_name(name, role, now, **owner)
    token = secrets.token_urlsafe(24)
    expires_at = now + timedelta(days=INVITATION_DAYS)
    invitation = Invitation.objects.create(
        **owner, role=role, name=name, token_hash=_hash(token), created_at=now, expires_at=expires_at
    )
    detail = {"role": role}
    audit.log(
        AuditAction.MEMBER_INVITED,
        target=invitation,
        by=None,
        now=now,
        detail=detail,
        county_id=county_id,
        operator=operator,
    )
    return invitation, token


def _withdraw_same_name(name: str, role: Role, now: datetime, **owner: int | None) -> None:
    """Withdraw the open invitation of a person who has no row yet, whom only the name tells from others."""
    locks.wait("access.invitation.name", f"{owner}:{name}")
    earlier = Invitation.objects.filter(**owner, name=name, role=role, staff=None, accepted_at=None, withdrawn_at=None)
    earlier.update(withdrawn_at=now)


def _staff_named(name: str, school: School) -> Staff | None:
    """The one member of staff of this name. Raises UnableToGiveRole for several."""
    rows = list(Staff.objects.filter(school=school, name=name, is_active=True).order_by("pk")[:2])
    if len(rows) > 1:
        raise UnableToGiveRole(_("这所学校有几位同名的教职工，请在教职工名单里邀请。"), field="name")
    return rows[0] if rows else None


def _withdraw_earlier(staff: Staff, now: datetime) -> None:
    """Withdraw the open invitation of somebody without a login. Raises UnableToGiveRole for somebody with one."""
    locks.wait("access.invitation", staff.pk)  # two invitations at once: the second withdraws the first
    if Staff.objects.get(pk=staff.pk).user_id is not None:
        raise UnableToGiveRole(_("这位老师已经有登录，请直接加角色，不用再邀请。"))
    earlier = Invitation.objects.filter(staff=staff, accepted_at=None, withdrawn_at=None)
    earlier.update(withdrawn_at=now)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> None:
    """Withdraw an open invitation: its link no longer works. Raises InvitationExpired, UnableToGiveRole."""
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
    fresh = Invitation.objects.select_related("staff", "school").get(pk=invitation.pk)
    staff, officer = (_staff(fresh, user_id), None) if fresh.school_id else (None, _officer(fresh, user_id))
    membership = add_membership(
        user_id=user_id,
        role=Role(fresh.role),
        since=clock.local_date(now),
        until=fresh.until,
        staff=staff,
        officer=officer,
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


def _staff(invitation: Invitation, user_id: int) -> Staff:
    """The row of staff that the login gets: the invited one. Whom the county named by name alone: the row that the
    login has at this school, else that of the name, else a new one. Raises UnableToAccept.
    """
    if invitation.staff:
        return _join_staff(invitation.staff, user_id)
    if existing := Staff.objects.filter(user_id=user_id).first():
        return existing
    named = _staff_named(invitation.name, cast("School", invitation.school))
    return _join_staff(named or add_staff(name=invitation.name, site=Site.objects.order_by("pk")[0]), user_id)


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
