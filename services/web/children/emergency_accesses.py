"""紧急查看: an officer asks for one child, sees the page for an hour; the head and the county's lead review it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit, audit_actions
from services.access.permissions import Permission
from services.children import access, emergency
from services.children.actions import emergency_access as actions
from services.children.choices import AuditAction, EmergencyVerdict
from services.children.models import Child, EmergencyAccess
from services.children.queries import emergency as queries
from services.kit import clock
from services.schools.scope import scope
from services.web.children.detail import EmergencyBanner, child_page, get_child, unmasked
from services.web.components import Column, Row, Tab, Table, Text, Tone, flash
from services.web.decorators import requires
from services.web.forms import EnumField, max_length
from services.web.framework import form_status, get_visible_or_404, paginate, perform, perform_and_flash
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=max_length(EmergencyAccess, "reason"),
        help_text=gettext_lazy("写明发生了什么、为什么现在要看。"),
    )


class ReviewForm(forms.Form):
    verdict = EnumField(EmergencyVerdict, label=gettext_lazy("结论"))
    note = forms.CharField(
        label=gettext_lazy("情况和处理"),
        max_length=max_length(EmergencyAccess, "review_note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True)
class State:
    """How far a case is."""

    label: Text
    tone: Tone


@dataclass(frozen=True)
class Read:
    """Something that was read during an access."""

    at: datetime
    label: str
    purpose: str


@requires(Permission.OPEN_EMERGENCY_ACCESS)
def new(request: PageRequest, public_id: UUID) -> HttpResponse:
    child, form = get_child(request, public_id), ReasonForm(request.POST or None)
    if opened := perform(request, form, actions.open_access, child=child):
        return redirect("web:emergency_child", opened.public_id)
    context = {"child": child, "form": form}
    return render(request, "children/emergency_access_new.html", context, status=form_status(form))


@requires(Permission.VIEW_EMERGENCY_ACCESS)
def accesses(request: PageRequest) -> HttpResponse:
    """Those that nobody has reviewed, or all."""
    actor, now, is_all = request.actor, clock.now(), request.GET.get("all") == "1"
    rows = access.visible_accesses(actor)
    waiting = rows.filter(reviewed_at=None)
    page = paginate(request, (rows if is_all else waiting).select_related("child__pupil", "school"), "accesses")
    target = [row.child for row in page.rows]
    audit.log(AuditAction.EMERGENCY_ACCESSES_LISTED, target=target, by=actor, now=now)
    url = reverse("web:emergency_accesses")
    chips = [Tab(_("待复核"), url, is_active=not is_all), Tab(_("全部"), f"{url}?all=1", is_active=is_all)]
    context = {
        "tabs": school_tabs(actor, "web:emergency_accesses") if actor.school_id else [],
        "chips": chips,
        "table": _table([(row, _state(row, now)) for row in page.rows]),
        "waiting": waiting.count(),
        "is_all": is_all,
        "export_filters": {} if is_all else {"unreviewed": "true"},
        **page.links,
    }
    return render(request, "children/emergency_accesses.html", context)


@requires(Permission.VIEW_EMERGENCY_ACCESS)
def access_(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _case(request, _get(request, public_id), ReviewForm())


@require_POST
@requires(Permission.REVIEW_EMERGENCY_ACCESS)
def review(request: PageRequest, public_id: UUID) -> HttpResponse:
    current, form = _get(request, public_id), ReviewForm(request.POST)
    perform(request, form, actions.review_access, access=current)
    if form.errors:
        return _case(request, current, form)
    flash(request, _("已复核。"))
    return redirect("web:emergency_accesses")


@require_POST
@requires(Permission.VIEW_EMERGENCY_ACCESS)
def end(request: PageRequest, public_id: UUID) -> HttpResponse:
    perform_and_flash(request, _("查看已结束。"), actions.end_access, access=_get(request, public_id))
    return redirect("web:emergency_access", public_id)


@requires(Permission.OPEN_EMERGENCY_ACCESS)
def child(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The child's page, for as long as the access lasts; afterwards the page of the case."""
    entered = _enter(request, public_id)
    if entered is None:
        flash(request, _("这次紧急查看已经结束。"))
        return redirect("web:emergency_access", public_id)
    banner = EmergencyBanner(entered, clock.now())
    return child_page(request, _only_child(request), request.GET.get("tab", ""), emergency=banner)


