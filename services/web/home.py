"""The start page of each role, switching the workspace, and the language of the pages."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from services.access.permissions import Permission
from services.access.roles import Role
from services.schools.actions import prefer_language
from services.web.decorators import requires
from services.web.layout import workspace_of
from services.web.page_request import PageRequest

HOME_PAGES = {
    Role.COUNTY: "web:county",
    Role.COUNTY_LEAD: "web:county",
    Role.LEADER: "web:county",
    Role.AUDITOR: "web:audit_log",
    Role.HEAD: "web:workbench",
    Role.SCHOOL_ADMIN: "web:workbench",
    Role.TEACHER: "web:today",
    Role.NURSE: "web:stations",
    Role.PROXY_PARENT: "web:inbox",
    Role.HEALTH_OFFICER: "web:findings",
    Role.PSYCHOLOGY_TEACHER: "web:today",
    Role.SAFETY_OFFICER: "web:duty_shifts",
    Role.VOLUNTEER_COORDINATOR: "web:members",
    Role.ASSESSOR: "web:rounds",
    Role.COUNTY_SAFETY_OFFICER: "web:county",
    Role.AID_OFFICER: "web:county",
}


@requires(Permission.VIEW_NOTIFICATIONS)
def home(request: PageRequest) -> HttpResponse:
    return redirect(HOME_PAGES[request.actor.role])


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def switch(request: PageRequest) -> HttpResponse:
    """Act in another of one's own workspaces; 404 for one of somebody else."""
    selected = request.POST.get("workspace", "")
    # Only one's own workspaces: the value of the form cannot name a foreign one.
    for actor in request.actors:
        if workspace_of(actor) == selected:
            # In the session, not in the address: a shared link must not carry a role.
            request.session["membership"] = actor.membership_id
            return redirect("web:home")
    raise Http404


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def language(request: PageRequest) -> HttpResponse:
    """Read the pages in another language on this device, and get messages in it from now on."""
    code = request.POST.get("language", "")
    # Stored too, because messages are written without a browser at hand.
    if code in dict(settings.LANGUAGES):
        prefer_language(user_id=request.actor.user_id, language=code)
    response: HttpResponse = set_language(request)
    return response
