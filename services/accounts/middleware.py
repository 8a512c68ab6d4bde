"""Sessions end when nobody uses them, and browsers keep no copy of what they showed."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN, IDLE_SECONDS = "seen_at", "idle_seconds"  # in the session
TOUCH_EVERY = 60  # seconds: not every request writes


class SessionMiddleware:
    """Log out a person who has been idle for longer than their role allows.

    By the machine's clock, as the expiry of Django's own sessions. `access.middleware` writes IDLE_SECONDS when it
    knows the role; until then the shortest holds.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _check(request)
        return self.get_response(request)


def _check(request: HttpRequest) -> None:
    now, session = timezone.now(), request.session
    away = now.timestamp() - float(session.get(SEEN, now.timestamp()))
    if away > float(session.get(IDLE_SECONDS, settings.IDLE_SECONDS["office"])):
        logout(request)
    elif SEEN not in session or away > TOUCH_EVERY:
        session[SEEN] = now.timestamp()
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)


class NoStoreMiddleware:
    """Forbid copies of every answer that names no rule of its own: after logout the back button shows no child.

    Static files are answered before this by whitenoise.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
