"""电话: the number of a child's family, for people who may record care of the child."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.children import access
from services.children.actions.phone_calls import CallTarget, UnableToCall, get_number_to_call
from services.children.names import given_name
from services.kit import clock
from services.web.decorators import requires
from services.web.framework import get_visible_or_404
from services.web.page_request import PageRequest


@require_POST
@requires(Permission.CALL_FAMILY)
def call(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Show whom to call with a `tel:` link, in this response only: no browser keeps it and no address holds it."""
    actor, now = request.actor, clock.now()
    # Who may record care may call; seeing a child is not enough.
    child = get_visible_or_404(access.recordable_by(actor, now).select_related("pupil"), public_id)
    target: CallTarget | None = None
    error = ""
    try:
        target = get_number_to_call(child=child, by=actor, now=now)
    # Shown in place of the number: the page has no form to mark.
    except UnableToCall as reason:
        error = str(reason)
    context = {"target": target, "error": error, "child": child, "first_name": given_name(child.pupil.name)}
    template = "care/call_target.html" if request.htmx else "care/call.html"
    response = render(request, template, context, status=422 if error else 200)
    response["Cache-Control"] = "no-store"
    return response
