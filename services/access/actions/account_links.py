"""Actions on the logins of others: let somebody regain access, and log somebody out everywhere."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import account_events, audit, queries
from services.access.actor import Actor
from services.access.choices import AuditAction, LinkDelivery
from services.access.models import AccountLink, Membership
from services.access.roles import GIVERS, RECOVERS, Role
from services.accounts import logins
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff

LINK_HOURS = 24


class UnableToHelp(ApplicationError):
    """This actor may not recover or end the login."""


class AccountLinkExpired(ApplicationError):
    """The token is unknown, used or expired."""


@transaction.atomic
def issue_account_link(
    *, staff: Staff, by: Actor, now: datetime, delivery: LinkDelivery = LinkDelivery.SHOWN
) -> tuple[AccountLink, str]:
    """Create a link for somebody who lost password or factor; with its token, of which a hash is stored.

    Raises UnableToHelp. The person is notified, and the audit log names who issued it.
    """
    user_id = _user_of(staff, by)
    _check_may_recover(by.role, _roles(_memberships(user_id, now)))
    AccountLink.objects.filter(user_id=user_id, used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(24)
    link = AccountLink.objects.create(
        user_id=user_id,
        token_hash=_hash(token),
        issued_by_id=by.user_id,
        issued_as=by.role,
        created_at=now,
        expires_at=now + timedelta(hours=LINK_HOURS),
    )
    audit.log(AuditAction.ACCOUNT_LINK_ISSUED, target=staff, by=by, now=now, detail={"delivery": delivery.value})
    account_events.notify(user_id=user_id, action=AuditAction.ACCOUNT_LINK_ISSUED, now=now)
    return link, token


def issue_as_operator(*, user_id: int, operator: str, now: datetime) -> tuple[AccountLink, str]:
    """Create a link for anybody with a role today, in scope ALL_TENANTS. Raises UnableToHelp."""
    memberships = list(queries.memberships_of(user_id, clock.local_date(now))[:1])
    if not memberships:
        raise UnableToHelp(_("这个账号没有在用的角色。"))
    token, county_id = secrets.token_urlsafe(24), memberships[0].county_id
    expires_at = now + timedelta(hours=LINK_HOURS)
    owner = {"county_id": county_id, "school_id": None}
    link = AccountLink.objects.create(
        user_id=user_id, token_hash=_hash(token), created_at=now, expires_at=expires_at, **owner
    )
    event = AuditAction.ACCOUNT_LINK_ISSUED
    audit.log(event, target=link, by=None, now=now, county_id=county_id, operator=operator)
    return link, token


@transaction.atomic
def use_account_link(*, link: AccountLink, now: datetime) -> None:
    """Mark a link as used, in the scope of its tenant. Raises AccountLinkExpired."""
    if not AccountLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise AccountLinkExpired(_gone())
    membership = _memberships(link.user_id, now).order_by("pk").first()
    by = queries.actor_of(membership) if membership else None
    audit.log(AuditAction.ACCOUNT_RECOVERED, target=link, by=by, now=now)
    account_events.notify(user_id=link.user_id, action=AuditAction.ACCOUNT_RECOVERED, now=now)


@transaction.atomic
def end_logins(*, staff: Staff, by: Actor, now: datetime) -> None:
    """Log a member of staff out of every browser, and end their tokens. Raises UnableToHelp."""
    user_id = _user_of(staff, by)
    if not any(by.role in GIVERS[role] for role in _roles(_memberships(user_id, now))):
        raise UnableToHelp(_("这个人的登录不能由您处理。"))
    audit.log(AuditAction.LOGINS_ENDED, target=staff, by=by, now=now)
    account_events.notify(user_id=user_id, action=AuditAction.LOGINS_ENDED, now=now)
    # After the scope: inside a school nobody can read sessions and tokens.
    transaction.on_commit(partial(logins.end_everything, user_id=user_id))


def find_account_link(token: str, now: datetime) -> AccountLink:
    """The open link of a token; works before a scope is open. Raises AccountLinkExpired, UnableToHelp."""
    return _open(now, token_hash=_hash(token))


def reopen_account_link(pk: int, now: datetime) -> AccountLink:
    """The open link whose token somebody has shown before. Raises AccountLinkExpired, UnableToHelp."""
    return _open(now, pk=pk)


def _open(now: datetime, **which: object) -> AccountLink:
    rows: QuerySet[AccountLink] = QuerySet(AccountLink).select_related("user")
    link = rows.filter(used_at=None, expires_at__gt=now, **which).first()
    if link is None:
        raise AccountLinkExpired(_gone())
    _check_covers(link, now)
    return link


def _check_covers(link: AccountLink, now: datetime) -> None:
    """Whether the issuer may help with every role the person holds: a school cannot see those elsewhere.

    Raises UnableToHelp.
    """
    if not link.issued_as:
        return
    memberships = list(queries.memberships_of(link.user_id, clock.local_date(now)))
    is_elsewhere = any(
        row.county_id != link.county_id or (link.school_id and row.school_id != link.school_id) for row in memberships
    )
    if is_elsewhere:
        raise UnableToHelp(_("您在别处也有角色，这个链接不够用，请找县里办理。"))
    _check_may_recover(Role(link.issued_as), _roles(memberships))


def _check_may_recover(issuer: Role, roles: set[Role]) -> None:
    if not roles or not roles <= RECOVERS.get(issuer, frozenset()):
        raise UnableToHelp(_("这个账号的角色不能由您找回：校长和管理员找县里，县级人员找系统管理员。"))


def _user_of(staff: Staff, by: Actor) -> int:
    """The user of a member of staff with a login, who is not the actor. Raises UnableToHelp."""
    if staff.user_id is None:
        raise UnableToHelp(_("这位老师还没有登录，请先邀请。"))
    if staff.user_id == by.user_id:
        raise UnableToHelp(_("自己的账号请在“我的账号”里处理。"))
    return staff.user_id


def _memberships(user_id: int, now: datetime) -> QuerySet[Membership]:
    return queries.active_memberships(clock.local_date(now)).filter(user_id=user_id)


def _roles(memberships: Iterable[Membership]) -> set[Role]:
    return {Role(row.role) for row in memberships}


def _gone() -> str:
    return _("这个链接用过了，或已过期，请再要一个。")


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
