"""Load what planning a campaign needs: classes and pupils, clinics and their bookings, the days of each school.

Runs as a cross-tenant worker (`worker_for_county`), so every query names the county.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, Sum

from services.children.choices import PupilState
from services.children.models import Pupil
from services.health.choices import CheckupState
from services.health.clinic_allocation import ClinicCapacity
from services.health.models import Appointment, Campaign, CampaignClinic, Checkup, Clinic
from services.health.scheduling import ClassGroup
from services.schools import queries as schools
from services.schools.choices import SCHOOL_DAY_KINDS, DayKind
from services.schools.models import SchoolClass, SchoolDay, SchoolDayOverride

VISIT_DAYS = SCHOOL_DAY_KINDS - {DayKind.EXAM}  # exam weeks stay free


@dataclass
class ExistingSchedule:
    """The appointments a campaign has already. Fixed ones have a result or are today; the others may move."""

    fixed: dict[int, Appointment] = field(default_factory=dict)  # by class
    reschedulable: dict[int, Appointment] = field(default_factory=dict)  # by class
    checkups: dict[int, Checkup] = field(default_factory=dict)  # by pupil, of reschedulable appointments
    fixed_pupils: set[int] = field(default_factory=set)
    day_by_pupil: dict[int, date] = field(default_factory=dict)  # by pupil, the day of which the school was notified


@dataclass
class PlanningInput:
    """Input of one planning run: `classes` by id with their school, pupil ids by class, `groups` for the planner."""

    existing: ExistingSchedule
    clinics: list[ClinicCapacity]
    classes: dict[int, SchoolClass]
    pupils: dict[int, list[int]]
    groups: list[ClassGroup]
    days: set[date]

    @property
    def townships(self) -> dict[int, int]:
        """Township by school."""
        return {school_class.school.pk: school_class.school.township_id for school_class in self.classes.values()}


def load_planning_input(campaign: Campaign, today: date) -> PlanningInput:
    """Lock the campaign's clinics and load everything; `days` are those after today."""
    clinics, existing = _lock_clinics(campaign), _existing_schedule(campaign, today)
    classes, pupils = _classes(campaign), _pupils(campaign, existing)
    days, closed = _days(campaign, {school_class.school.pk for school_class in classes.values()}, after=today)
    groups = [
        ClassGroup(pk, school_class.school.pk, len(pupils[pk]), closed[school_class.school.pk])
        for pk, school_class in classes.items()
        if pk in pupils
    ]
    return PlanningInput(existing, clinics, classes, pupils, groups, days)


def _lock_clinics(campaign: Campaign) -> list[ClinicCapacity]:
    """The campaign's clinics, locked: two campaigns planned at once must not both take the same capacity."""
    used = CampaignClinic.objects.filter(campaign=campaign).values("clinic_id")
    clinics = Clinic.objects.select_for_update().filter(pk__in=used, county=campaign.county_id).order_by("pk")
    locked = list(clinics)
    booked: dict[int, Counter[date]] = defaultdict(Counter)  # read under the lock
    rows = _immovable_appointments(campaign).values_list("clinic_id", "date").annotate(n=Sum("expected"))
    for clinic_id, day, pupils in rows:
        booked[clinic_id][day] += pupils
    return [ClinicCapacity(clinic.pk, clinic.capacity, clinic.township_id, booked[clinic.pk]) for clinic in locked]


def _immovable_appointments(campaign: Campaign) -> QuerySet[Appointment]:
    """Appointments in the campaign's days that will not move: those of other campaigns, and those with a result."""
    within = (campaign.begins_on, campaign.ends_on)
    begun = Checkup.objects.filter(campaign=campaign).exclude(state=CheckupState.EXPECTED).values("appointment_id")
    rows = Appointment.objects.filter(county=campaign.county_id, date__range=within)
    return rows.filter(~Q(campaign=campaign) | Q(pk__in=begun)).order_by()


def _existing_schedule(campaign: Campaign, today: date) -> ExistingSchedule:
    existing = ExistingSchedule()
    of_campaign = {"campaign": campaign, "county_id": campaign.county_id}
    checkups = list(Checkup.objects.filter(**of_campaign).select_related("appointment"))
    begun = {checkup.appointment_id for checkup in checkups if checkup.state != CheckupState.EXPECTED}
    for appointment in Appointment.objects.filter(**of_campaign):
        is_fixed = appointment.pk in begun or appointment.date == today
        by_class = existing.fixed if is_fixed else existing.reschedulable
        by_class[appointment.school_class_id] = appointment
    fixed_ids = {appointment.pk for appointment in existing.fixed.values()}
    for checkup in checkups:
        existing.day_by_pupil[checkup.pupil_id] = checkup.appointment.date
        if checkup.appointment_id in fixed_ids:
            existing.fixed_pupils.add(checkup.pupil_id)
        else:
            existing.checkups[checkup.pupil_id] = checkup
    return existing


def _classes(campaign: Campaign) -> dict[int, SchoolClass]:
    rows = schools.classes(campaign.term.school_year).filter(county=campaign.county_id, school__is_open=True)
    return {row.pk: row for row in rows.select_related("school").order_by("school_id", "pk")}


def _pupils(campaign: Campaign, existing: ExistingSchedule) -> dict[int, list[int]]:
    """Enrolled pupils by class who need a day: not those of fixed classes, nor those examined with another class."""
    pupils: dict[int, list[int]] = {}
    rows = Pupil.objects.filter(county=campaign.county_id, state=PupilState.ENROLLED).order_by("pk")
    for pupil_id, class_id in rows.values_list("pk", "school_class_id"):
        if pupil_id not in existing.fixed_pupils and class_id not in existing.fixed:
            pupils.setdefault(class_id, []).append(pupil_id)
    return pupils


def _days(
    campaign: Campaign, school_ids: Iterable[int], *, after: date
) -> tuple[set[date], dict[int, frozenset[date]]]:
    """Days on which at least one school is open, and by school those of them on which it is closed."""
    within = {"county_id": campaign.county_id, "date__range": (campaign.begins_on, campaign.ends_on), "date__gt": after}
    county = dict(SchoolDay.objects.filter(**within).values_list("date", "kind"))
    overrides: dict[int, dict[date, str]] = defaultdict(dict)
    for school_id, day, kind in SchoolDayOverride.objects.filter(**within).values_list("school_id", "date", "kind"):
        overrides[school_id][day] = kind
    open_days = {
        school_id: {day for day, kind in (county | overrides[school_id]).items() if kind in VISIT_DAYS}
        for school_id in school_ids
    }
    days = set().union(*open_days.values())
    return days, {school_id: frozenset(days - open_on) for school_id, open_on in open_days.items()}
