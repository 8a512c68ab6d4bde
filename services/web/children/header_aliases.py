"""名册列名: what the county's schools say of columns that nobody knew, and the county's own list for all of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.children.actions import header_aliases
from services.children.models import HeaderAlias
from services.children.queries.header_proposals import header_proposals
from services.web.children.roster_columns import FIELDS, LABELS, LEFT_OUT
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, perform_and_flash
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs


@requires(Permission.MANAGE_HEADER_ALIASES)
def names(request: PageRequest) -> HttpResponse:
    """What schools propose, and the list. POST takes a header into the list."""
    if request.method == "POST":
        header, field = request.POST.get("header", ""), request.POST.get("field", "")
        arguments = {"header": header, "field": "" if field == LEFT_OUT else field or "?"}
        message = _("已采用，全县的名册都这样读。")
        perform_and_flash(request, message, header_aliases.add_alias, **arguments)
        return redirect("web:header_aliases")
    context = {
        "tabs": school_tabs(request.actor, "web:header_aliases"),
        "proposals": [(row, LABELS.get(row.field, _("不要")), row.field or LEFT_OUT) for row in header_proposals()],
        "aliases": [(row, LABELS.get(row.field, _("不要"))) for row in HeaderAlias.objects.order_by("header")],
        "fields": FIELDS,
    }
    return render(request, "rosters/header_aliases.html", context)


@require_POST
@requires(Permission.MANAGE_HEADER_ALIASES)
def decline(request: PageRequest) -> HttpResponse:
    message = _("不采用，不再提示。")
    perform_and_flash(request, message, header_aliases.decline, header=request.POST.get("header", ""))
    return redirect("web:header_aliases")


@require_POST
@requires(Permission.MANAGE_HEADER_ALIASES)
def remove(request: PageRequest, public_id: UUID) -> HttpResponse:
    alias = get_visible_or_404(HeaderAlias.objects.all(), public_id)
    perform_and_flash(request, _("已从本县的列名里拿掉。"), header_aliases.remove_alias, alias=alias)
    return redirect("web:header_aliases")
