"""报送: what every school owes by a day. The county sets it, the school says that it has handed it in."""

from datetime import date
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
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans import deadlines as rooms
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline
from services.schools.models import School
from services.web.components import flash
from services.web.decorators import requires
from services.web.plans.work_plans import tabs

MAX_ROWS = 60


class DeadlineForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("报送什么"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=DeadlineKind.choices)
    due_on = forms.DateField(
        label=gettext_lazy("截止日"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@requires(Permission.VIEW_PLANS)
def deadlines(request: Any) -> HttpResponse:
    return _page(request)


@require_POST
@requires(Permission.MANAGE_CALENDAR)
def set_deadline(request: Any) -> HttpResponse:
    form = DeadlineForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            rooms.set_deadline(**told | {"kind": DeadlineKind(told["kind"])}, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已通知各校，到期前会提醒。"))
            return redirect("web:deadlines")
    return _page(request, form, status=422)


@require_POST
@requires(Permission.EDIT_PLANS)
def submit_deadline(request: Any, public_id: UUID) -> HttpResponse:
    found = Deadline.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    rooms.submit_deadline(deadline=found, by=request.actor, now=clock.now())
    flash(request, _("已记为报送，提醒停了。"))
    return redirect("web:deadlines")


def _page(request: Any, form: DeadlineForm | None = None, status: int = 200) -> HttpResponse:
    by: Actor = request.actor
    today = clock.today()
    of_county = by.school_id is None
    context = {
        "tabs": tabs(by, "web:deadlines"),
        "rows": [(row, _tone(row, today, of_county)) for row in rooms.deadlines()[:MAX_ROWS]],
        "of_county": of_county,
        "schools": School.objects.filter(is_open=True).count() if of_county else 0,
        "form": (form or DeadlineForm()) if by.has_permission(Permission.MANAGE_CALENDAR) else None,
        "may_meet": by.has_permission(Permission.EDIT_PLANS),
    }
    return render(request, "plans/deadlines.html", context, status=status)


def _tone(row: Any, today: date, of_county: bool) -> str:
    if row.is_submitted and not of_county:
        return "done"
    return "alert" if row.due_on < today else "due"
