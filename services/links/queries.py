"""Which links somebody sees, and which one a token or a session opens."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from django.db.models import QuerySet

from services.access.actor import Actor
from services.access.permissions import Permission
from services.links import kinds
from services.links.models import Link, LinkSession
from services.schools.scope import Scope, for_school

KEEP = timedelta(days=365)  # after its end: who was given a page about a child is asked about later
MAX_WRONG_DIGITS = 5


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
    """Links of a county that ended before a moment, oldest first."""
    return Link.objects.filter(county=county_id, expires_at__lt=before).order_by("expires_at", "pk")


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
