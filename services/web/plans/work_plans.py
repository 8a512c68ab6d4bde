"""工作计划: goals, leading group and norms of a term."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans import actions, queries
from services.plans.choices import CareActivity, GroupRole, PeriodUnit
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import WorkPlan
from services.schools.models import Staff, Term
from services.schools.queries import term_on
from services.web.components import Tab, flash
from services.web.decorators import requires


class PlanForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    goals = forms.CharField(label=gettext_lazy("目标"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    leader = forms.ModelChoiceField(
        label=gettext_lazy("领导小组组长"),
        queryset=Staff.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("请选择"),
    )
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("领导小组成员"),
        queryset=Staff.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        staff = Staff.objects.filter(is_active=True).order_by("pinyin", "pk")
        self.fields["leader"].queryset = self.fields["members"].queryset = staff  # type: ignore[attr-defined]
        for activity in CareActivity:
            self.fields[f"{activity}_times"] = forms.IntegerField(
                label=_("%s次数") % activity.label, min_value=0, max_value=actions.MAX_COUNT
            )
            self.fields[f"{activity}_per"] = forms.ChoiceField(label=_("多久"), choices=PeriodUnit.choices)

    @property
    def norm_rows(self) -> list[tuple[str, Any, Any]]:
        return [(str(activity.label), self[f"{activity}_times"], self[f"{activity}_per"]) for activity in CareActivity]

    @property
    def required_frequencies(self) -> list[FrequencyInput]:
        """Norms asked for at least once."""
        found = self.cleaned_data
        rows = [
            FrequencyInput(activity, found[f"{activity}_times"], PeriodUnit(found[f"{activity}_per"]))
            for activity in CareActivity
        ]
        return [row for row in rows if row.times]

    @property
    def group(self) -> dict[Staff, GroupRole]:
        members = dict.fromkeys(self.cleaned_data["members"], GroupRole.MEMBER)
        leader = self.cleaned_data["leader"]
        return members | ({leader: GroupRole.LEADER} if leader else {})


def _filled(term: Term, plan: WorkPlan | None) -> dict[str, Any]:
    required_frequencies = (
        [
            FrequencyInput(CareActivity(n.activity), n.count, PeriodUnit(n.period_unit))
            for n in plan.required_frequencies.all()
        ]
        if plan
        else list(DEFAULTS)
    )
    values: dict[str, Any] = {
        "title": plan.title if plan else _("%s关爱工作计划") % term,
        "goals": plan.goals if plan else "",
    }
    for activity in CareActivity:
        values |= {f"{activity}_times": 0, f"{activity}_per": PeriodUnit.MONTH}
    for frequency in required_frequencies:
        values |= {f"{frequency.activity}_times": frequency.times, f"{frequency.activity}_per": frequency.per}
    group = list(plan.leading_group.select_related("staff")) if plan else []
    values["leader"] = next((one.staff.public_id for one in group if one.role == GroupRole.LEADER), None)
    values["members"] = [one.staff.public_id for one in group if one.role != GroupRole.LEADER]
    return values


def tabs(by: Actor, here: str) -> list[Tab]:
    """The pages of a school's term and its people, side by side for whom runs it."""
    if by.has_permission(Permission.EDIT_PLANS):
        pages = {
            "web:plan": _("工作计划"),
            "web:calendar": _("校历"),
            "web:duty_shifts": _("值日"),
            "web:deadlines": _("报送"),
            "web:staff": _("教职工"),
        }
    elif by.has_permission(Permission.MANAGE_CALENDAR):
        pages = {"web:calendar": _("校历"), "web:deadlines": _("报送")}
    else:
        return []
    return [Tab(word, reverse(name), name == here) for name, word in pages.items()]


@requires(Permission.VIEW_PLANS)
def plan(request: Any) -> HttpResponse:
    """This term's plan: read by all, written by head and admin."""
    by: Actor = request.actor
    if by.school_id is None:
        raise Http404
    term = term_on(clock.today())
    found = queries.plan_on(clock.today())
    may_edit = by.has_permission(Permission.EDIT_PLANS) and term is not None
    form = PlanForm(request.POST or None, initial=_filled(term, found)) if term else None
    if request.method == "POST" and may_edit and term and form:
        if form.is_valid() and _saved(request, term, found, form):
            return redirect("web:plan")
    elif request.method == "POST":
        raise Http404
    context = {
        "tabs": tabs(by, "web:plan"),
        "term": term,
        "plan": found,
        "form": form,
        "may_edit": may_edit,
        "required_frequencies": list(found.required_frequencies.order_by("id")) if found else [],
        "group": list(found.leading_group.select_related("staff").order_by("id")) if found else [],
        "sources": [(frequency.activity.label, frequency.source) for frequency in DEFAULTS],
    }
    return render(request, "plans/plan.html", context, status=422 if request.method == "POST" else 200)


def _saved(request: Any, term: Term, found: WorkPlan | None, form: PlanForm) -> bool:
    values = {name: form.cleaned_data[name] for name in ("title", "goals")} | {
        "required_frequencies": form.required_frequencies,
        "group": form.group,
    }
    try:
        if found:
            actions.update_plan(plan=found, by=request.actor, now=clock.now(), **values)
        else:
            actions.create_plan(term=term, by=request.actor, now=clock.now(), **values)
    except ApplicationError as reason:
        form.add_error(None, str(reason))
        return False
    flash(request, _("计划已保存。"))
    return True


@require_POST
@requires(Permission.EDIT_PLANS)
def approve(request: Any) -> HttpResponse:
    found = queries.plan_on(clock.today())
    if found is None:
        raise Http404
    try:
        actions.approve_plan(plan=found, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, _("计划已批准，从今天起按它产生应办。"))
    return redirect("web:plan")
