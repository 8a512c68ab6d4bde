"""Plan a campaign: every class of the county gets a day at a clinic.

Runs as a cross-tenant worker with the county's id (`worker_for_county`). Planned again, the same appointments
move, but those with a result and those of today stay.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict
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
from services.health.models import Appointment, Campaign, Checkup, UnplacedClass
from services.health.planning_input import PlanningInput
from services.health.scheduling import Planner, plan
from services.kit import clock
from services.kit.exceptions import ApplicationError

ProgressCallback = Callable[[int, int, str], None]
BATCH = 2000  # rows per statement
NAMES_SHOWN = 5  # of classes without a day, in the message
MAX_MESSAGE_LENGTH: int = Campaign.message.field.max_length or 0


class UnableToPlanCampaign(ApplicationError):
    """No class can be given a day; the text says why."""


class UnplacedSummary(TypedDict("UnplacedSummary", {"class": str})):
    """A class without a day, in the result of the job. Ids are public."""

    label: str
    reason: str


class PlanResult(TypedDict):
    """The result of the job: numbers of classes and pupils with a day, and the classes without one."""

    classes: int
    pupils: int
    unplaced: list[UnplacedSummary]


@transaction.atomic
def plan_campaign(
    *,
    public_id: UUID,
    county_id: int,
    by: Actor | None,
    now: datetime,
    job_id: UUID | None = None,
    progress: ProgressCallback = lambda _done, _total, _message: None,
    planner: Planner = plan,
) -> PlanResult:
    """Give every class a day and notify the schools. Raises UnableToPlanCampaign when no class can have one.

    Idempotent for one job: run again, it returns the result of what it saved before.
    """
    campaign = Campaign.objects.select_for_update().get(public_id=public_id, county_id=county_id)
    # A job may run twice; the second run must not move classes that were notified_days.
    if campaign.state == CampaignState.SCHEDULED and job_id and campaign.job and campaign.job.public_id == job_id:
        return _result(campaign)
    progress(0, 4, _("正在读取班级和校历"))
    data = planning_input.load_planning_input(campaign, clock.local_date(now))
    progress(1, 4, _("正在安排 %(classes)d 个班") % {"classes": len(data.groups)})
    allocation = clinic_allocation.allocate_and_schedule(
        data.groups, data.townships, data.clinics, data.days, planner=planner
    )
    # Nothing is written: an empty plan would delete the one before.
    if data.groups and not allocation.placements:
        raise UnableToPlanCampaign(_("一个班也没有排上：%s") % allocation.unplaced[0].sentence)
    progress(2, 4, _("正在写入体检安排"))
    changed = _save_schedule(campaign, data, allocation)
    _save_campaign(campaign, data, allocation, now)
    progress(3, 4, _("正在通知学校"))
    notifications.notify_planned(campaign=campaign, changed=changed, now=now)
    detail = {"classes": len(allocation.placements), "unplaced": len(allocation.unplaced)}
    audit.log(AuditAction.CAMPAIGN_PLANNED, target=campaign, by=by, now=now, detail=detail)
    progress(4, 4, campaign.message)
    return _result(campaign)


@transaction.atomic
def mark_plan_failed(*, public_id: UUID, county_id: int, message: str) -> None:
    """Put a campaign back into the state before it was planned, with a message."""
    campaign = Campaign.objects.select_for_update().get(public_id=public_id, county_id=county_id)
    campaign.state = CampaignState.SCHEDULED if campaign.planned_at else CampaignState.DRAFT
    campaign.message = message[:MAX_MESSAGE_LENGTH]
    campaign.save(update_fields=["state", "message"])


def _save_schedule(campaign: Campaign, data: PlanningInput, allocation: Allocation) -> list[Checkup]:
    """Move, create and delete appointments and checkups. Returns the checkups with a new or another day."""
    appointments = _save_appointments(campaign, data, allocation)
    # What is left over at the end belongs to pupils who left or have no day any more.
    outdated = dict(data.existing.checkups)
    moved, created = [], []
    for class_id, appointment in appointments.items():
        for pupil_id in data.pupils[class_id]:
            checkup = outdated.pop(pupil_id, None)
            if checkup is None:
                created.append(_new_checkup(pupil_id, appointment))
                continue
            if checkup.appointment_id != appointment.pk:
                moved.append(checkup)
            checkup.appointment = appointment
    Checkup.objects.filter(pk__in=[checkup.pk for checkup in outdated.values()]).delete()
    Checkup.objects.bulk_update(moved, ["appointment"], batch_size=BATCH)
    Checkup.objects.bulk_create(created, batch_size=BATCH)
    unused = [row.pk for class_id, row in data.existing.reschedulable.items() if class_id not in allocation.placements]
    Appointment.objects.filter(pk__in=unused).delete()
    kept = [checkup for pupil_id, checkup in data.existing.checkups.items() if pupil_id not in outdated]
    # Whoever keeps the day is not notified again.
    notified_days = data.existing.day_by_pupil
    return [row for row in [*kept, *created] if notified_days.get(row.pupil_id) != row.appointment.date]


def _save_appointments(campaign: Campaign, data: PlanningInput, allocation: Allocation) -> dict[int, Appointment]:
    """Appointments by class: reschedulable ones are moved, missing ones created."""
    appointments = {}
    for class_id, (clinic_id, day) in allocation.placements.items():
        appointment = data.existing.reschedulable.get(class_id) or Appointment(
            campaign=campaign,
            school_class_id=class_id,
            school_id=data.classes[class_id].school_id,
            county_id=campaign.county_id,
        )
        appointment.clinic_id, appointment.date = clinic_id, day
        appointment.expected = len(data.pupils[class_id])
        appointments[class_id] = appointment
    known = [row for row in appointments.values() if row.pk]
    Appointment.objects.bulk_update(known, ["clinic", "date", "expected"], batch_size=BATCH)
    Appointment.objects.bulk_create([row for row in appointments.values() if not row.pk], batch_size=BATCH)
    return appointments


def _new_checkup(pupil_id: int, appointment: Appointment) -> Checkup:
    return Checkup(
        campaign_id=appointment.campaign_id,
        appointment=appointment,
        pupil_id=pupil_id,
        school_id=appointment.school_id,
        county_id=appointment.county_id,
    )


def _save_campaign(campaign: Campaign, data: PlanningInput, allocation: Allocation, now: datetime) -> None:
    campaign.state, campaign.planned_at = CampaignState.SCHEDULED, now
    campaign.unplaced = _unplaced_classes(campaign, data, allocation)
    campaign.message = _summary(campaign)
    campaign.save(update_fields=["state", "planned_at", "unplaced", "message"])


def _unplaced_classes(campaign: Campaign, data: PlanningInput, allocation: Allocation) -> list[UnplacedClass]:
    sizes = {group.id: group.size for group in data.groups}
    rows = ((data.classes[unplaced.class_id], unplaced) for unplaced in allocation.unplaced)
    return [
        {
            "school": str(school_class.school.public_id),
            "school_name": school_class.school.name,
            "class": str(school_class.public_id),
            "label": school_class.label(campaign.term.school_year),
            "pupils": sizes[school_class.pk],
            "reason": str(unplaced.reason),
            "sentence": str(unplaced.sentence),
        }
        for school_class, unplaced in rows
    ]


def _summary(campaign: Campaign) -> str:
    text = _("已排 %(classes)d 个班 %(pupils)d 人。") % _counts(campaign)
    if not campaign.unplaced:
        return text
    names = "、".join(f"{row['school_name']}{row['label']}" for row in campaign.unplaced[:NAMES_SHOWN])
    more = _("等") if len(campaign.unplaced) > NAMES_SHOWN else ""
    rest = {"n": len(campaign.unplaced), "names": names + more}
    return str(text + _("还有 %(n)d 个班没有排上：%(names)s。") % rest)[:MAX_MESSAGE_LENGTH]


def _counts(campaign: Campaign) -> dict[str, int]:
    rows = Appointment.objects.filter(campaign=campaign, county=campaign.county_id)
    return {"classes": rows.count(), "pupils": rows.aggregate(n=Sum("expected"))["n"] or 0}


def _result(campaign: Campaign) -> PlanResult:
    counts = _counts(campaign)
    # The result of a job is stored and logged: it holds no names of schools.
    unplaced: list[UnplacedSummary] = [
        {"class": row["class"], "label": row["label"], "reason": row["reason"]} for row in campaign.unplaced
    ]
    return {"classes": counts["classes"], "pupils": counts["pupils"], "unplaced": unplaced}
