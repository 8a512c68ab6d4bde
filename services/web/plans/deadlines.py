"""报送: what every school must submit by a day. The county sets deadlines, a school marks them as submitted."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.plans import deadlines as actions
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline
from services.schools.models import School
from services.web.components import Tone, flash
from services.web.decorators import requires
from services.web.forms import DayField, EnumField, max_length
from services.web.framework import form_status, get_visible_or_404, perform
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs

# Two or three deadlines a month: about two years.
MAX_ROWS = 60


class DeadlineForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("报送什么"), max_length=max_length(Deadline, "title"))
    kind = EnumField(DeadlineKind, label=gettext_lazy("类别"))
    due_on = DayField(label=gettext_lazy("截止日"))


@requires(Permission.VIEW_PLANS)
def deadlines(request: PageRequest) -> HttpResponse:
    return _page(request, DeadlineForm())


@require_POST
@requires(Permission.MANAGE_CALENDAR)
def set_deadline(request: PageRequest) -> HttpResponse:
    form = DeadlineForm(request.POST)
    if perform(request, form, actions.set_deadline):
        flash(request, _("已通知各校，到期前会提醒。"))
        return redirect("web:deadlines")
    return _page(request, form)


@require_POST
@requires(Permission.EDIT_PLANS)
def submit_deadline(request: PageRequest, public_id: UUID) -> HttpResponse:
    deadline = get_visible_or_404(Deadline.objects.all(), public_id)
    actions.submit_deadline(deadline=deadline, by=request.actor, now=clock.now())
    flash(request, _("已记为报送，提醒停了。"))
    return redirect("web:deadlines")


def _page(request: PageRequest, form: DeadlineForm) -> HttpResponse:
    is_county = request.actor.school_id is None
    today = clock.today()
    rows = [
        (row, _tone(row.due_on, today, row.is_submitted and not is_county)) for row in actions.deadlines()[:MAX_ROWS]
    ]
    context = {
        "tabs": school_tabs(request.actor, "web:deadlines"),
        "rows": rows,
        "is_county": is_county,
        "schools": School.objects.filter(is_open=True).count() if is_county else 0,
        "form": form if request.actor.has_permission(Permission.MANAGE_CALENDAR) else None,
        "may_submit": request.actor.has_permission(Permission.EDIT_PLANS),
    }
    return render(request, "plans/deadlines.html", context, status=form_status(form))


def _tone(due_on: date, today: date, is_submitted: bool) -> Tone:
    if is_submitted:
        return "done"
    return "alert" if due_on < today else "due"
