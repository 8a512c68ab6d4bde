"""Where a user is logged in: sessions of browsers and tokens of the API, listed and ended.

Runs before a scope is open: inside one nobody can read these tables.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F
from knox.models import AuthToken

from services.accounts import displays
from services.accounts.models import User


@dataclass(frozen=True)
class LoginSession:
    """A browser that is logged in. `id` is made from the secret key and leads back to it for its owner alone."""

    id: UUID
    started_at: datetime
    last_seen_at: datetime
    address: str
    device: str
    is_current: bool
    is_display: bool = False  # opens one page alone (displays)


@dataclass(frozen=True)
class ApiToken:
    """A token of the API. `id` is made from the secret digest, as a session's from its key."""

    id: UUID
    created_at: datetime
    expires_at: datetime | None
    is_current: bool


def sessions_of(user_id: int, *, current_key: str = "") -> list[LoginSession]:
    """The sessions of a user that are still open, the latest first."""
    # A row outlives its session: expiry deletes the session alone.
    rows = [row for row in _sessions(user_id) if row.exists()]
    return [
        LoginSession(
            _public_id(row.session_key),
            row.created_at,
            row.last_seen_at,
            row.ip,
            row.user_agent,
            row.session_key == current_key,
            displays.LISTED_AS in row.data,
        )
        for row in rows
    ]


def tokens_of(user_id: int, *, current_digest: str = "") -> list[ApiToken]:
    """The tokens of a user, the latest first."""
    rows = AuthToken.objects.filter(user_id=user_id).order_by("-created")
    return [ApiToken(_public_id(row.digest), row.created, row.expiry, row.digest == current_digest) for row in rows]


@transaction.atomic
def end_sessions(*, user_id: int, ids: Collection[UUID]) -> int:
    """End some of a user's sessions at once; how many there were."""
    ending = [row for row in _sessions(user_id) if _public_id(row.session_key) in ids]
    for row in ending:
        row.end()
    return len(ending)


@transaction.atomic
def end_tokens(*, user_id: int, ids: Collection[UUID]) -> int:
    """End some of a user's tokens at once; how many there were."""
    # Compared here and not in the query: the database cannot compute the public id from a digest.
    digests = [row.digest for row in AuthToken.objects.filter(user_id=user_id) if _public_id(row.digest) in ids]
    AuthToken.objects.filter(digest__in=digests).delete()
    return len(digests)


@transaction.atomic
def end_everything(*, user_id: int, keep: SessionBase | None = None) -> None:
    """End every session and token of a user, but the session that is kept.

    Sessions are ended by their hash, too: one that no row here knows is over like the others.
    """
    User.objects.filter(pk=user_id).update(session_generation=F("session_generation") + 1)
    AuthToken.objects.filter(user_id=user_id).delete()
    for row in UserSession.objects.filter(user_id=user_id).exclude(session_key=(keep and keep.session_key) or ""):
        row.end()
    if keep is not None:
        keep[HASH_SESSION_KEY] = User.objects.get(pk=user_id).get_session_auth_hash()
        keep.save()  # at once: allauth calls this when its transaction ends, which may be after the response


def _sessions(user_id: int) -> list[UserSession]:
    return list(UserSession.objects.filter(user_id=user_id).order_by("-last_seen_at"))


def _public_id(secret: str) -> UUID:
    # Not the key itself: whoever sees a page or an answer must not be able to take the session over.
    return uuid5(NAMESPACE_OID, secret)
