"""Middleware that gives every request of a user its actor and opens the actor's scope, for pages and API alike."""

from collections.abc import Callable
from contextlib import ExitStack
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import queries
from services.access.actor import Actor
from services.access.roles import MFA_REQUIRED_ROLES, OWN_PHONE_ROLES
from services.accounts.displays import is_display
from services.accounts.middleware import IDLE_SECONDS, MAX_SECONDS
from services.kit import clock
from services.schools.scope import scope, set_rollback

OWN_PHONE = "own_phone"  # in the session: the person said at login that this is their own phone
# URL paths that work without a scope: login, tokens, second factor, invitations, probes.
UNSCOPED_PATHS = (
    "accounts/",
    "api/v1/auth/",
    "i18n/",
    "invitations/",
    "open/",
    "feeds/",
    "healthz",
    "readyz",
    "static/",
)


class WorkspaceRequired(Exception):
    """A request with a token names no school (X-School), and its user is a member of several (400)."""


class ScopedRequest(HttpRequest):
    """A request with what this middleware adds. `actors`: the user, once for each membership.

    `authentication_error` is raised later by the API's authentication, so that it is answered in the API's format.
    """

    actor: Actor | None
    actors: list[Actor]
    authentication_error: Exception | None
    token: object
    exit_stack: ExitStack


class ScopeMiddleware:
    """A view class with `opens_scope = False` reads logins, which no scope may: it gets its actor and no scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ScopedRequest) -> HttpResponse:
        with ExitStack() as request.exit_stack:
            return self.get_response(request)

    def process_view(
        self, request: ScopedRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Set the actor and open the scope. Runs once the URL is resolved and before the view."""
        request.actor, request.actors, request.authentication_error = None, [], None
        route = request.resolver_match.route if request.resolver_match else ""
        if getattr(view, "unscoped", False) or route.startswith(UNSCOPED_PATHS):
            return None
        is_api = route.startswith("api/")
        try:
            request.actor = _find_actor(request, by_token=is_api)
        except Exception as error:
            if not is_api:
                raise
            request.authentication_error = error
            return None
        if request.actor is None:
            return None
        _remember_limits(request, request.actor)
        if _must_set_up_mfa(request, request.actor):
            if not is_api:
                return HttpResponseRedirect(reverse("mfa_index"))
            request.actor = None
            request.authentication_error = PermissionDenied(_("请先在网页上设置两步验证。"))
            return None
        if getattr(getattr(view, "cls", view), "opens_scope", True):
            request.exit_stack.enter_context(scope(request.actor.scope))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        # Django turns exceptions into responses inside this middleware: without this, half a write would commit.
        set_rollback()


def _find_actor(request: ScopedRequest, *, by_token: bool) -> Actor | None:
    if by_token:
        _authenticate_by_token(request)
    if not request.user.is_authenticated:
        return None
    request.actors = queries.actors_of(request.user.pk, clock.today())
    return _chosen_actor(request)


def _authenticate_by_token(request: ScopedRequest) -> None:
    if not request.headers.get("Authorization", ""):
        return
    from knox.auth import TokenAuthentication  # imports DRF, whose settings name classes of services.api

    if authenticated := TokenAuthentication().authenticate(request):
        request.user, request.token = authenticated


def _chosen_actor(request: ScopedRequest) -> Actor | None:
    """The actor of the school in X-School, else of the session's workspace. Raises Http404, WorkspaceRequired."""
    actors = request.actors
    if school := request.headers.get("X-School", ""):
        return _actor_at(actors, school)
    if hasattr(request, "token"):
        if len({(actor.county_id, actor.school_id) for actor in actors}) > 1:
            raise WorkspaceRequired
        return actors[0] if actors else None
    chosen = request.session.get("membership")
    return next((actor for actor in actors if actor.membership_id == chosen), actors[0] if actors else None)


def _actor_at(actors: list[Actor], school: str) -> Actor:
    """The user's actor at a school. Any other school is 404, as if it did not exist."""
    try:
        public_id = UUID(school)
    except ValueError as error:
        raise Http404 from error
    for actor in actors:
        if actor.school_public_id == public_id:
            return actor
    raise Http404


def _remember_limits(request: ScopedRequest, actor: Actor) -> None:
    """Tell the session how long its person may be away and logged in (accounts.middleware ends it)."""
    # A display ends after its own hours.
    if hasattr(request, "token") or is_display(request.session):
        return
    kind = "office" if actor.role in MFA_REQUIRED_ROLES else "others"
    if actor.role in OWN_PHONE_ROLES and request.session.get(OWN_PHONE):
        kind = "own_phone"
    limits = {IDLE_SECONDS: settings.IDLE_SECONDS[kind], MAX_SECONDS: settings.MAX_SECONDS[kind]}
    if any(request.session.get(name) != limit for name, limit in limits.items()):
        request.session.update(limits)


def _must_set_up_mfa(request: HttpRequest, actor: Actor) -> bool:
    """Whether the role requires a second factor that the user has not set up yet."""
    if not settings.MFA_COMPULSORY or actor.role not in MFA_REQUIRED_ROLES:
        return False
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(request.user)
