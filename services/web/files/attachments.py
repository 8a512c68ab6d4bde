"""附件: add a photo or document to a child, a care record, a finding or a campaign; open and delete one."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.files import attachments, targets
from services.files.attachments import ServedFile
from services.files.choices import AuditAction
from services.files.contents import FileMissing
from services.files.models import Attachment
from services.kit import clock
from services.web.children.detail import child_page
from services.web.components import flash
from services.web.decorators import requires
from services.web.files.gallery import AttachmentForm, gallery
from services.web.files.owners import CHILD, OWNERS, Owner, owner_kind_of
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash, perform_or_flash
from services.web.page_request import PageRequest


@require_POST
@requires(Permission.ADD_ATTACHMENTS)
def add(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The form of the child's own tab."""
    child = _owner(request, CHILD, public_id)
    form = AttachmentForm(request.POST, request.FILES, by=request.actor)
    if not _attach(request, CHILD, child, form):
        return child_page(request, child, "attachments", form)
    return redirect(CHILD.gallery_url(child))


@requires(Permission.VIEW_ATTACHMENTS)
def attachments_of(request: PageRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The gallery of a care record, a finding or a campaign, with the form that adds to it."""
    owner_kind = OWNERS[kind]
    owner = _owner(request, owner_kind, public_id)
    form = AttachmentForm(request.POST, request.FILES, by=request.actor) if request.method == "POST" else None
    if form and _attach(request, owner_kind, owner, form):
        return redirect(owner_kind.gallery_url(owner))
    audit.log(AuditAction.ATTACHMENTS_LISTED, target=owner_kind.target.about(owner), by=request.actor, now=clock.now())
    context = {
        "title": owner_kind.title(owner),
        "back": owner_kind.back(owner),
        **gallery(request, owner_kind, owner, form),
    }
    return render(request, "files/attachments.html", context, status=form_status(form) if form else 200)


def _attach(request: PageRequest, owner_kind: Owner, owner: Any, form: AttachmentForm) -> bool:
    if perform(request, form, attachments.attach, target=owner_kind.target, owner=owner) is None:
        return False
    flash(request, _("附件已保存。"))
    return True


def _owner(request: PageRequest, owner_kind: Owner, public_id: UUID) -> Any:
    rows = owner_kind.target.visible_to(request.actor, clock.now())
    return get_visible_or_404(rows.select_related(*owner_kind.related), public_id)


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
    owner_kind = owner_kind_of(row)
    return owner_kind.gallery_url(owner_kind.target.owner_of(row))


def _sent(served: ServedFile) -> HttpResponse:
    # Streamed: it has no content of its own.
    return cast("HttpResponse", StreamingHttpResponse(served.pieces, headers=served.headers))
