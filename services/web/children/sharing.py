"""谁能看到: let a further teacher near one child, and end it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.children.actions import sharing
from services.children.models import CaseAssignment
from services.web.children.detail import ShareForm, get_child
from services.web.components import flash
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, perform_and_flash
from services.web.page_request import PageRequest


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def share(request: PageRequest, public_id: UUID) -> HttpResponse:
    child, form = get_child(request, public_id), ShareForm(request.POST)
    if form.is_valid():
        perform_and_flash(request, _("已指定，马上能看到。"), sharing.share_child, child=child, **form.cleaned_data)
    else:
        flash(request, _("请选一位本校的老师。"))
    return _back(public_id)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def end(request: PageRequest, public_id: UUID, assignment_id: UUID) -> HttpResponse:
    rows = CaseAssignment.objects.filter(child=get_child(request, public_id))
    assignment = get_visible_or_404(rows, assignment_id)
    perform_and_flash(request, _("已结束，马上看不到了。"), sharing.end_sharing, assignment=assignment)
    return _back(public_id)


def _back(public_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('web:child', args=[public_id])}?tab=access")
