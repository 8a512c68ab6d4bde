"""体检 in the browser: the county opens, plans and closes a campaign; a school sees its classes and their days."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.health import queries
from services.health.actions import campaigns as actions
from services.health.choices import CampaignState, FindingState
from services.health.models import Campaign, Clinic
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.components import flash
from services.web.decorators import requires
from services.web.health.forms import CampaignForm
from services.web.health.month_grid import DayEvent, month_grids
from services.web.jobs import progress_of

SIZE = 30
TONES = {
    CampaignState.DRAFT: "due",
    CampaignState.PLANNING: "now",
    CampaignState.SCHEDULED: "done",
    CampaignState.CLOSED: "",
}


@requires(Permission.VIEW_CAMPAIGNS)
def campaigns(request: Any) -> HttpResponse:
    by: Actor = request.actor
    found = list(queries.campaigns().order_by("-begins_on", "-pk")[:SIZE])
    counts = (
        queries.findings_by_state(by, clock.now())
        if by.school_id and by.has_permission(Permission.VIEW_RESULTS)
        else {}
    )
    context = {
        "campaigns": [(each, TONES[CampaignState(each.state)]) for each in found],
        "is_county": by.school_id is None,
        "may_manage": by.has_permission(Permission.MANAGE_CAMPAIGNS),
        "may_follow": by.has_permission(Permission.VIEW_RESULTS),
        "to_follow": sum(n for state, n in counts.items() if state != FindingState.CLOSED),
        "fresh": counts.get(FindingState.OPEN, 0),
    }
    return render(request, "health/campaigns.html", context)


@requires(Permission.MANAGE_CAMPAIGNS)
def campaign_new(request: Any) -> HttpResponse:
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_campaign(**form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已建好。排期后才会通知学校和家长。"))
            return redirect("web:campaign", made.public_id)
    return _campaign_form(request, form, None)


@requires(Permission.MANAGE_CAMPAIGNS)
def campaign_change(request: Any, public_id: UUID) -> HttpResponse:
    campaign = _campaign(public_id)
    used = Clinic.objects.filter(pk__in=campaign.clinics.values("clinic_id"))
    known = {name: getattr(campaign, name) for name in ("title", "begins_on", "ends_on")} | {"clinics": used}
    form = CampaignForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_campaign(campaign=campaign, **form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已修改。请重新排期，已有结果的班级不动。"))
            return redirect("web:campaign", campaign.public_id)
    return _campaign_form(request, form, campaign)


def _campaign_form(request: Any, form: forms.Form, campaign: Campaign | None) -> HttpResponse:
    context = {"form": form, "campaign": campaign, "has_clinics": Clinic.objects.exists()}
    return render(request, "health/campaign_form.html", context, status=422 if form.errors else 200)


@requires(Permission.VIEW_CAMPAIGNS)
def campaign(request: Any, public_id: UUID) -> HttpResponse:
    """The county: load against capacity, day by day; a school: its classes and their days."""
    by: Actor = request.actor
    found = queries.campaigns().select_related("term").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    context = {"campaign": found, "tone": TONES[CampaignState(found.state)], "is_county": by.school_id is None}
    if by.school_id is None:
        return render(request, "health/campaign.html", context | _for_county(found, by))
    rows = list(queries.appointments(by).filter(campaign=found).order_by("date", "school_class_id"))
    events: dict[date, list[str]] = defaultdict(list)
    for row in rows:
        events[row.date].append(queries.label_of(row))
    context |= {
        "rows": [(row, queries.label_of(row)) for row in rows],
        "unplaced": queries.visible_unplaced(found.unplaced, by),
        "months": month_grids(found, {day: [DayEvent(label) for label in labels] for day, labels in events.items()}),
        "sees_results": by.has_permission(Permission.VIEW_RESULTS) and by.sees_whole_school,
    }
    return render(request, "health/campaign.html", context)


def _for_county(found: Campaign, by: Actor) -> dict[str, Any]:
    days = queries.clinic_days(found)
    load: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day in days:
        load[day.date][0] += day.pupils
        load[day.date][1] += day.capacity
    events = {
        day: [DayEvent(f"{pupils}/\u200b{room}", 5 * pupils // max(room, 1))] for day, (pupils, room) in load.items()
    }
    job = found.job if found.state == CampaignState.PLANNING else None
    return {
        "days": days,
        "months": month_grids(found, events),
        "unplaced": found.unplaced,
        "clinics": queries.clinics_of(found.pk).order_by("name"),
        "work": progress_of(job) if job else None,
        "may_plan": found.can_change and by.has_permission(Permission.MANAGE_CAMPAIGNS),
    }


@require_POST
@requires(Permission.MANAGE_CAMPAIGNS)
def campaign_plan(request: Any, public_id: UUID) -> HttpResponse:
    return _action(request, public_id, actions.request_plan, _("已开始排期。"))


@require_POST
@requires(Permission.MANAGE_CAMPAIGNS)
def campaign_close(request: Any, public_id: UUID) -> HttpResponse:
    return _action(request, public_id, actions.close_campaign, _("体检已结束，不再录入结果。"))


def _action(request: Any, public_id: UUID, action: Any, words: str) -> HttpResponse:
    try:
        action(campaign=_campaign(public_id), by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, words)
    return redirect("web:campaign", public_id)


def _campaign(public_id: UUID) -> Campaign:
    found = Campaign.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
