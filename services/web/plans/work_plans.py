"""工作计划: goals, leading group and required frequencies of a term."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.plans import actions, queries
from services.plans.actions import GroupMemberInput
from services.plans.choices import CareActivity, GroupRole, PeriodUnit
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import MAX_COUNT, WorkPlan
from services.schools.models import Staff, Term
from services.schools.queries import term_on
from services.web.components import flash
from services.web.decorators import requires
from services.web.forms import max_length, staff_field, working_staff
from services.web.framework import form_status, perform, perform_and_flash
from services.web.page_request import PageRequest
from services.web.saving.versions import VersionedForm
from services.web.schools.tabs import school_tabs


class PlanForm(VersionedForm):
    """A plan with a count and a period for each care activity; a count of 0 means not required.

    A valid form's `cleaned_data` are what the actions take: title, goals, required frequencies, leading group.
    """

    title = forms.CharField(label=gettext_lazy("名称"), max_length=max_length(WorkPlan, "title"))
    goals = forms.CharField(label=gettext_lazy("目标"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    leader = staff_field(gettext_lazy("领导小组组长"), required=False)
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("领导小组成员"),
        queryset=Staff.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = working_staff()  # type: ignore[attr-defined]
        for activity in CareActivity:
            self.fields[f"{activity}_count"] = forms.IntegerField(
                label=_("%s次数") % activity.label, min_value=0, max_value=MAX_COUNT
            )
            self.fields[f"{activity}_period"] = forms.ChoiceField(label=_("多久"), choices=PeriodUnit.choices)

    @property
    def frequency_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Count and period of each activity, as the page shows them side by side."""
        return [(self[f"{activity}_count"], self[f"{activity}_period"]) for activity in CareActivity]

    def clean(self) -> dict[str, object]:
        values = dict(self.cleaned_data)
        if self.errors:
            return values
        return {
            "title": values["title"],
            "goals": values["goals"],
            "required_frequencies": self._required_frequencies(),
            "leading_group": self._leading_group(),
        }

    def _required_frequencies(self) -> list[FrequencyInput]:
        """What is required at least once."""
        values = self.cleaned_data
        rows = [
            FrequencyInput(activity, values[f"{activity}_count"], PeriodUnit(values[f"{activity}_period"]))
            for activity in CareActivity
        ]
        return [row for row in rows if row.count]

    def _leading_group(self) -> list[GroupMemberInput]:
        """The leading group; a leader who is ticked as a member too is the leader."""
        members = [GroupMemberInput(staff, GroupRole.MEMBER) for staff in self.cleaned_data["members"]]
        leader = self.cleaned_data["leader"]
        # The last of a person counts.
        return [*members, GroupMemberInput(leader, GroupRole.LEADER)] if leader else members


def _initial(term: Term, plan: WorkPlan | None) -> dict[str, object]:
    """Values of the term's plan, or those a new plan begins with."""
    values: dict[str, object] = {
        "title": plan.title if plan else _("%s关爱工作计划") % term,
        "goals": plan.goals if plan else "",
    }
    for activity in CareActivity:
        values |= {f"{activity}_count": 0, f"{activity}_period": PeriodUnit.MONTH}
    for frequency in _frequencies(plan):
        values |= {
            f"{frequency.activity}_count": frequency.count,
            f"{frequency.activity}_period": frequency.period_unit,
        }
    group = list(plan.leading_group.select_related("staff")) if plan else []
    values["leader"] = next((row.staff.public_id for row in group if row.role == GroupRole.LEADER), None)
    values["members"] = [row.staff.public_id for row in group if row.role != GroupRole.LEADER]
    return values


def _frequencies(plan: WorkPlan | None) -> Iterable[FrequencyInput]:
    # A new plan starts from the default frequencies; the head changes only what differs.
    if plan is None:
        return DEFAULTS
    rows = plan.required_frequencies.all()
    return [FrequencyInput(CareActivity(row.activity), row.count, PeriodUnit(row.period_unit)) for row in rows]


@requires(Permission.VIEW_PLANS)
def plan(request: PageRequest) -> HttpResponse:
    """Show this term's plan: everybody of the school reads it, head and admin write it."""
    # A plan belongs to a school; the county reads the figures that come of it.
    if request.actor.school_id is None:
        raise Http404
    term, current = term_on(clock.today()), queries.plan_on(clock.today())
    may_edit = request.actor.has_permission(Permission.EDIT_PLANS) and term is not None
    form = PlanForm(request.POST or None, initial=_initial(term, current)) if term else None
    if request.method == "POST":
        if not may_edit or term is None or form is None:
            raise Http404
        if _is_saved(request, term, current, form):
            return redirect("web:plan")
    context = {
        "tabs": school_tabs(request.actor, "web:plan"),
        "term": term,
        "plan": current,
        "form": form,
        "may_edit": may_edit,
        "required_frequencies": list(current.required_frequencies.order_by("id")) if current else [],
        "group": list(current.leading_group.select_related("staff").order_by("id")) if current else [],
        "sources": [(frequency.activity.label, frequency.source) for frequency in DEFAULTS],
    }
    return render(request, "plans/plan.html", context, status=form_status(form) if form else 200)


def _is_saved(request: PageRequest, term: Term, current: WorkPlan | None, form: PlanForm) -> bool:
    """Create or change the term's plan; False where the form has the error."""
    if current:
        saved = perform(request, form, actions.update_plan, plan=current)
    else:
        saved = perform(request, form, actions.create_plan, term=term)
    if saved is None:
        return False
    flash(request, _("计划已保存。"))
    return True


@require_POST
@requires(Permission.EDIT_PLANS)
def approve(request: PageRequest) -> HttpResponse:
    current = queries.plan_on(clock.today())
    if current is None:
        raise Http404
    perform_and_flash(request, _("计划已批准，从今天起按它产生应办。"), actions.approve_plan, plan=current)
    return redirect("web:plan")
