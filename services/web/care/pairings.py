"""结对: request a plan, read and approve it, pair by hand, end a pairing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import access, queries
from services.care.actions import mentors, pairing_plans, pairings
from services.care.choices import AuditAction, PairingPlanState
from services.care.models import CHILDREN_PER_MENTOR, Mentor, PairingPlan, ProposedPair
from services.children.models import Child
from services.jobs.choices import JobState
from services.kit import clock
from services.plans.queries import plan_on
from services.schools.models import Staff
from services.schools.queries import school_year_of
from services.web.components import Progress, flash
from services.web.decorators import requires
from services.web.forms import ScopedChoiceField, staff_field
from services.web.framework import form_status, get_visible_or_404, perform, perform_or_flash
from services.web.jobs import progress_of
from services.web.page_request import PageRequest

# Of this and earlier terms, for the question who was the mentor before.
MAX_ENDED = 50


def _child_label(child: Child) -> str:
    return f"{child.pupil.name} {child.pupil.school_class.label(school_year_of(clock.today()))}"


class ManualPairingForm(forms.Form):
    child = ScopedChoiceField(
        lambda: queries.children_to_pair().select_related("pupil__school_class").order_by("pupil__pinyin", "pk"),
        model=Child,
        label=gettext_lazy("孩子"),
        option_label=_child_label,
    )
    staff = staff_field(gettext_lazy("教师"))


class CapacityForm(forms.Form):
    staff = staff_field(gettext_lazy("教师"))
    capacity = forms.TypedChoiceField(
        label=gettext_lazy("名额"),
        choices=[
            *((n, format_lazy(gettext_lazy("最多 {n} 名"), n=n)) for n in range(CHILDREN_PER_MENTOR, 0, -1)),
            (0, gettext_lazy("暂不结对")),
        ],
        coerce=int,
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        # The page has another field `staff`.
        super().__init__(data, auto_id="capacity_%s")


class EndForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=pairings.MAX_REASON_LENGTH)


@dataclass(frozen=True)
class ProposedRow:
    """A child of a pairing plan with the reasons for its mentor, or for having none."""

    name: str
    class_label: str
    reasons: list[str]


@dataclass(frozen=True)
class Proposal:
    """The newest plan as the page shows it: under way, failed, or to be approved."""

    work: Progress | None = None
    error: str = ""
    unpaired: tuple[ProposedRow, ...] = ()
    by_staff: tuple[tuple[Staff, list[ProposedRow]], ...] = ()

    @property
    def pair_count(self) -> int:
        return sum(len(rows) for _staff, rows in self.by_staff)


@requires(Permission.APPROVE_PAIRING)
def overview(request: PageRequest) -> HttpResponse:
    return _page(request, ManualPairingForm())


@require_POST
@requires(Permission.PROPOSE_PAIRING)
def propose(request: PageRequest) -> HttpResponse:
    """Start the optimiser; the page shows its progress, so only a failure needs a message."""
    perform_or_flash(request, pairing_plans.request_plan)
    return redirect("web:pairing")


@require_POST
@requires(Permission.APPROVE_PAIRING)
def approve(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Approve a plan as a whole."""
    plan = get_visible_or_404(access.visible_plans(request.actor), public_id)
    created = perform_or_flash(request, pairing_plans.approve_plan, plan=plan)
    if created is not None:
        flash(request, _("已结对 %d 名孩子，教师已收到通知。") % len(created))
    return redirect("web:pairing")


@require_POST
@requires(Permission.APPROVE_PAIRING)
def pair_by_hand(request: PageRequest) -> HttpResponse:
    form = ManualPairingForm(request.POST)
    pairing = perform(request, form, pairings.pair_with_staff)
    if pairing is None:
        return _page(request, form)
    child, staff = pairing.child, pairing.mentor.staff
    # Allowed by hand, because small sites have too few teachers; the head should notice it.
    is_other_site = child.pupil.school_class.site_id != staff.site_id
    message = _("%(child)s和%(staff)s已结对，但不在同一校区。") if is_other_site else _("%(child)s和%(staff)s已结对。")
    flash(request, message % {"child": child.pupil.name, "staff": staff.name})
    return redirect("web:pairing")


