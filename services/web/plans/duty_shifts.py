"""值日: who is on duty where and when, two weeks at a time."""

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.activities import actions, queries
from services.activities.models import MAX_LOCATION_LENGTH, DutyShift
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff
from services.web.components import flash
from services.web.decorators import requires
from services.web.plans.work_plans import tabs

AHEAD = timedelta(days=13)
_TIME = {"type": "time"}


class DutyShiftForm(forms.Form):
    staff = forms.ModelChoiceField(
        label=gettext_lazy("谁值日"),
        queryset=Staff.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("请选择"),
    )
    date = forms.DateField(
        label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start_time = forms.TimeField(label=gettext_lazy("从"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    end_time = forms.TimeField(label=gettext_lazy("到"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    location = forms.CharField(label=gettext_lazy("在哪里"), max_length=MAX_LOCATION_LENGTH)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["staff"].queryset = Staff.objects.filter(is_active=True).order_by("pinyin", "pk")  # type: ignore[attr-defined]


@requires(Permission.VIEW_PLANS)
def activity(request: Any) -> HttpResponse:
    if request.actor.school_id is None:
        raise Http404
    return _page(request)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def add_shift(request: Any) -> HttpResponse:
    form = DutyShiftForm(request.POST)
    if form.is_valid():
        try:
            shift = actions.add_shift(**form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已排上%s的值日，前一天会提醒。") % shift.staff.name)
            return redirect("web:duty_shifts")
    return _page(request, form, status=422)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def remove_shift(request: Any, public_id: UUID) -> HttpResponse:
    shift = DutyShift.objects.select_related("staff").filter(public_id=public_id).first()
    if shift is None:
        raise Http404
    actions.remove_shift(shift=shift, by=request.actor, now=clock.now())
    flash(request, _("已撤下。"))
    return redirect("web:duty_shifts")


def _page(request: Any, form: DutyShiftForm | None = None, status: int = 200) -> HttpResponse:
    by: Actor = request.actor
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    rows = queries.duty_shifts(monday, monday + AHEAD)
    may_edit = by.has_permission(Permission.MANAGE_SCHOOL)
    blank = {"date": today, "start_time": "12:00", "end_time": "14:00", "location": _("活动室")}
    context = {
        "tabs": tabs(by, "web:duty_shifts"),
        "days": [(day, day == today, list(shifts)) for day, shifts in groupby(rows, key=lambda shift: shift.date)],
        "staff_id": by.staff_id,
        "form": (form or DutyShiftForm(initial=blank)) if may_edit else None,
        "may_edit": may_edit,
    }
    return render(request, "activities/duty_shifts.html", context, status=status)
