"""The front door: everybody lands on the desk of their role, and may change the place they act in."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from services.access.may import May
from services.access.roles import Role
from services.web.door import page
from services.web.shell import place_of

DESKS = {
    Role.COUNTY: "web:county",
    Role.COUNTY_LEAD: "web:county",
    Role.LEADER: "web:county",
    Role.AUDITOR: "web:trail",
    Role.HEAD: "web:desk",
    Role.SCHOOL_ADMIN: "web:desk",
    Role.TEACHER: "web:today",
    Role.NURSE: "web:stations",
    Role.PROXY_PARENT: "web:inbox",
}


@page(May.VIEW_NOTICES)
def home(request: Any) -> HttpResponse:
    return redirect(DESKS[request.actor.role])


@require_POST
@page(May.VIEW_NOTICES)
def switch(request: Any) -> HttpResponse:
    """Act in another of one's own places; somebody else's does not exist."""
    wish = request.POST.get("place", "")
    for actor in request.actors:
        if place_of(actor) == wish:
            request.session["membership"] = actor.membership_id
            return redirect("web:home")
    raise Http404
