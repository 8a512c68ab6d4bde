"""The session of a display (大屏): a screen that nobody attends opens one page, and for twelve hours at most."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from services.accounts.models import User

LASTS = timedelta(hours=12)
ONLY_PATH, ENDS_AT, MEMBERSHIP = "only_path", "ends_at", "membership"  # in the session
LISTED_AS = "display"  # in the data of the row that lists the session


def start(request: HttpRequest, user: User, *, path: str, membership: int, now: datetime) -> None:
    """Exchange the session of a request for a new one that opens `path` alone, in one membership of its user.

    The session before is over: whoever comes to the screen finds no way back into it.
    """
    backend, before = request.session[BACKEND_SESSION_KEY], request.session.session_key
    request.session.flush()
    UserSession.objects.filter(session_key=before).delete()
    login(request, user, backend=backend)
    ends_at = now + LASTS
    request.session.update({ONLY_PATH: path, ENDS_AT: ends_at.timestamp(), MEMBERSHIP: membership})
    # A moment, not a length: a length would begin anew each time the session is written.
    request.session.set_expiry(ends_at)
    UserSession.objects.filter(session_key=request.session.session_key).update(data={LISTED_AS: True})


def is_display(session: SessionBase) -> bool:
    return ONLY_PATH in session


def end_if_over(request: HttpRequest, now: datetime) -> None:
    """Log a display out after its hours."""
    if now.timestamp() >= float(request.session.get(ENDS_AT, 0)):
        logout(request)
