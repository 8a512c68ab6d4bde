"""导出: take a list out as a file; one's own exports of the last week."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.documents import actions, lists, queries
from services.documents import preview as previews
from services.documents.choices import ExportFormat
from services.documents.formats import LIST_FORMATS, MEDIA_TYPES
from services.documents.lists import Exportable, ExportableList, InvalidFilter, UnknownList
from services.documents.models import Export
from services.jobs.choices import JobState
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.components import Progress, flash
from services.web.decorators import confirmed, requires
from services.web.forms import EnumField, max_length
from services.web.framework import (
    form_status,
    get_visible_or_404,
    paginate,
    perform,
    perform_and_flash,
    perform_or_flash,
)
from services.web.jobs import progress_of
from services.web.page_request import PageRequest


class ExportForm(forms.Form):
    """In which format, what for, which columns: those of the list, all of them unless somebody leaves some out."""

    field_order = ("format", "reason", "columns")
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("列"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少留下一列。")},
    )
    format = EnumField(ExportFormat, label=gettext_lazy("格式"), initial=ExportFormat.XLSX)
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=max_length(Export, "reason"),
        help_text=gettext_lazy("写明给谁、做什么用。事由印在文件上，也会留痕。"),
    )

    def __init__(self, *args: Any, headings: Mapping[str, str], exportable: Exportable) -> None:
        super().__init__(*args)
        columns = cast("forms.MultipleChoiceField", self.fields["columns"])
        columns.choices, columns.initial = [*headings.items()], [*headings]
        if not headings:
            del self.fields["columns"]
        is_list = isinstance(exportable, ExportableList)
        self._set_formats(list(exportable.formats), is_list)
        if not is_list:
            self.fields["reason"].help_text = _("写明给谁、做什么用。事由会留痕。")
        self.fields["reason"].required = exportable.is_personal

    def _set_formats(self, formats: list[ExportFormat], is_list: bool) -> None:
        field = cast("EnumField", self.fields["format"])
        field.choices, field.initial = [(name, name.label) for name in formats], formats[0]
        if len(formats) == 1:
            field.widget = forms.HiddenInput()
        if is_list:
            most = LIST_FORMATS[ExportFormat.PDF].max_rows
            field.help_text = _("PDF 最多 %(most)d 行，更长的列表请用 Excel。") % {"most": most}


@requires(Permission.EXPORT_LISTS)
def exports(request: PageRequest) -> HttpResponse:
    """One's own exports, newest first; below them what else can be taken out."""
    page = paginate(request, queries.visible_to(request.actor, clock.now()), "web.exports")
    context = {
        "rows": [(row, lists.title_of(row.list_key), _progress(row), previews.may_preview(row)) for row in page.rows],
        "keep_days": queries.KEEP.days,
        "lists": lists.readable_by(request.actor),
        **page.links,
    }
    return render(request, "documents/exports.html", context)


@requires(Permission.EXPORT_LISTS)
@confirmed
def new(request: PageRequest) -> HttpResponse:
    """Choose columns and format of the list that the address names, with its filters."""
    exportable = _list(request)
    filters = _filters(request, exportable)
    headings = exportable.columns(request.actor)
    form = ExportForm(request.POST or None, headings=headings, exportable=exportable)
    chosen: dict[str, object] = {} if headings else {"columns": []}
    export = perform(request, form, actions.request_export, list=exportable.key, filters=filters, **chosen)
    if export:
        return redirect("web:exports")
    context = {"form": form, "list": exportable, "filters": exportable.describe(filters, clock.now())}
    return render(request, "documents/export_new.html", context, status=form_status(form))


@requires(Permission.EXPORT_LISTS)
def file(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The file, decrypted while it is sent."""
    export = get_visible_or_404(queries.visible_to(request.actor, clock.now()), public_id)
    pieces = perform_or_flash(request, actions.download, export=export)
    if pieces is None:
        return redirect("web:exports")
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[ExportFormat(export.format)])
    response["Content-Disposition"] = f'attachment; filename="{actions.file_name(export)}"'
    response["Cache-Control"] = "no-store"
    return cast("HttpResponse", response)  # streamed: it has no content of its own


@requires(Permission.EXPORT_LISTS)
def preview(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The pages of a finished PDF, each as a picture: a phone shows no PDF in a page."""
    export = get_visible_or_404(queries.visible_to(request.actor, clock.now()), public_id)
    try:
        pages = previews.count_pages(export=export, by=request.actor)
    except ApplicationError as error:
        flash(request, str(error))
        return redirect("web:exports")
    shown = min(pages, previews.MAX_PAGES)
    context = {"export": export, "title": lists.title_of(export.list_key), "pages": pages, "shown": range(1, shown + 1)}
    return render(request, "documents/preview.html", context)


@requires(Permission.EXPORT_LISTS)
def page(request: PageRequest, public_id: UUID, number: int) -> HttpResponse:
    """One page as a picture."""
    export = get_visible_or_404(queries.visible_to(request.actor, clock.now()), public_id)
    try:
        content = previews.draw_page(export=export, number=number, by=request.actor, now=clock.now())
    except ApplicationError:
        return HttpResponse(status=410)  # the preview asks for it, which says the same in words
    if not content:
        raise Http404
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/png", headers=headers)


@require_POST
@requires(Permission.EXPORT_LISTS)
def delete(request: PageRequest, public_id: UUID) -> HttpResponse:
    export = get_visible_or_404(queries.visible_to(request.actor, clock.now()), public_id)
    perform_and_flash(request, _("文件已删除。"), actions.delete_export, export=export)
    return redirect("web:exports")


def _list(request: PageRequest) -> Exportable:
    try:
        exportable = lists.get(request.GET.get("list", ""))
    except UnknownList as error:
        raise Http404 from error
    if not request.actor.has_permission(exportable.permission):
        raise PermissionDenied(_("您的角色不能打开这一页。"))
    return exportable


def _filters(request: PageRequest, exportable: Exportable) -> dict[str, str]:
    """The filters of the address. A wrong one is no page of ours: the list's own button makes none."""
    filters = {name: text for name, text in request.GET.dict().items() if name != "list" and text}
    try:
        exportable.check(request.actor, filters, clock.now())
    except InvalidFilter as error:
        raise Http404 from error
    return filters


def _progress(export: Export) -> Progress | None:
    """The bar of an export that is being written, or why it was not; None once its file is there."""
    if export.job is None or export.job.state == JobState.DONE:
        return None
    return progress_of(export.job)
