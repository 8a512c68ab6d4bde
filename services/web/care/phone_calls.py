"""电话: the number of a child's family on one answer, for those who care for the child."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.children import access
from services.children.actions.phone_calls import NoReachableNumber, call_family
from services.kit import clock
from services.web.care.labels import given_name
from services.web.decorators import requires


@require_POST
@requires(Permission.CALL_FAMILY)
def call(request: Any, public_id: UUID) -> HttpResponse:
    """Whom to ring, and a link that rings. Never kept by the browser; never in an address."""
    by, now = request.actor, clock.now()
    child = access.recordable_by(by, now).select_related("pupil").filter(public_id=public_id).first()
    if child is None:
        raise Http404
    try:
        told: dict[str, Any] = {"line": call_family(child=child, by=by, now=now), "wrong": ""}
    except NoReachableNumber as refusal:
        told = {"line": None, "wrong": str(refusal)}
    context = told | {"child": child, "first_name": given_name(child.pupil.name)}
    answer = render(
        request,
        "care/call_target.html" if request.htmx else "care/call.html",
        context,
        status=422 if told["wrong"] else 200,
    )
    answer["Cache-Control"] = "no-store"
    return answer
