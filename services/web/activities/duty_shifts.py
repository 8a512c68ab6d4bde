"""值日: who is on duty where and when, this week and the next."""

from datetime import timedelta
from itertools import groupby
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.activities import actions, queries
from services.activities.models import MAX_LOCATION_LENGTH, DutyShift
from services.kit import clock
from services.web.components import flash
from services.web.decorators import requires
from services.web.forms import ClockField, DayField, staff_field
from services.web.framework import form_status, get_visible_or_404, perform
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs

SHOWN_DAYS = timedelta(days=13)  # two weeks from a Monday


class DutyShiftForm(forms.Form):
    staff = staff_field(gettext_lazy("谁值日"))
    date = DayField(label=gettext_lazy("哪一天"))
    start_time = ClockField(label=gettext_lazy("从"))
    end_time = ClockField(label=gettext_lazy("到"))
    location = forms.CharField(label=gettext_lazy("在哪里"), max_length=MAX_LOCATION_LENGTH)


@requires(Permission.VIEW_PLANS)
def duty_shifts(request: PageRequest) -> HttpResponse:
    # Shifts belong to a school; the county has the permission for plans in general.
    if request.actor.school_id is None:
        raise Http404
    # Most shifts are at noon in the activity room: one field is left to fill in.
    noon = {"date": clock.today(), "start_time": "12:00", "end_time": "14:00", "location": _("活动室")}
    return _page(request, DutyShiftForm(initial=noon))


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def add_shift(request: PageRequest) -> HttpResponse:
    form = DutyShiftForm(request.POST)
    if shift := perform(request, form, actions.add_shift):
        flash(request, _("已排上%s的值日，前一天会提醒。") % shift.staff.name)
        return redirect("web:duty_shifts")
    return _page(request, form)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def remove_shift(request: PageRequest, public_id: UUID) -> HttpResponse:
    shift = get_visible_or_404(DutyShift.objects.select_related("staff"), public_id)
    actions.remove_shift(shift=shift, by=request.actor, now=clock.now())
    flash(request, _("已撤下。"))
    return redirect("web:duty_shifts")


def _page(request: PageRequest, form: DutyShiftForm) -> HttpResponse:
    today = clock.today()
    # From Monday, so that this week's past shifts stay in sight.
    monday = today - timedelta(days=today.weekday())
    shifts = queries.duty_shifts(monday, monday + SHOWN_DAYS)
    may_edit = request.actor.has_permission(Permission.MANAGE_SCHOOL)
    context = {
        "tabs": school_tabs(request.actor, "web:duty_shifts"),
        "days": [(day, day == today, list(group)) for day, group in groupby(shifts, key=lambda shift: shift.date)],
        "staff_id": request.actor.staff_id,
        "form": form if may_edit else None,
        "may_edit": may_edit,
    }
    return render(request, "activities/duty_shifts.html", context, status=form_status(form))
