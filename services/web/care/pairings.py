"""结对: ask for a proposal, read it, approve it, pair by hand, end."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import access, queries
from services.care.actions import mentors, pairing_plans, pairings
from services.care.choices import AuditAction, PairingPlanState
from services.care.models import PairingPlan, ProposedPair
from services.children.models import Child
from services.jobs.choices import JobState
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans.queries import plan_on
from services.schools.models import Staff
from services.schools.queries import school_year_of
from services.web.components import flash
from services.web.decorators import requires
from services.web.jobs import progress_of

ENDED_SHOWN = 50


class ByHand(forms.Form):
    child = forms.ModelChoiceField(
        label=gettext_lazy("孩子"),
        queryset=Child.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("请选择"),
    )
    staff = forms.ModelChoiceField(
        label=gettext_lazy("教师"),
        queryset=Staff.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("请选择"),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        year = school_year_of(clock.today())
        child: Any = self.fields["child"]
        staff: Any = self.fields["staff"]
        child.queryset = (
            queries.children_to_pair().select_related("pupil__school_class").order_by("pupil__pinyin", "pk")
        )
        child.label_from_instance = lambda one: f"{one.pupil.name} {one.pupil.school_class.label(year)}"
        staff.queryset = Staff.objects.filter(is_active=True).order_by("pinyin", "pk")
        staff.label_from_instance = lambda one: one.name


class EndForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=pairings.MAX_REASON_LENGTH)


@requires(Permission.APPROVE_PAIRING)
def overview(request: Any) -> HttpResponse:
    """The one page of pairing; what it shows first depends on where the work stands."""
    return _page(request)


def _page(request: Any, *, form: ByHand | None = None, status: int = 200) -> HttpResponse:
    by: Actor = request.actor
    plan = access.visible_plans(by).select_related("job").order_by("-pk").first()
    open_ones = queries.open_pairings().select_related("child__pupil__school_class", "mentor__staff")
    rows = list(open_ones.order_by("mentor__staff__pinyin", "mentor_id", "child__pupil__pinyin"))
    year = school_year_of(clock.today())
    ended = access.visible_pairings(by, clock.now()).filter(ended_at__isnull=False)
    context = {
        "plan": plan,
        "waiting": queries.children_to_pair().count(),
        "paired": len(rows),
        "places": queries.free_slots(),
        "by_teacher": [
            (mentor.staff, [(one, one.child.pupil.school_class.label(year)) for one in own])
            for mentor, own in groupby(rows, key=lambda one: one.mentor)
        ],
        "ended": list(ended.select_related("child__pupil", "mentor__staff").order_by("-ended_at")[:ENDED_SHOWN]),
        "form": form or ByHand(),
        "work_plan": plan_on(clock.today(), approved=True),
        **_proposal(plan, year),
    }
    audit.log(AuditAction.PAIRINGS_VIEWED, target=[one.child.public_id for one in rows], by=by, now=clock.now())
    return render(request, "care/pairing.html", context, status=status)


def _proposal(plan: PairingPlan | None, year: int) -> dict[str, Any]:
    """The progress of one being computed, or the rows of one to be approved."""
    nothing: dict[str, Any] = {"work": None, "alone": [], "proposed": [], "pairs": 0, "failed": ""}
    if plan is None:
        return nothing
    if plan.state == PairingPlanState.FAILED:
        return nothing | {"failed": plan.message}
    if plan.state == PairingPlanState.COMPUTING and plan.job:
        if plan.job.state == JobState.FAILED:
            return nothing | {"failed": plan.job.message}
        return nothing | {"work": progress_of(plan.job)}
    if plan.state != PairingPlanState.PROPOSED:
        return nothing
    rows = list(queries.proposed_pairs(plan))
    pairs = [row for row in rows if row.mentor]
    return nothing | {
        "alone": [_told(row, year) for row in rows if not row.mentor],
        "proposed": [
            (mentor.staff, [_told(row, year) for row in own])
            for mentor, own in groupby(pairs, key=lambda row: row.mentor)
            if mentor
        ],
        "pairs": len(pairs),
    }


def _told(row: ProposedPair, year: int) -> dict[str, Any]:
    pupil = row.child.pupil
    words = [queries.reason_label(code) for code in row.reasons]
    return {"name": pupil.name, "label": pupil.school_class.label(year), "reasons": words}


@require_POST
@requires(Permission.PROPOSE_PAIRING)
def propose(request: Any) -> HttpResponse:
    try:
        pairing_plans.request_plan(by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    return redirect("web:pairing")


@require_POST
@requires(Permission.APPROVE_PAIRING)
def approve(request: Any, public_id: UUID) -> HttpResponse:
    """Whole or not at all."""
    plan = access.visible_plans(request.actor).filter(public_id=public_id).first()
    if plan is None:
        raise Http404
    try:
        made = pairing_plans.approve_plan(plan=plan, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, _("已结对 %d 名孩子，教师已收到通知。") % len(made))
    return redirect("web:pairing")


@require_POST
@requires(Permission.APPROVE_PAIRING)
def by_hand(request: Any) -> HttpResponse:
    form = ByHand(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    child, staff = form.cleaned_data["child"], form.cleaned_data["staff"]
    by, now = request.actor, clock.now()
    try:
        pairings.pair(child=child, mentor=mentors.get_or_add_mentor(staff=staff, by=by, now=now), by=by, now=now)
    except ApplicationError as reason:
        form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        return _page(request, form=form, status=422)
    names = {"child": child.pupil.name, "staff": staff.name}
    far = child.pupil.school_class.site_id != staff.site_id
    flash(
        request,
        (_("%(child)s和%(staff)s已结对，但不在同一校区。") if far else _("%(child)s和%(staff)s已结对。")) % names,
    )
    return redirect("web:pairing")


@requires(Permission.APPROVE_PAIRING)
def end(request: Any, public_id: UUID) -> HttpResponse:
    """解除: what goes with it is said before it is done."""
    rows = access.visible_pairings(request.actor, clock.now()).filter(ended_at__isnull=True)
    found = rows.select_related("child__pupil", "mentor__staff").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pairings.end_pairing(pairing=found, reason=form.cleaned_data["reason"], by=request.actor, now=clock.now())
        flash(request, _("已解除，%s不再看到这个孩子。") % found.mentor.staff.name)
        return redirect("web:pairing")
    status = 422 if request.method == "POST" else 200
    return render(request, "care/pairing_end.html", {"pairing": found, "form": form}, status=status)
