"""The frame's own two pages: changing the school or role one acts in, and the style guide."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.web import guide, shell


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own places. What is not one's own does not exist (404)."""
    wish = request.POST.get("place", "")
    actors: list[Actor] = getattr(request, "actors", [])
    chosen = next((actor for actor in actors if shell.place_of(actor) == wish), None)
    if chosen is None:
        raise Http404
    request.session["membership"] = chosen.membership_id
    return redirect("web:home")


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the form's `next` where that is an address of ours."""
    wish = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wish if is_ours else otherwise)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component with invented data, for authors of pages and for the tests."""
    return render(request, "guide.html", guide.everything())
