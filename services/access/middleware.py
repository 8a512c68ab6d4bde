"""One place where a request gets its person, their role and its scope: pages and API alike."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import queries
from services.access.actor import Actor
from services.access.roles import MFA_REQUIRED_ROLES
from services.kit import clock
from services.schools.scope import scope, set_rollback

# Before these doors nobody has a scope: login, tokens, second factors, invitations, health checks.
UNSCOPED_PATHS = ("accounts/", "api/v1/auth/", "i18n/", "invitations/", "healthz", "readyz", "static/")


class WorkspaceRequired(Exception):
    """The caller belongs to several schools and did not say which (400)."""


class ScopeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        with ExitStack() as request.closing:
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The URL is known and nothing of the view has run: find the person, the place, open the scope."""
        request.actor, request.refusal, request.actors = None, None, []
        if getattr(view, "unscoped", False) or request.resolver_match.route.startswith(UNSCOPED_PATHS):
            return None
        is_api = request.resolver_match.route.startswith("api/")
        try:
            if is_api:
                _know_by_token(request)
            if request.user.is_authenticated:
                request.actors = queries.actors_of(request.user.pk, clock.today())
                request.actor = _choose(request)
        except Exception as refusal:
            if not is_api:
                raise
            request.refusal = refusal  # DRF's authentication raises it, in the API's own shape
            return None
        if request.actor is None:
            return None
        if _must_enrol(request):
            if is_api:
                request.actor, request.refusal = None, PermissionDenied(_("请先在网页上设置两步验证。"))
                return None
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        request.closing.enter_context(scope(request.actor.scope))
        return None

    def process_exception(self, request: Any, exception: Exception) -> None:
        # Django turns exceptions into answers inside this middleware: without this, half a write would commit.
        set_rollback()


def _know_by_token(request: Any) -> None:
    if not request.headers.get("Authorization", ""):
        return
    from knox.auth import TokenAuthentication  # imports DRF, which names classes of the doors

    if found := TokenAuthentication().authenticate(request):
        request.user, request.token = found


def _choose(request: Any) -> Actor | None:
    """The role to act in, among the person's own. A school that is not theirs does not exist for them."""
    actors: list[Actor] = request.actors
    if wish := request.headers.get("X-School", ""):
        return _at(actors, wish)
    if hasattr(request, "token"):
        if len({(actor.county_id, actor.school_id) for actor in actors}) > 1:
            raise WorkspaceRequired
        return actors[0] if actors else None
    chosen = request.session.get("membership")
    return next((actor for actor in actors if actor.membership_id == chosen), actors[0] if actors else None)


def _at(actors: list[Actor], wish: str) -> Actor:
    try:
        school = UUID(wish)
    except ValueError as reason:
        raise Http404 from reason
    for actor in actors:
        if actor.school_public_id == school:
            return actor
    raise Http404


def _must_enrol(request: Any) -> bool:
    """Roles with much power set up a second factor before anything else."""
    if not settings.MFA_COMPULSORY or request.actor.role not in MFA_REQUIRED_ROLES:
        return False
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(request.user)
