"""体检异常: what the checkups found, and the next step of each finding."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.names import initial
from services.health import access, queries
from services.health.actions import findings as actions
from services.health.choices import AuditAction, FindingState
from services.health.models import Finding
from services.kit import clock
from services.kit.pagination.keyset import Ordering
from services.web.components import Tab, Tone, flash
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, paginate, perform_or_flash
from services.web.page_request import PageRequest, choice_param

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
    context = {
        "rows": [_row(finding, actor) for finding in page.rows],
        "chips": _chips(queries.findings_by_state(actor, now), state),
        "is_filtered": bool(state),
        "state": state,
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


def _row(finding: Finding, actor: Actor) -> FindingRow:
    may_update = actor.has_permission(Permission.UPDATE_FINDINGS)
    return FindingRow(
        finding=finding,
        initial=initial(finding.pupil.name),
        class_label=finding.pupil.school_class.label(finding.checkup.campaign.term.school_year),
        tone=TONES[FindingState(finding.state)],
        steps=[(to, STEP_LABELS[to]) for to in actions.TRANSITIONS[finding.state]] if may_update else [],
    )
