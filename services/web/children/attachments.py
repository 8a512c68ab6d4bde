"""附件: the photos and documents of a child, on a page of its own for phone and desk."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.children import attachments as children
from services.children.models import ChildAttachment
from services.files import attachments, targets
from services.files.attachments import ServedFile
from services.files.contents import FileMissing
from services.files.models import Attachment
from services.kit import clock
from services.web.children.attachments_tab import AttachmentForm
from services.web.children.detail import child_page, get_child
from services.web.components import flash
from services.web.decorators import requires
from services.web.framework import perform, perform_and_flash, perform_or_flash
from services.web.page_request import PageRequest


@require_POST
@requires(Permission.ADD_ATTACHMENTS)
def add(request: PageRequest, public_id: UUID) -> HttpResponse:
    child = get_child(request, public_id)
    form = AttachmentForm(request.POST, request.FILES, by=request.actor)
    if perform(request, form, children.attach_to_child, child=child) is None:
        return child_page(request, child, "attachments", form)
    flash(request, _("附件已保存。"))
    return redirect(f"{reverse('web:child', args=[child.public_id])}?tab=attachments")


@requires(Permission.VIEW_ATTACHMENTS)
def attachment(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The file, decrypted while it is sent."""
    row = _get(request, public_id)
    served = perform_or_flash(request, attachments.open_attachment, attachment=row)
    return _sent(served) if served else redirect(_gallery(row))


@requires(Permission.VIEW_ATTACHMENTS)
def thumbnail(request: PageRequest, public_id: UUID) -> HttpResponse:
    row = _get(request, public_id)
    try:
        served = attachments.open_attachment(attachment=row, is_thumbnail=True, by=request.actor, now=clock.now())
    except FileMissing:
        return HttpResponse(status=410)  # a page asks for it, which shows the text in its place
    return _sent(served)


@require_POST
@requires(Permission.ADD_ATTACHMENTS)
def delete(request: PageRequest, public_id: UUID) -> HttpResponse:
    row = _get(request, public_id)
    reason = request.POST.get("reason", "")
    perform_and_flash(request, _("附件已删除。"), attachments.delete_attachment, attachment=row, reason=reason)
    return redirect(_gallery(row))


def _get(request: PageRequest, public_id: UUID) -> Attachment:
    row = targets.find(public_id, request.actor, clock.now())
    if row is None:
        raise Http404
    return row


def _gallery(row: Attachment) -> str:
    """The page that shows the attachments of the same object."""
    page = reverse("web:child", args=[row.child.public_id]) if isinstance(row, ChildAttachment) else reverse("web:home")
    return f"{page}?tab=attachments"


def _sent(served: ServedFile) -> HttpResponse:
    # Streamed: it has no content of its own.
    return cast("HttpResponse", StreamingHttpResponse(served.pieces, headers=served.headers))
