"""The front door: everybody lands on the desk of their role, and may change the place they act in."""

from typing import Any

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
}


@requires(Permission.VIEW_NOTIFICATIONS)
def home(request: Any) -> HttpResponse:
    return redirect(HOME_PAGES[request.actor.role])


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def switch(request: Any) -> HttpResponse:
    """Act in another of one's own places; somebody else's does not exist."""
    wish = request.POST.get("workspace", "")
    for actor in request.actors:
        if workspace_of(actor) == wish:
            request.session["membership"] = actor.membership_id
            return redirect("web:home")
    raise Http404


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def language(request: Any) -> HttpResponse:
    """Read the pages in another language on this device, and be written to in it from now on."""
    wish = request.POST.get("language", "")
    if wish in dict(settings.LANGUAGES):
        prefer_language(user_id=request.actor.user_id, language=wish)
    return set_language(request)
