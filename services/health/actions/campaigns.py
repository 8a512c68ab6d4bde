"""Open, change, plan and close a campaign. A job computes the plan (planning.py)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.health import queries
from services.health.choices import AuditAction, CampaignState, JobKind
from services.health.models import Campaign, CampaignClinic, Clinic
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools import queries as schools
from services.schools.models import Term

MAX_DURATION = timedelta(days=120)


class InvalidCampaign(ApplicationError):
    """A value of the campaign is wrong; `field` names it."""


class UnableToChangeCampaign(ApplicationError):
    """The campaign is being planned, is closed, or its days are over."""


@transaction.atomic
def open_campaign(
    *, title: str, begins_on: date, ends_on: date, clinics: Sequence[Clinic], by: Actor, now: datetime
) -> Campaign:
    """Create a draft. Nothing is scheduled and nobody notified before it is planned."""
    require_permission(by, Permission.MANAGE_CAMPAIGNS)
    term = _checked(title, begins_on, ends_on, clinics, now)
    campaign = Campaign.objects.create(
        title=title.strip(), term=term, begins_on=begins_on, ends_on=ends_on, opened_by_id=by.user_id
    )
    _set_clinics(campaign, clinics)
    audit.log(AuditAction.CAMPAIGN_OPENED, target=campaign, by=by, now=now)
    return campaign


class CampaignChanges(TypedDict, total=False):
    title: str
    begins_on: date
    ends_on: date
    clinics: Sequence[Clinic]


@transaction.atomic
def change_campaign(*, campaign: Campaign, by: Actor, now: datetime, **changes: Unpack[CampaignChanges]) -> Campaign:
    """Change what is given. Appointments stay as they are until the campaign is planned again."""
    require_permission(by, Permission.MANAGE_CAMPAIGNS)
    fresh = _lock_changeable(campaign)
    fresh.title = changes.get("title", fresh.title).strip()
    fresh.begins_on = changes.get("begins_on", fresh.begins_on)
    fresh.ends_on = changes.get("ends_on", fresh.ends_on)
    clinics = changes["clinics"] if "clinics" in changes else list(queries.clinics_of(fresh.pk))
    fresh.term = _checked(fresh.title, fresh.begins_on, fresh.ends_on, clinics, now)
    fresh.save(update_fields=["title", "term", "begins_on", "ends_on"])
    _set_clinics(fresh, clinics)
    audit.log(AuditAction.CAMPAIGN_UPDATED, target=fresh, by=by, now=now)
    return fresh


@transaction.atomic
def request_plan(*, campaign: Campaign, by: Actor, now: datetime) -> Job:
    """Start the job that gives every class a day. Planned again, classes without a result may move and are notified."""
    require_permission(by, Permission.MANAGE_CAMPAIGNS)
    fresh = _lock_changeable(campaign)
    # Classes are planned from tomorrow on, so that everybody can be notified in time.
    if fresh.ends_on <= clock.local_date(now):
        raise UnableToChangeCampaign(_("体检期已过，请先延长结束日期再排期。"))
    fresh.job = jobs.enqueue(kind=JobKind.PLAN_CAMPAIGN, target_id=fresh.public_id, by=by, now=now)
    fresh.state, fresh.message = CampaignState.PLANNING, ""
    fresh.save(update_fields=["job", "state", "message"])
    audit.log(AuditAction.CAMPAIGN_PLAN_REQUESTED, target=fresh, by=by, now=now)
    return fresh.job


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Actor, now: datetime) -> Campaign:
    """Close a campaign: no more results can be entered, findings are followed further."""
    require_permission(by, Permission.MANAGE_CAMPAIGNS)
    fresh = _lock_changeable(campaign)
    fresh.state = CampaignState.CLOSED
    fresh.save(update_fields=["state"])
    audit.log(AuditAction.CAMPAIGN_CLOSED, target=fresh, by=by, now=now)
    return fresh


def _lock_changeable(campaign: Campaign) -> Campaign:
    # Locked: two officers must not start two plannings of one campaign.
    fresh = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if fresh.state == CampaignState.CLOSED:
        raise UnableToChangeCampaign(_("这次体检已结束。"))
    # The job writes appointments: a change meanwhile would be overwritten by its result.
    if fresh.is_being_planned:
        raise UnableToChangeCampaign(_("正在排期，请等它完成。"))
    return fresh


def _set_clinics(campaign: Campaign, clinics: Sequence[Clinic]) -> None:
    CampaignClinic.objects.filter(campaign=campaign).exclude(clinic__in=clinics).delete()
    rows = [CampaignClinic(campaign=campaign, clinic=clinic) for clinic in clinics]
    CampaignClinic.objects.bulk_create(rows, ignore_conflicts=True)


def _checked(title: str, begins_on: date, ends_on: date, clinics: Sequence[Clinic], now: datetime) -> Term:
    if not title.strip():
        raise InvalidCampaign(_("请填写名称。"), field="title")
    if ends_on < begins_on:
        raise InvalidCampaign(_("结束日期不能早于开始日期。"), field="ends_on")
    # A longer window is a typing error, and planning tries every day of it.
    if ends_on - begins_on > MAX_DURATION:
        raise InvalidCampaign(_("体检期最长 %d 天。") % MAX_DURATION.days, field="ends_on")
    if ends_on <= clock.local_date(now):
        raise InvalidCampaign(_("体检期要在今天之后结束。"), field="ends_on")
    if not clinics:
        raise InvalidCampaign(_("请至少选择一个体检机构。"), field="clinics")
    return _term(begins_on, ends_on)


def _term(begins_on: date, ends_on: date) -> Term:
    """The term that holds both days: a class is named by the school year, so a campaign may not cross into another."""
    term = schools.current_term(begins_on)
    if term is None:
        raise InvalidCampaign(_("开始日期不在任何学期里，请先在校历中设置学期。"), field="begins_on")
    if ends_on > term.ends_on:
        message = _("体检期要在一个学期之内，这个学期到 %(day)s 为止。") % {"day": term.ends_on.isoformat()}
        raise InvalidCampaign(message, field="ends_on")
    return term
