"""结对: request a plan, read and approve it, pair by hand, end a pairing."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import access, queries
from services.care.actions import mentors, pairing_plans, pairings
from services.care.choices import AuditAction
from services.care.models import Mentor, Pairing
from services.kit import clock
from services.plans.queries import plan_on
from services.schools.models import Staff
from services.schools.queries import school_year_of
from services.web.care import pairing_page
from services.web.care.pairing_forms import CapacityForm, EndForm, ManualPairingForm
from services.web.components import flash
from services.web.decorators import requires
from services.web.forms import staff_of_address, working_staff
from services.web.framework import form_status, get_visible_or_404, perform, perform_or_flash
from services.web.page_request import PageRequest

# Of this and earlier terms, for the question who was the mentor before.
MAX_ENDED = 50


@requires(Permission.APPROVE_PAIRING)
def overview(request: PageRequest) -> HttpResponse:
    """How many children wait, the plan to approve, who is paired with whom."""
    actor, year, today = request.actor, school_year_of(clock.today()), clock.today()
    plan = access.visible_plans(actor).select_related("job").order_by("-pk").first()
    paired, demand = _order(queries.open_pairings()), queries.site_demand(today)
    ended = access.visible_pairings(actor, clock.now()).filter(ended_at__isnull=False)
    rows, limited = pairing_page.mentor_rows(paired, year), queries.limited_mentors()
    context = {
        "plan": plan,
        "proposal": pairing_page.proposal(plan, year),
        "answer": pairing_page.answer(demand),
        "unpaired_count": sum(site.children for site in demand),
        "is_short": any(site.missing_mentors for site in demand),
        "free_slots": sum(site.free_slots for site in demand),
        "paired_count": len(paired),
        "mentor_count": len(rows),
        "mentors": rows[: pairing_page.SHOWN_MENTORS],
        "more_mentors": rows[pairing_page.SHOWN_MENTORS :],
        "ended": list(ended.select_related("child__pupil", "mentor__staff").order_by("-ended_at")[:MAX_ENDED]),
        "paused_count": sum(not mentor.is_active for mentor in limited),
        "fewer_count": sum(mentor.is_active for mentor in limited),
        "work_plan": plan_on(today, approved=True),
    }
    audit.log(AuditAction.PAIRINGS_VIEWED, target=[row.child.public_id for row in paired], by=actor, now=clock.now())
    return render(request, "care/pairing.html", context)


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


@requires(Permission.APPROVE_PAIRING)
def pair_by_hand(request: PageRequest) -> HttpResponse:
    form = ManualPairingForm(request.POST or None)
    pairing = perform(request, form, pairings.pair_with_staff)
    if pairing is None:
        return render(request, "care/pairing_by_hand.html", {"form": form}, status=form_status(form))
    child, staff = pairing.child, pairing.mentor.staff
    # Allowed by hand, because small sites have too few teachers; the head should notice it.
    is_other_site = child.pupil.school_class.site_id != staff.site_id
    message = _("%(child)s和%(staff)s已结对，但不在同一校区。") if is_other_site else _("%(child)s和%(staff)s已结对。")
    flash(request, message % {"child": child.pupil.name, "staff": staff.name})
    return redirect("web:pairing")


@requires(Permission.APPROVE_PAIRING)
def set_capacity(request: PageRequest) -> HttpResponse:
    """How many children the teacher of the address takes, or none for the time being; without one, choose a teacher."""
    staff = staff_of_address(request)
    if staff is None:
        limited = {mentor.staff_id: mentor for mentor in queries.limited_mentors()}
        rows = [(member, limited.get(member.pk)) for member in working_staff()]
        return render(request, "care/pairing_capacity.html", {"title": _("结对名额"), "rows": rows})
    form = CapacityForm(request.POST or None, initial={"capacity": queries.capacity_of(staff, clock.today())})
    mentor = perform(request, form, _set_capacity, staff=staff)
    if mentor is None:
        context = {"form": form, "title": _("%(name)s的结对名额") % {"name": staff.name}}
        return render(request, "care/pairing_capacity.html", context, status=form_status(form))
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


def _order(pairings: QuerySet[Pairing]) -> list[Pairing]:
    """Those of one mentor side by side; the key decides between two mentors of one name."""
    rows = pairings.select_related("child__pupil__school_class", "mentor__staff")
    return list(rows.order_by("mentor__staff__pinyin", "mentor_id", "child__pupil__pinyin"))
