"""Issue a link, revoke it, and open it on a phone."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.accounts.limits import OPENED_LINKS
from services.kit.exceptions import ApplicationError
from services.links import kinds, queries
from services.links.choices import AuditAction
from services.links.models import Link, LinkSession
from services.links.queries import MAX_WRONG_DIGITS, hash_of

TOKEN_BYTES = 16
MAX_PURPOSE_LENGTH = Link.purpose.field.max_length


class UnableToIssueLink(ApplicationError):
    """The subject is not there for this actor, no number is known to confirm with, or the days are out of range."""


class LinkClosed(ApplicationError):
    """The link is unknown, over, revoked, locked, or open on another phone: one answer for all, which tells nothing."""


@transaction.atomic
def issue_link(
    *, kind: str, subject: UUID, purpose: str = "", days: int | None = None, by: Actor, now: datetime
) -> tuple[Link, str]:
    """Create a link; with its token, of which a hash is stored. Raises UnknownKind, UnableToIssueLink."""
    require_permission(by, Permission.ISSUE_LINKS)
    definition = kinds.get(kind)
    if not definition.may_issue(by, subject, now):
        raise UnableToIssueLink(_("没有找到，或不归您管。"), field="subject")
    if not definition.digits(subject):
        raise UnableToIssueLink(_("还没有登记家里能用的电话：打开链接的人要用号码的最后四位确认。请先登记。"))
    lasts = definition.days if days is None else days
    if not 1 <= lasts <= definition.max_days:
        raise UnableToIssueLink(_("有效天数要在 1 到 %d 之间。") % definition.max_days, field="days")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = Link.objects.create(
        kind=kind,
        subject=subject,
        purpose=purpose.strip()[:MAX_PURPOSE_LENGTH],
        token_hash=hash_of(token),
        issued_by_id=by.user_id,
        issued_as=by.role,
        created_at=now,
        expires_at=now + timedelta(days=lasts),
        max_uses=definition.max_uses,
    )
    audit.log(AuditAction.LINK_ISSUED, target=[subject, link], by=by, now=now, purpose=link.purpose)
    return link, token


@transaction.atomic
def revoke_link(*, link: Link, by: Actor, now: datetime) -> None:
    """End a link at once, also on the phone on which it is open. Revoking it again changes nothing."""
    require_permission(by, Permission.ISSUE_LINKS)
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        audit.log(AuditAction.LINK_REVOKED, target=[link.subject, link], by=by, now=now)


def find_link(*, token: str, address: str, now: datetime) -> Link:
    """The open link of a token, before a scope is open. Raises LinkClosed, also after too many tries of one address."""
    if OPENED_LINKS.is_reached(address, now=now):
        raise closed()
    link = queries.link_of(token)
    if link is None:
        # Misses alone: at a parents' evening a whole class opens its links behind one address.
        OPENED_LINKS.claim(address, now=now)
        raise closed()
    if not queries.is_open(link, now):
        raise closed()
    return link


@transaction.atomic
def open_session(*, link: Link, now: datetime) -> str:
    """Remember one more phone, in the school's scope; the token of its session. Raises LinkClosed.

    Nothing is shown on it yet, so it uses nothing up.
    """
    if link.uses >= link.max_uses:
        raise closed()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    LinkSession.objects.create(
        link=link, school_id=link.school_id, county_id=link.county_id, token_hash=hash_of(token), opened_at=now
    )
    return token


@transaction.atomic
def confirm_session(*, session: LinkSession, digits: str, now: datetime) -> bool:
    """Compare the four digits, in the school's scope; whether they are right. Raises LinkClosed.

    Wrong ones are counted by link, whichever phone they come from: after five it is closed for good.
    """
    link = Link.objects.select_for_update().get(pk=session.link_id)
    if LinkSession.objects.filter(pk=session.pk, confirmed_at__isnull=False).exists():
        return True  # a double tap: the first of the two was right
    if not queries.is_open(link, now) or link.uses >= link.max_uses:
        raise closed()
    if digits not in kinds.get(link.kind).digits(link.subject):
        _count_wrong_digits(link, now)
        return False
    Link.objects.filter(pk=link.pk).update(uses=F("uses") + 1, last_used_at=now)
    LinkSession.objects.filter(pk=session.pk).update(confirmed_at=now)
    audit.log(AuditAction.LINK_OPENED, target=[link.subject, link], by=None, now=now)
    return True


@transaction.atomic
def purge(ids: Sequence[int]) -> int:
    """Delete links with their sessions; the number of links."""
    LinkSession.objects.filter(link__in=ids).delete()
    return Link.objects.filter(pk__in=ids).delete()[0]


def closed() -> LinkClosed:
    return LinkClosed(_("这个链接不能用了。请向发给您的老师再要一个。"))


def _count_wrong_digits(link: Link, now: datetime) -> None:
    Link.objects.filter(pk=link.pk).update(wrong_digits=F("wrong_digits") + 1)
    if link.wrong_digits + 1 >= MAX_WRONG_DIGITS:
        audit.log(AuditAction.LINK_LOCKED, target=[link.subject, link], by=None, now=now)
