"""Open a link on a phone: find it, remember the phone, ask for four digits."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.accounts.limits import OPENED_LINKS
from services.kit.exceptions import ApplicationError
from services.links import kinds, queries
from services.links.actions.issuing import TOKEN_BYTES
from services.links.choices import AuditAction
from services.links.models import Link, LinkSession
from services.links.queries import MAX_WRONG_DIGITS, hash_of


class LinkClosed(ApplicationError):
    """The link is unknown, over, revoked, locked, or open on another phone: one answer for all, which tells nothing."""


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
    if link.uses >= link.max_uses or kinds.get(link.kind).is_feed:
        raise closed()
    check_founded(link, now)
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
    if digits not in _right_digits(link):
        _count_wrong_digits(link, now)
        return False
    Link.objects.filter(pk=link.pk).update(uses=F("uses") + 1, last_used_at=now)
    LinkSession.objects.filter(pk=session.pk).update(confirmed_at=now)
    audit.log(AuditAction.LINK_OPENED, target=[link.subject, link], by=None, now=now)
    return True


@transaction.atomic
def open_feed(*, link: Link, now: datetime) -> Actor:
    """Whose feed a program reads, in the school's scope. Raises LinkClosed, for a link that is no feed too."""
    owner = queries.issuer_of(link, now)
    if owner is None or not kinds.get(link.kind).is_feed:
        raise closed()
    check_founded(link, now)
    if Link.objects.filter(pk=link.pk, uses=0).update(uses=1):  # once: programs read it several times a day
        audit.log(AuditAction.LINK_OPENED, target=[link.subject, link], by=None, now=now)
    Link.objects.filter(pk=link.pk).update(last_used_at=now)
    return owner


def check_founded(link: Link, now: datetime) -> None:
    """Raises LinkClosed where the issuer could no longer issue the link. In the school's scope."""
    if queries.unfounded([link], now):
        raise closed()


def closed() -> LinkClosed:
    return LinkClosed(_("这个链接不能用了。请向发给您的老师再要一个。"))


def _right_digits(link: Link) -> frozenset[str]:
    digits = kinds.get(link.kind).digits
    return frozenset({link.unseal("digits")}) if digits is None else digits(link.subject)


def _count_wrong_digits(link: Link, now: datetime) -> None:
    Link.objects.filter(pk=link.pk).update(wrong_digits=F("wrong_digits") + 1)
    if link.wrong_digits + 1 >= MAX_WRONG_DIGITS:
        audit.log(AuditAction.LINK_LOCKED, target=[link.subject, link], by=None, now=now)
