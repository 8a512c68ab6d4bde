"""Planning a campaign: every class of the county a day at a clinic, whole or not at all.

Runs as a worker at large with the county's id (Scope("r_worker", county)). Planned again, the same appointments move;
those with a result, and today's, stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.health import clinic_allocation, planning_input
from services.health.actions import notifications
from services.health.choices import AuditAction, CampaignState
from services.health.clinic_allocation import Allocation
from services.health.models import Appointment, Campaign, Checkup
from services.health.planning_input import PlanningInput
from services.health.scheduling import Planner, plan
from services.kit import clock
from services.kit.exceptions import ApplicationError

ProgressCallback = Callable[[int, int, str], None]
BATCH = 2000


class UnableToPlanCampaign(ApplicationError):
    """The sentence says why."""


@transaction.atomic
def plan_campaign(
    *,
    public_id: UUID,
    county_id: int,
    by: Actor | None,
    now: datetime,
    job_id: UUID | None = None,
    tell: ProgressCallback = lambda _done, _total, _message: None,
    planner: Planner = plan,
) -> dict[str, Any]:
    """Give every class a day, notify the schools, and return counts and the classes without a day.

    Idempotent for one job: run again, it returns the counts of what it saved before.
    """
    campaign = Campaign.objects.select_for_update().get(public_id=public_id, county_id=county_id)
    if campaign.state == CampaignState.SCHEDULED and job_id and campaign.job and campaign.job.public_id == job_id:
        return _result(campaign)
    tell(0, 4, _("正在读取班级和校历"))
    asked = planning_input.load_planning_input(campaign, clock.local_date(now))
    tell(1, 4, _("正在安排 %(classes)d 个班") % {"classes": len(asked.groups)})
    found = clinic_allocation.allocate_and_schedule(
        asked.groups, asked.regions, asked.clinics, asked.days, planner=planner
    )
    if asked.groups and not found.placements:
        raise UnableToPlanCampaign(_("一个班也没有排上：%s") % found.unplaced[0].sentence)
    tell(2, 4, _("正在写入体检安排"))
    changed = _write(campaign, asked, found)
    _settle(campaign, asked, found, now)
    tell(3, 4, _("正在通知学校"))
    notifications.notify_planned(campaign=campaign, changed=changed, now=now)
    detail = {"classes": len(found.placements), "unplaced": len(found.unplaced)}
    audit.log(AuditAction.CAMPAIGN_PLANNED, target=campaign, by=by, now=now, detail=detail)
    tell(4, 4, campaign.message)
    return _result(campaign)


@transaction.atomic
def mark_plan_failed(*, public_id: UUID, county_id: int, sentence: str) -> None:
    """The plan failed: the campaign is as it was before it was asked for."""
    campaign = Campaign.objects.select_for_update().get(public_id=public_id, county_id=county_id)
    campaign.state = CampaignState.SCHEDULED if campaign.planned_at else CampaignState.DRAFT
    campaign.message = sentence[:300]
    campaign.save(update_fields=["state", "message"])


def _write(campaign: Campaign, asked: PlanningInput, found: Allocation) -> list[Checkup]:
    """Appointments and places as found: moved, made, taken away. The checkups whose day is new or another one."""
    appointments = _appointments(campaign, asked, found)
    left = dict(asked.existing.checkups)
    moved, fresh = [], []
    for school_class, appointment in appointments.items():
        for pupil in asked.pupils[school_class]:
            known = left.pop(pupil, None)
            if known is None:
                fresh.append(_place(pupil, appointment))
                continue
            if known.appointment_id != appointment.pk:
                moved.append(known)
            known.appointment = appointment
    Checkup.objects.filter(pk__in=[each.pk for each in left.values()]).delete()
    Checkup.objects.bulk_update(moved, ["appointment"], batch_size=BATCH)
    Checkup.objects.bulk_create(fresh, batch_size=BATCH)
    gone = [each.pk for at, each in asked.existing.loose.items() if at not in found.placements]
    Appointment.objects.filter(pk__in=gone).delete()
    stayed = [each for pupil, each in asked.existing.checkups.items() if pupil not in left]
    return [each for each in [*stayed, *fresh] if asked.existing.days.get(each.pupil_id) != each.appointment.date]


def _appointments(campaign: Campaign, asked: PlanningInput, found: Allocation) -> dict[int, Appointment]:
    """By class: the loose ones moved, the missing ones made."""
    here = {}
    for school_class, (clinic, day) in found.placements.items():
        each = asked.existing.loose.get(school_class)
        if each is None:
            whose = {"school_id": asked.classes[school_class].school_id, "county_id": campaign.county_id}
            each = Appointment(campaign=campaign, school_class_id=school_class, **whose)
        each.clinic_id, each.date, each.expected = clinic, day, len(asked.pupils[school_class])
        here[school_class] = each
    known = [each for each in here.values() if each.pk]
    Appointment.objects.bulk_update(known, ["clinic", "date", "expected"], batch_size=BATCH)
    Appointment.objects.bulk_create([each for each in here.values() if not each.pk], batch_size=BATCH)
    return here


def _place(pupil: int, appointment: Appointment) -> Checkup:
    return Checkup(
        campaign_id=appointment.campaign_id,
        appointment=appointment,
        pupil_id=pupil,
        school_id=appointment.school_id,
        county_id=appointment.county_id,
    )


def _settle(campaign: Campaign, asked: PlanningInput, found: Allocation, now: datetime) -> None:
    sizes = {group.id: group.size for group in asked.groups}
    campaign.state, campaign.planned_at = CampaignState.SCHEDULED, now
    campaign.unplaced = [
        {
            "school": str(asked.classes[each.group].school.public_id),
            "school_name": asked.classes[each.group].school.name,
            "class": str(asked.classes[each.group].public_id),
            "label": asked.classes[each.group].label(campaign.term.school_year),
            "pupils": sizes[each.group],
            "reason": str(each.reason),
            "sentence": str(each.sentence),
        }
        for each in found.unplaced
    ]
    campaign.message = _summary(campaign)
    campaign.save(update_fields=["state", "planned_at", "unplaced", "message"])


def _summary(campaign: Campaign) -> str:
    counts = _counts(campaign)
    words = _("已排 %(classes)d 个班 %(pupils)d 人。") % counts
    if not campaign.unplaced:
        return words
    names = "、".join(f"{each['school_name']}{each['label']}" for each in campaign.unplaced[:5])
    more = _("等") if len(campaign.unplaced) > 5 else ""
    left = {"n": len(campaign.unplaced), "names": names + more}
    return str(words + _("还有 %(n)d 个班没有排上：%(names)s。") % left)[:300]


def _counts(campaign: Campaign) -> dict[str, int]:
    rows = Appointment.objects.filter(campaign=campaign, county=campaign.county_id)
    return {"classes": rows.count(), "pupils": rows.aggregate(n=Sum("expected"))["n"] or 0}


def _result(campaign: Campaign) -> dict[str, Any]:
    unplaced = [
        {"class": each["class"], "label": each["label"], "reason": each["reason"]} for each in campaign.unplaced
    ]
    return {**_counts(campaign), "unplaced": unplaced}
