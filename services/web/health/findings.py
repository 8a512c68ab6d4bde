"""异常跟进: what the checkups found, and the next step of each."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.names import initial
from services.health import access, queries
from services.health.actions import findings as finding_deeds
from services.health.choices import AuditAction, FindingState
from services.health.models import Finding
from services.kit import clock
from services.kit.cursors import InvalidCursor
from services.kit.exceptions import ApplicationError
from services.kit.pagination import Ordering
from services.kit.pagination import paginate as page_of
from services.web.components import Tab, flash
from services.web.decorators import requires

SIZE = 30
TONES = {
    FindingState.OPEN: "alert",
    FindingState.GUARDIAN_NOTIFIED: "due",
    FindingState.SEEN_BY_DOCTOR: "now",
    FindingState.CANNOT_PAY: "alert",
    FindingState.CLOSED: "done",
}
STEPS = {
    FindingState.GUARDIAN_NOTIFIED: gettext_lazy("已告知家长"),
    FindingState.SEEN_BY_DOCTOR: gettext_lazy("已就医"),
    FindingState.CANNOT_PAY: gettext_lazy("无力支付，转资助"),
    FindingState.CLOSED: gettext_lazy("销号"),
}


@requires(Permission.VIEW_RESULTS)
def findings(request: Any) -> HttpResponse:
    """What the checkups found, and the next step of each."""
    by, now = request.actor, clock.now()
    wish = request.GET.get("state", "")
    state = wish if wish in FindingState.values else ""
    rows = access.findings_visible_to(by, now).select_related("pupil__school_class", "checkup__campaign__term")
    rows = rows.filter(state=state) if state else rows.exclude(state=FindingState.CLOSED)
    told: Any = {
        "order": Ordering.of_columns("-found_on"),
        "size": SIZE,
        "name": "findings",
        "key": settings.SECRET_KEY.encode(),
    }
    try:
        found = page_of(rows, cursor=request.GET.get("cursor"), **told)
    except InvalidCursor:
        found = page_of(rows, cursor=None, **told)
    if found.rows:
        audit.log(AuditAction.FINDINGS_VIEWED, target=found.rows, by=by, now=now)
    counts = queries.findings_by_state(by, now)
    here = reverse("web:findings")
    to_do = sum(n for each, n in counts.items() if each != FindingState.CLOSED)
    chips = [Tab(_("待跟进"), here, not state, to_do)]
    chips += [Tab(each.label, f"{here}?state={each}", state == each, counts[each]) for each in FindingState]
    context = {
        "rows": [_finding_row(each, by) for each in found.rows],
        "chips": chips,
        "is_filtered": bool(state),
        "state": state,
        "may_follow": by.has_permission(Permission.UPDATE_FINDINGS),
        "newer": _link(state, found.previous),
        "older": _link(state, found.next),
    }
    return render(request, "health/findings.html", context)


def _finding_row(finding: Finding, by: Actor) -> dict[str, Any]:
    year = finding.checkup.campaign.term.school_year
    steps = (
        [(to, STEPS[to]) for to in finding_deeds.TRANSITIONS[finding.state]]
        if by.has_permission(Permission.UPDATE_FINDINGS)
        else []
    )
    return {
        "finding": finding,
        "face": initial(finding.pupil.name),
        "label": finding.pupil.school_class.label(year),
        "tone": TONES[FindingState(finding.state)],
        "steps": steps,
    }


def _link(state: str, cursor: str | None) -> str:
    if not cursor:
        return ""
    return f"?{urlencode({'state': state, 'cursor': cursor} if state else {'cursor': cursor})}"


@require_POST
@requires(Permission.UPDATE_FINDINGS)
def finding_follow(request: Any, public_id: UUID, state: str) -> HttpResponse:
    """One step on; the toast's undo is the same address with the state before."""
    finding = access.findings_visible_to(request.actor, clock.now()).filter(public_id=public_id).first()
    if finding is None or state not in FindingState.values:
        raise Http404
    before = finding.state
    try:
        finding_deeds.advance_finding(finding=finding, to=FindingState(state), by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        undo = reverse("web:finding_advance", args=[public_id, before])
        flash(request, _("已记为“%s”。") % FindingState(state).label, undo=undo)
    wish = request.POST.get("from", "")
    back = f"?state={wish}" if wish in FindingState.values else ""
    return redirect(f"{reverse('web:findings')}{back}")
