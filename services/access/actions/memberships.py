"""Actions on memberships: who works in which role at which school or county."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import account_events, audit, queries
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.access.models import Membership
from services.access.roles import COUNTY_ROLES, GIVERS, Role
from services.accounts import logins
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Officer, Staff

MAX_NURSE_STAY = timedelta(days=60)  # a nurse comes for the days of one checkup


class UnableToGiveRole(ApplicationError):
    """The role cannot be given by this actor, to this person or until this day."""


class UnableToEndMembership(ApplicationError):
    """The membership has ended, is the actor's own, or the actor's role may not end it."""


@transaction.atomic
def add_membership(
    *,
    user_id: int,
    role: Role,
    since: date,
    staff: Staff | None = None,
    officer: Officer | None = None,
    until: date | None = None,
) -> Membership:
    """Give a user a role at the school of `staff`, or for county roles at the county of `officer`.

    Raises UnableToGiveRole where the user has it already.
    """
    school_id = staff.school_id if staff else None
    try:
        with transaction.atomic():
            return Membership.objects.create(
                user_id=user_id, role=role, school_id=school_id, staff=staff, officer=officer, since=since, until=until
            )
    except IntegrityError as error:
        raise UnableToGiveRole(_("这位同事已经有这个角色。"), field="role") from error


@transaction.atomic
def give_role(*, staff: Staff, role: Role, by: Actor, now: datetime, until: date | None = None) -> Membership:
    """Give a member of staff who has a login a further role on that login. Raises UnableToGiveRole."""
    check_role(role=role, until=until, by=by, now=now)
    if staff.user_id is None:
        raise UnableToGiveRole(_("这位老师还没有登录，请先邀请。"))
    membership = add_membership(user_id=staff.user_id, role=role, since=clock.local_date(now), staff=staff, until=until)
    audit.log(AuditAction.ROLE_GIVEN, target=[membership, staff], by=by, now=now, detail={"role": role})
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, now: datetime) -> None:
    """End a membership today; the user loses access to the tenant at once. Raises UnableToEndMembership."""
    if membership.user_id == by.user_id:
        raise UnableToEndMembership(_("不能停用自己，请另一位管理员办理。"))
    if by.role not in GIVERS.get(Role(membership.role), frozenset()):
        raise UnableToEndMembership(_("这个角色不能由您停用。"))
    today = clock.local_date(now)
    if membership.until and membership.until <= today:
        raise UnableToEndMembership(_("这个角色已经停用。"))
    membership.until = max(membership.since, today)
    membership.save(update_fields=["until"])
    audit.log(AuditAction.MEMBERSHIP_ENDED, target=membership, by=by, now=now, detail={"role": membership.role})
    account_events.notify(user_id=membership.user_id, action=AuditAction.MEMBERSHIP_ENDED, now=now)
    transaction.on_commit(partial(_end_logins_without_role, membership.user_id, today))


def _end_logins_without_role(user_id: int, today: date) -> None:
    """Log out somebody who has no role left. Runs after the scope: only then are the roles elsewhere visible."""
    if not queries.memberships_of(user_id, today).exists():
        logins.end_everything(user_id=user_id)


def check_role(*, role: Role, until: date | None, by: Actor, now: datetime) -> None:
    """Whether the actor may give the role until that day. Raises UnableToGiveRole."""
    check_giver(role, by)
    today = clock.local_date(now)
    if until and until <= today:
        raise UnableToGiveRole(_("停用日期要晚于今天。"), field="until")
    if role == Role.NURSE and (until is None or until > today + MAX_NURSE_STAY):
        text = _("体检医护必须写明停用日期，最长 %(days)s 天。")
        raise UnableToGiveRole(text % {"days": MAX_NURSE_STAY.days}, field="until")


def usual_end(role: Role, day: date) -> date | None:
    """The first day without a role that is given on a day, where nobody names another."""
    return day + MAX_NURSE_STAY if role == Role.NURSE else None


def check_giver(role: Role, by: Actor) -> None:
    """Whether the actor's role may give this one at all. Raises UnableToGiveRole."""
    # A school's actor stays inside the school, whatever the table of givers says.
    if by.role not in GIVERS.get(role, frozenset()) or (by.school_id and role in COUNTY_ROLES):
        raise UnableToGiveRole(_("这个角色不能由您给。"), field="role")