@require_POST
@requires(Permission.APPROVE_PAIRING)
def set_capacity(request: PageRequest) -> HttpResponse:
    """How many children a member of staff takes, or none for the time being."""
    form = CapacityForm(request.POST)
    mentor = perform(request, form, _set_capacity)
    if mentor is None:
        return _page(request, ManualPairingForm(), form)
    if mentor.is_active:
        message = _("%(staff)s最多结对 %(n)d 名孩子。") % {"staff": mentor.staff.name, "n": mentor.capacity}
    else:
        message = _("%s暂不结对，已有的结对不变。") % mentor.staff.name
    flash(request, message)
    return redirect("web:pairing")


def _set_capacity(*, staff: Staff, capacity: int, by: Actor, now: datetime) -> Mentor:
    if capacity:
        return mentors.add_mentor(staff=staff, capacity=capacity, by=by, now=now)
    return mentors.deactivate_mentor(staff=staff, by=by, now=now)


@requires(Permission.APPROVE_PAIRING)
def end(request: PageRequest, public_id: UUID) -> HttpResponse:
    """解除: say what ends with the pairing, then end it."""
    # An ended pairing has no such page: ending it twice would move its end.
    rows = access.visible_pairings(request.actor, clock.now()).filter(ended_at__isnull=True)
    pairing = get_visible_or_404(rows.select_related("child__pupil", "mentor__staff"), public_id)
    form = EndForm(request.POST or None)
    if perform(request, form, pairings.end_pairing, pairing=pairing):
        flash(request, _("已解除，%s不再看到这个孩子。") % pairing.mentor.staff.name)
        return redirect("web:pairing")
    return render(request, "care/pairing_end.html", {"pairing": pairing, "form": form}, status=form_status(form))


def _page(request: PageRequest, form: ManualPairingForm, capacity_form: CapacityForm | None = None) -> HttpResponse:
    """Everything about pairing on one page; what comes first depends on how far the work is."""
    actor, year = request.actor, school_year_of(clock.today())
    plan = access.visible_plans(actor).select_related("job").order_by("-pk").first()
    rows = queries.open_pairings().select_related("child__pupil__school_class", "mentor__staff")
    # `groupby` needs the rows of a mentor side by side; the key decides between two of one name.
    paired = list(rows.order_by("mentor__staff__pinyin", "mentor_id", "child__pupil__pinyin"))
    ended = access.visible_pairings(actor, clock.now()).filter(ended_at__isnull=False)
    context = {
        "plan": plan,
        "unpaired_count": queries.children_to_pair().count(),
        "paired_count": len(paired),
        "free_slots": queries.free_slots(),
        "by_staff": [
            (mentor.staff, [(pairing, pairing.child.pupil.school_class.label(year)) for pairing in group])
            for mentor, group in groupby(paired, key=lambda pairing: pairing.mentor)
        ],
        "ended": list(ended.select_related("child__pupil", "mentor__staff").order_by("-ended_at")[:MAX_ENDED]),
        "form": form,
        "capacity_form": capacity_form or CapacityForm(),
        "limited": queries.limited_mentors(),
        "work_plan": plan_on(clock.today(), approved=True),
        "proposal": _proposal(plan, year),
    }
    audit.log(AuditAction.PAIRINGS_VIEWED, target=[row.child.public_id for row in paired], by=actor, now=clock.now())
    return render(request, "care/pairing.html", context, status=form_status(capacity_form or form))


def _proposal(plan: PairingPlan | None, year: int) -> Proposal:
    if plan is None:
        return Proposal()
    if plan.state == PairingPlanState.FAILED:
        return Proposal(error=plan.message)
    # The plan waits while its job has already failed: the job knows why.
    if plan.state == PairingPlanState.COMPUTING and plan.job:
        is_failed = plan.job.state == JobState.FAILED
        return Proposal(error=plan.job.message) if is_failed else Proposal(work=progress_of(plan.job))
    if plan.state != PairingPlanState.PROPOSED:
        return Proposal()
    rows = list(queries.proposed_pairs(plan))
    pairs = [row for row in rows if row.mentor]
    return Proposal(
        unpaired=tuple(_row(row, year) for row in rows if not row.mentor),
        by_staff=tuple(
            (mentor.staff, [_row(row, year) for row in group])
            for mentor, group in groupby(pairs, key=lambda row: row.mentor)
            if mentor
        ),
    )


def _row(row: ProposedPair, year: int) -> ProposedRow:
    pupil = row.child.pupil
    reasons = [queries.reason_label(code) for code in row.reasons]
    return ProposedRow(pupil.name, pupil.school_class.label(year), reasons)
