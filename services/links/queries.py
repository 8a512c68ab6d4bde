"""Which links somebody sees, which one a token or a session opens, and what was answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from services.access import queries as members
from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.links import kinds
from services.links.models import Link, LinkAnswer, LinkSession
from services.schools.scope import Scope, for_school

KEEP = timedelta(days=365)  # after its end: who was given a page about a child is asked about later
KEEP_ANSWERED = timedelta(days=3 * 365)  # a consent and its withdrawal (个人信息保护法 第五十六条)
MAX_WRONG_DIGITS = 5
MAX_ABOUT = 50  # links about one subject that are shown with it


def visible_to(by: Actor) -> QuerySet[Link]:
    """One's own links; heads and administrators see all of their school's, so that they can revoke any."""
    if not by.has_permission(Permission.ISSUE_LINKS):
        return Link.objects.none()
    return Link.objects.all() if by.sees_whole_school else Link.objects.filter(issued_by_id=by.user_id)


def is_open(link: Link, now: datetime) -> bool:
    """Whether the page of a link is shown at all; on how many phones is another matter."""
    return (
        link.revoked_at is None
        and link.expires_at > now
        and link.wrong_digits < MAX_WRONG_DIGITS
        and kinds.is_known(link.kind)
    )


def with_issuer(links: QuerySet[Link], now: datetime) -> QuerySet[Link]:
    """Add whether the issuer still has the role in which a link was issued (`issuer_works_here`)."""
    roles = members.active_memberships(clock.local_date(now))
    return links.annotate(
        issuer_works_here=Exists(roles.filter(user=OuterRef("issued_by"), role=OuterRef("issued_as")))
    )


def unfounded(links: Iterable[Link], now: datetime) -> list[Link]:
    """Those links, in their school's scope, that their issuer could not issue now.

    The issuer has left or lost the role or the child, or the child has left.
    """
    groups: dict[tuple[int, str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.issued_by_id, link.issued_as, link.kind].append(link)
    return [link for key, rows in groups.items() for link in _unfounded_of(*key, rows, now)]


def _unfounded_of(user_id: int, role: str, kind: str, links: Sequence[Link], now: datetime) -> list[Link]:
    """Of the links of one issuer and kind."""
    issuer = _member(user_id, role, now)
    if issuer is None or not kinds.is_known(kind):
        return list(links)
    issuable = kinds.get(kind).issuable(issuer, {link.subject for link in links}, now)
    return [link for link in links if link.subject not in issuable]


def issuer_of(link: Link, now: datetime) -> Actor | None:
    """Who issued a link, in the role of then; None once that is over. In the school's scope."""
    return _member(link.issued_by_id, link.issued_as, now)


def _member(user_id: int, role: str, now: datetime) -> Actor | None:
    rows = members.active_memberships(clock.local_date(now)).filter(user=user_id, role=role)
    membership = rows.order_by("pk").first()
    return members.actor_of(membership) if membership else None


def about(subject: UUID) -> QuerySet[Link]:
    """The last links about a subject, whoever issued them: for readers who see the subject."""
    return Link.objects.filter(subject=subject).order_by("-pk")[:MAX_ABOUT]


def with_answers(links: QuerySet[Link]) -> QuerySet[Link]:
    """Read what was answered, newest first: the first one counts."""
    return links.prefetch_related(Prefetch("answers", LinkAnswer.objects.order_by("-pk")))


def current_answers(kind: str, subjects: Collection[UUID]) -> dict[UUID, LinkAnswer]:
    """By subject, the newest answer to any of its links of a kind."""
    rows = LinkAnswer.objects.filter(link__kind=kind, link__subject__in=subjects).select_related("link")
    return {answer.link.subject: answer for answer in rows.order_by("pk")}


def link_of(token: str) -> Link | None:
    """The link of a token, open or not; works before a scope is open."""
    rows: QuerySet[Link] = QuerySet(Link)
    return rows.filter(token_hash=hash_of(token)).first()


def session_of(token: str) -> LinkSession | None:
    """The session of a phone, with its link; works before a scope is open."""
    rows: QuerySet[LinkSession] = QuerySet(LinkSession)
    return rows.select_related("link").filter(token_hash=hash_of(token)).first()


def scope_of(row: Link | LinkSession) -> Scope:
    """The scope of the school that issued a link."""
    return for_school(cast("int", row.school_id), cast("int", row.county_id))


def due(county_id: int | None, before: datetime) -> QuerySet[Link]:
    """Links of a county without an answer that ended before a moment, oldest first."""
    return _ended(county_id, before).filter(~_answered())


def due_answered(county_id: int | None, before: datetime) -> QuerySet[Link]:
    """Links of a county with an answer that ended before a moment, oldest first."""
    return _ended(county_id, before).filter(_answered())


def _ended(county_id: int | None, before: datetime) -> QuerySet[Link]:
    return Link.objects.filter(county=county_id, expires_at__lt=before).order_by("expires_at", "pk")


def _answered() -> Exists:
    return Exists(LinkAnswer.objects.filter(link=OuterRef("pk")))


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
