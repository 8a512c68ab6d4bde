"""体检: the county opens, plans and closes campaigns; a school sees its classes and their days."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.health import access, queries
from services.health.actions import campaigns as actions
from services.health.choices import CampaignState, FindingState
from services.health.models import Campaign, Clinic
from services.kit import clock
from services.web.components import Tone, flash
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash
from services.web.health import campaign_page
from services.web.health.forms import CampaignForm
from services.web.page_request import PageRequest

# Two campaigns a year: more than ten years.
MAX_ROWS = 30
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
    """The county: which classes are where, by clinic and day. A school: its classes and their days."""
    actor = request.actor
    current = get_visible_or_404(queries.campaigns().select_related("term"), public_id)
    is_county = actor.school_id is None
    unplaced = queries.visible_unplaced(current.unplaced, actor)
    context: dict[str, object] = {
        "campaign": current,
        "tone": TONES[CampaignState(current.state)],
        "is_county": is_county,
        "has_papers": actor.has_permission(Permission.VIEW_ATTACHMENTS)
        and access.campaigns_with_papers(actor, clock.now()).filter(pk=current.pk).exists(),
        "unplaced": campaign_page.unplaced_groups(unplaced),
        **(
            campaign_page.county_context(request, current, unplaced)
            if is_county
            else campaign_page.school_context(current, actor)
        ),
    }
    return render(request, "health/campaign.html", context)


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
