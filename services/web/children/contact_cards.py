"""学生联系卡: shown, issued, and printed as PDF."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from services.access import audit
from services.access.permissions import Permission
from services.children.actions import contact_cards
from services.children.choices import AuditAction
from services.kit import clock
from services.web.children.detail import get_child
from services.web.components import flash
from services.web.decorators import requires
from services.web.page_request import PageRequest


@requires(Permission.VIEW_CHILD)
def card(request: PageRequest, public_id: UUID) -> HttpResponse:
    child = get_child(request, public_id)
    may_issue = request.actor.has_permission(Permission.EDIT_PUPIL)
    # Issuing is a record with a date; looking at the card issues nothing.
    if request.method == "POST" and may_issue:
        contact_cards.issue_card(child=child, by=request.actor, now=clock.now())
        flash(request, _("联系卡已填发。"))
        return redirect("web:contact_card", public_id)
    audit.log(AuditAction.CARD_VIEWED, target=child, by=request.actor, now=clock.now())
    content = contact_cards.card_of(child, request.actor, clock.now())
    context = {
        "child": child,
        "card": content,
        "issued_on": date.fromisoformat(content.issued_on) if content.issued_on else None,
        "may_issue": may_issue,
        "may_issue_link": request.actor.has_permission(Permission.ISSUE_LINKS),
    }
    return render(request, "children/card.html", context)


@requires(Permission.VIEW_CHILD)
def card_pdf(request: PageRequest, public_id: UUID) -> HttpResponse:
    child = get_child(request, public_id)
    content = contact_cards.render_pdf(child=child, by=request.actor, now=clock.now())
    response = HttpResponse(content, content_type="application/pdf")
    # No name of a child in a list of downloads.
    response["Content-Disposition"] = 'inline; filename="contact-card.pdf"'
    # Numbers in full must not stay on a shared computer.
    response["Cache-Control"] = "no-store"
    return response
