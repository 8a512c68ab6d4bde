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
from services.access.may import May
from services.kit import clock
from services.kit.refusals import Refused
from services.plans import duty_turns
from services.plans.models import DutyTurn
from services.schools.models import Staff
from services.web.door import page
from services.web.parts import say
from services.web.plans import tabs

AHEAD = timedelta(days=13)
_TIME = {"type": "time"}


class TurnForm(forms.Form):
    staff = forms.ModelChoiceField(
        label=gettext_lazy("谁值日"),
        queryset=Staff.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("请选择"),
    )
    on = forms.DateField(
        label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    begins = forms.TimeField(label=gettext_lazy("从"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    ends = forms.TimeField(label=gettext_lazy("到"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    place = forms.CharField(label=gettext_lazy("在哪里"), max_length=40)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["staff"].queryset = Staff.objects.filter(is_active=True).order_by("pinyin", "pk")  # type: ignore[attr-defined]


@page(May.VIEW_PLANS)
def duty(request: Any) -> HttpResponse:
    if request.actor.school_id is None:
        raise Http404
    return _page(request)


@require_POST
@page(May.MANAGE_SCHOOL)
def give(request: Any) -> HttpResponse:
    form = TurnForm(request.POST)
    if form.is_valid():
        try:
            turn = duty_turns.give_turn(**form.cleaned_data, by=request.actor, now=clock.now())
        except Refused as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            say(request, _("已排上%s的值日，前一天会提醒。") % turn.staff.name)
            return redirect("web:duty")
    return _page(request, form, status=422)


@require_POST
@page(May.MANAGE_SCHOOL)
def take(request: Any, public_id: UUID) -> HttpResponse:
    turn = DutyTurn.objects.select_related("staff").filter(public_id=public_id).first()
    if turn is None:
        raise Http404
    duty_turns.take_turn(turn=turn, by=request.actor, now=clock.now())
    say(request, _("已撤下。"))
    return redirect("web:duty")


def _page(request: Any, form: TurnForm | None = None, status: int = 200) -> HttpResponse:
    by: Actor = request.actor
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    rows = duty_turns.turns(monday, monday + AHEAD)
    may_edit = by.may(May.MANAGE_SCHOOL)
    blank = {"on": today, "begins": "12:00", "ends": "14:00", "place": _("活动室")}
    context = {
        "tabs": tabs(by, "web:duty"),
        "days": [(on, on == today, list(turns)) for on, turns in groupby(rows, key=lambda turn: turn.on)],
        "staff_id": by.staff_id,
        "form": (form or TurnForm(initial=blank)) if may_edit else None,
        "may_edit": may_edit,
    }
    return render(request, "plans/duty.html", context, status=status)
