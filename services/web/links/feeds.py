"""The calendar feed: read by a program, which has the token in its address and no session.

A feed that is over answers like one that never was.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from services.access.actor import Actor
from services.kit import clock
from services.links import calendar, queries
from services.links.actions import opening
from services.schools.models import Staff
from services.schools.scope import scope


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    try:
        link = opening.find_link(token=token, address=request.META["REMOTE_ADDR"], now=now)
        with scope(queries.scope_of(link)):
            owner = opening.open_feed(link=link, now=now)
            with translation.override(_language_of(owner)):
                content = calendar.as_ics(owner, now)
    except opening.LinkClosed as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def feed_form_url(by: Actor) -> str:
    """Where somebody subscribes to the own days; "" for who has no row of staff."""
    staff = Staff.objects.filter(pk=by.staff_id or 0).first()
    return reverse("web:link_new", args=[staff.public_id, calendar.CALENDAR_FEED.key]) if staff else ""


def _language_of(owner: Actor) -> str:
    return Staff.objects.get(pk=owner.staff_id or 0).language
