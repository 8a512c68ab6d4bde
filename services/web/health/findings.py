"""体检异常: what the checkups found, and the next step of each finding."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.names import initial
from services.health import access, attachments, queries
from services.health.actions import findings as actions
from services.health.choices import AuditAction, FindingState
from services.health.models import Finding
from services.kit import clock
from services.kit.pagination.keyset import Ordering
from services.web.components import Tab, Tone, flash
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, paginate, perform_or_flash
from services.web.page_request import PageRequest, choice_param, parse_uuid

NEWEST_FIRST = Ordering.of_columns("-found_on")
TONES: dict[FindingState, Tone] = {
    FindingState.OPEN: "alert",
    FindingState.GUARDIAN_NOTIFIED: "due",
    FindingState.SEEN_BY_DOCTOR: "now",
    FindingState.CANNOT_PAY: "alert",
    FindingState.CLOSED: "done",
}
STEP_LABELS: dict[FindingState, Promise] = {
    FindingState.GUARDIAN_NOTIFIED: gettext_lazy("已告知家长"),
    FindingState.SEEN_BY_DOCTOR: gettext_lazy("已就医"),
    FindingState.CANNOT_PAY: gettext_lazy("无力支付，转资助"),
    FindingState.CLOSED: gettext_lazy("销号"),
}


@dataclass(frozen=True)
class FindingRow:
    """A finding with the steps that the reader may take."""

    finding: Finding
    initial: str
    class_label: str
    tone: Tone
    steps: list[tuple[FindingState, Promise]]
    files: int


@requires(Permission.VIEW_RESULTS)
def findings(request: PageRequest) -> HttpResponse:
    actor, now = request.actor, clock.now()
    state = choice_param(request, "state", FindingState.values)
    rows = access.findings_visible_to(actor, now).select_related("pupil__school_class", "checkup__campaign__term")
    # Closed ones only on request: the list is what is left to do.
    rows = rows.filter(state=state) if state else rows.exclude(state=FindingState.CLOSED)
    page = paginate(request, rows, "findings", order=NEWEST_FIRST)
    if page.rows:
        audit.log(AuditAction.FINDINGS_VIEWED, target=page.rows, by=actor, now=now)
    sees_files = actor.has_permission(Permission.VIEW_ATTACHMENTS)
    counts = attachments.FINDING.counts(page.rows) if sees_files else {}
    context = {
        "rows": [_row(finding, actor, counts.get(finding.pk, 0)) for finding in page.rows],
        "sees_files": sees_files,
        "chips": _chips(queries.findings_by_state(actor, now), state),
        "is_filtered": bool(state),
        "state": state,
        # Without a chip the page leaves out what is closed; the file has a column for it.
        "export_filters": {"state": state},
        "step": _common_step(state, actor),
        **page.links,
    }
    return render(request, "health/findings.html", context)


@require_POST
@requires(Permission.UPDATE_FINDINGS)
def advance(request: PageRequest, public_id: UUID, state: str) -> HttpResponse:
    """Take a step. The undo of its toast posts the state before to the same view."""
    finding = get_visible_or_404(access.findings_visible_to(request.actor, clock.now()), public_id)
    if state not in FindingState.values:
        raise Http404
    previous, new = finding.state, FindingState(state)
    if perform_or_flash(request, actions.advance_finding, finding=finding, to=new):
        flash(request, _("已记为“%s”。") % new.label, undo=reverse("web:finding_advance", args=[public_id, previous]))
    # Back to the chip that was open, so that the next row is where the eye is.
    shown = request.POST.get("from", "")
    return redirect(_url(shown if shown in FindingState.values else ""))


@require_POST
@requires(Permission.UPDATE_FINDINGS)
def advance_many(request: PageRequest, state: str, to: str) -> HttpResponse:
    """Take one step with all findings of a page that are still in `state`. The undo of its toast is the step back."""
    if {state, to} - set(FindingState.values):
        raise Http404
    before, new = FindingState(state), FindingState(to)
    # The undo button sends no body.
    named = [*request.POST.getlist("finding"), *request.GET.getlist("finding")]
    ids = [public_id for text in named if (public_id := parse_uuid(text))]
    visible = access.findings_visible_to(request.actor, clock.now()).filter(public_id__in=ids)
    moved = perform_or_flash(request, actions.advance_findings, findings=visible, before=before, to=new)
    if moved:
        back = reverse("web:findings_advance", args=[to, state])
        ids_moved = urlencode([("finding", str(finding.public_id)) for finding in moved])
        flash(
            request,
            _("%(n)d 项已记为“%(state)s”。") % {"n": len(moved), "state": new.label},
            undo=f"{back}?{ids_moved}",
        )
    return redirect(_url(state))


def _common_step(state: str, actor: Actor) -> tuple[FindingState, Promise] | None:
    """The step that a whole page may take at once, where only one leads on from the state that is shown."""
    steps = actions.TRANSITIONS.get(state, ()) if actor.has_permission(Permission.UPDATE_FINDINGS) else ()
    return (steps[0], STEP_LABELS[steps[0]]) if len(steps) == 1 else None


def _url(state: str) -> str:
    url = reverse("web:findings")
    return f"{url}?state={state}" if state else url


def _chips(counts: dict[str, int], selected: str) -> list[Tab]:
    """Everything to follow up, then each state."""
    open_count = sum(count for state, count in counts.items() if state != FindingState.CLOSED)
    return [
        Tab(_("待跟进"), _url(""), is_active=not selected, count=open_count),
        *(Tab(state.label, _url(state), is_active=state == selected, count=counts[state]) for state in FindingState),
    ]


def _row(finding: Finding, actor: Actor, files: int) -> FindingRow:
    may_update = actor.has_permission(Permission.UPDATE_FINDINGS)
    return FindingRow(
        finding=finding,
        initial=initial(finding.pupil.name),
        class_label=finding.pupil.school_class.label(finding.checkup.campaign.term.school_year),
        tone=TONES[FindingState(finding.state)],
        steps=[(to, STEP_LABELS[to]) for to in actions.TRANSITIONS[finding.state]] if may_update else [],
        files=files,
    )
