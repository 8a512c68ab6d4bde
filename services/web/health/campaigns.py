"""体检: the county opens, plans and closes campaigns; a school sees its classes and their days."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.health import access, queries
from services.health.actions import campaigns as actions
from services.health.choices import CampaignState, FindingState
from services.health.models import Appointment, Campaign, Clinic
from services.kit import clock
from services.web.components import Tab, Tone, flash
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash
from services.web.health.forms import CampaignForm
from services.web.health.month_grid import DayEvent, month_grids
from services.web.jobs import progress_of
from services.web.page_request import PageRequest, query_string, uuid_param

# Two campaigns a year: more than ten years.
MAX_ROWS = 30
LOAD_STEPS = 5  # shades of how full a day is
TONES: dict[CampaignState, Tone] = {
    CampaignState.DRAFT: "due",
    CampaignState.PLANNING: "now",
    CampaignState.SCHEDULED: "done",
    CampaignState.CLOSED: "",
}


@requires(Permission.VIEW_CAMPAIGNS)
def campaigns(request: PageRequest) -> HttpResponse:
    actor = request.actor
    rows = queries.campaigns().order_by("-begins_on", "-pk")[:MAX_ROWS]
    sees_results = actor.has_permission(Permission.VIEW_RESULTS)
    # The county follows findings as figures, never as rows.
    counts = queries.findings_by_state(actor, clock.now()) if actor.school_id and sees_results else {}
    context = {
        "campaigns": [(row, TONES[CampaignState(row.state)]) for row in rows],
        "is_county": actor.school_id is None,
        "may_manage": actor.has_permission(Permission.MANAGE_CAMPAIGNS),
        "sees_results": sees_results,
        "open_findings": sum(count for state, count in counts.items() if state != FindingState.CLOSED),
        "new_findings": counts.get(FindingState.OPEN, 0),
    }
    return render(request, "health/campaigns.html", context)


@requires(Permission.MANAGE_CAMPAIGNS)
def create(request: PageRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None)
    if opened := perform(request, form, actions.open_campaign):
        flash(request, _("已建好。排期后才会通知学校和家长。"))
        return redirect("web:campaign", opened.public_id)
    return _form_page(request, form, None)


@requires(Permission.MANAGE_CAMPAIGNS)
def edit(request: PageRequest, public_id: UUID) -> HttpResponse:
    current = _get_campaign(public_id)
    initial = {
        "title": current.title,
        "begins_on": current.begins_on,
        "ends_on": current.ends_on,
        "clinics": queries.clinics_of(current.pk),
    }
    form = CampaignForm(request.POST or None, initial=initial)
    if perform(request, form, actions.change_campaign, campaign=current):
        flash(request, _("已修改。请重新排期，已有结果的班级不动。"))
        return redirect("web:campaign", public_id)
    return _form_page(request, form, current)


def _form_page(request: PageRequest, form: CampaignForm, current: Campaign | None) -> HttpResponse:
    context = {"form": form, "campaign": current, "has_clinics": Clinic.objects.exists()}
    return render(request, "health/campaign_form.html", context, status=form_status(form))


@requires(Permission.VIEW_CAMPAIGNS)
def campaign(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The county: load against capacity by day. A school: its classes and their days."""
    actor = request.actor
    current = get_visible_or_404(queries.campaigns().select_related("term"), public_id)
    is_county = actor.school_id is None
    context: dict[str, object] = {
        "campaign": current,
        "tone": TONES[CampaignState(current.state)],
        "is_county": is_county,
        "unplaced": queries.visible_unplaced(current.unplaced, actor),
        **(_county_context(request, current) if is_county else _school_context(current, actor)),
    }
    return render(request, "health/campaign.html", context)


def _school_context(current: Campaign, actor: Actor) -> dict[str, object]:
    rows = list(queries.appointments(actor).filter(campaign=current).order_by("date", "school_class_id"))
    return {
        "rows": [(row, queries.label_of(row)) for row in rows],
        "months": month_grids(current, _class_events(rows)),
        "sees_results": actor.has_permission(Permission.VIEW_RESULTS) and access.sees_all_results(actor),
    }


def _class_events(rows: list[Appointment]) -> dict[date, list[DayEvent]]:
    events: dict[date, list[DayEvent]] = defaultdict(list)
    for row in rows:
        events[row.date].append(DayEvent(queries.label_of(row)))
    return events


def _county_context(request: PageRequest, current: Campaign) -> dict[str, object]:
    all_days = queries.clinic_days(current, request.actor)
    clinic = uuid_param(request, "clinic")
    days = [day for day in all_days if clinic in {None, day.clinic.public_id}]
    # The job of an earlier planning has ended; its progress is no news.
    job = current.job if current.state == CampaignState.PLANNING else None
    return {
        "days": days,
        "months": month_grids(current, _load_events(days)),
        "clinics": queries.clinics_of(current.pk).count(),
        "clinic_chips": _clinic_chips(request, all_days, clinic),
        "work": progress_of(job) if job else None,
        "may_plan": request.actor.has_permission(Permission.MANAGE_CAMPAIGNS) and current.can_change,
    }


def _clinic_chips(request: PageRequest, days: list[queries.ClinicDay], selected: UUID | None) -> list[Tab]:
    """One clinic's days at a time; none where there is a single one."""
    names = {str(day.clinic.public_id): day.clinic.name for day in days}
    if len(names) < 2:
        return []
    options = {"": _("全部机构")} | names
    current = str(selected or "")
    return [Tab(name, query_string(request, clinic=key), is_active=key == current) for key, name in options.items()]


def _load_events(days: list[queries.ClinicDay]) -> dict[date, list[DayEvent]]:
    """One event per day: pupils of all clinics against their capacity."""
    pupils: dict[date, int] = defaultdict(int)
    capacity: dict[date, int] = defaultdict(int)
    for load in days:
        pupils[load.date] += load.pupils
        capacity[load.date] += load.capacity
    return {
        # The zero-width space lets a narrow phone break the line after the slash.
        day: [DayEvent(f"{pupils[day]}/\u200b{capacity[day]}", LOAD_STEPS * pupils[day] // max(capacity[day], 1))]
        for day in pupils
    }


@require_POST
@requires(Permission.MANAGE_CAMPAIGNS)
def plan(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _perform(request, public_id, actions.request_plan, _("已开始排期。"))


@require_POST
@requires(Permission.MANAGE_CAMPAIGNS)
def close(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _perform(request, public_id, actions.close_campaign, _("体检已结束，不再录入结果。"))


def _perform(request: PageRequest, public_id: UUID, action: Callable[..., object], message: str) -> HttpResponse:
    perform_and_flash(request, message, action, campaign=_get_campaign(public_id))
    return redirect("web:campaign", public_id)


def _get_campaign(public_id: UUID) -> Campaign:
    return get_visible_or_404(Campaign.objects.all(), public_id)
