"""Sessions end when nobody uses them, and browsers keep no copy of what they showed."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from services.accounts import displays

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN, BEGAN, IDLE_SECONDS, MAX_SECONDS = "seen_at", "began_at", "idle_seconds", "max_seconds"  # in the session
TOUCH_EVERY = 60  # seconds: not every request writes


class SessionMiddleware:
    """Log out a person who has been idle, or logged in, for longer than their role allows.

    By the machine's clock, as the expiry of Django's own sessions. `access.middleware` writes both limits when it
    knows the role; until then the shortest hold.
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
    age = now.timestamp() - float(session.setdefault(BEGAN, now.timestamp()))
    limit = session.get(IDLE_SECONDS, settings.IDLE_SECONDS["office"])
    # Nobody attends to a display, and a network that is cut for an hour does not end it.
    if displays.is_display(session):
        limit = displays.LASTS.total_seconds()
    if away > float(limit) or age > float(session.get(MAX_SECONDS, settings.MAX_SECONDS["office"])):
        logout(request)
    elif SEEN not in session or away > TOUCH_EVERY:
        session[SEEN] = now.timestamp()
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)


class DisplayMiddleware:
    """Refuse a display (大屏) everything but its one page and its own end: every other page, part and call of the API.

    Before any view is looked up: what is added later is refused, too.
    """

    LOGOUT = ("POST", "/accounts/logout/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and displays.is_display(request.session):
            only = request.session[displays.ONLY_PATH]
            if (request.method, request.path) not in {("GET", only), self.LOGOUT}:
                raise PermissionDenied(_("这里只开着大屏。办别的事，请先结束大屏，再登录。"))
            displays.end_if_over(request, timezone.now())
        return self.get_response(request)


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