@require_POST
@requires(Permission.OPEN_EMERGENCY_ACCESS)
def unmask(request: PageRequest, public_id: UUID) -> HttpResponse:
    if _enter(request, public_id) is None:
        error = _("这次紧急查看已经结束。")
        return render(request, "children/unmasked.html", {"values": [], "error": error}, status=422)
    return unmasked(request, _only_child(request))


# The middleware opens no scope for these: they find the access in the county's scope, then enter the school's.
child.opens_scope = False  # type: ignore[attr-defined]
unmask.opens_scope = False  # type: ignore[attr-defined]


def _enter(request: PageRequest, public_id: UUID) -> EmergencyAccess | None:
    """Act for the rest of the request as the officer who sees one child; None once the own access is over."""
    with scope(request.actor.scope):
        own = access.visible_accesses(request.actor).filter(opened_by=request.actor.user_id)
        current = get_visible_or_404(own.select_related("school"), public_id)
    entering = emergency.entered(access=current, by=request.actor, now=clock.now())
    try:
        request.actor = request.exit_stack.enter_context(entering)
    except emergency.AccessEnded:
        return None
    return current


def _only_child(request: PageRequest) -> Child:
    rows = access.visible_to(request.actor, clock.now())
    return rows.select_related("pupil__school_class__class_teacher", "pupil__school").get()


def _get(request: PageRequest, public_id: UUID) -> EmergencyAccess:
    rows = access.visible_accesses(request.actor).select_related("child__pupil", "school")
    return get_visible_or_404(rows, public_id)


def _case(request: PageRequest, current: EmergencyAccess, form: ReviewForm) -> HttpResponse:
    actor, now = request.actor, clock.now()
    audit.log(AuditAction.EMERGENCY_ACCESSES_LISTED, target=current.child, by=actor, now=now)
    is_open, is_own = emergency.is_open(current, now), current.opened_by_id == actor.user_id
    may_review = actor.has_permission(Permission.REVIEW_EMERGENCY_ACCESS) and not (is_open or is_own)
    context = {
        "access": current,
        "state": _state(current, now),
        "is_open": is_open,
        "is_own": is_own,
        "ended_at": current.ended_at or current.expires_at,
        "reads": [
            Read(event.recorded_at, audit_actions.label_of(event.action), event.purpose)
            for event in queries.reads_of(current)
        ],
        "form": form if may_review and current.reviewed_at is None else None,
    }
    return render(request, "children/emergency_access.html", context, status=form_status(form))


def _state(row: EmergencyAccess, now: datetime) -> State:
    if emergency.is_open(row, now):
        return State(_("正在查看"), "alert")
    if row.reviewed_at is None:
        return State(_("待复核"), "due")
    return State(row.get_verdict_display(), "done" if row.verdict == EmergencyVerdict.JUSTIFIED else "alert")


def _table(rows: list[tuple[EmergencyAccess, State]]) -> Table:
    columns = [
        Column(_("孩子")),
        Column(_("学校")),
        Column(_("谁")),
        Column(_("时间")),
        Column(_("事由")),
        Column(_("复核")),
    ]
    return Table("accesses", _("紧急查看"), columns, [_row(row, state) for row, state in rows], look="cards")


def _row(row: EmergencyAccess, state: State) -> Row:
    at = date_format(timezone.localtime(row.opened_at), _("n月j日 H:i"))
    cells = [row.child.pupil.name, row.school.name, row.officer_name, at, row.reason, state.label]
    return Row(cells, reverse("web:emergency_access", args=[row.public_id]))
