"""What planning a campaign has to know: classes and pupils, clinics and their load, the days of each school.

Asked by a worker at large with the county's id (Scope("r_worker", county)), so every query names the county.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from services.children.choices import PupilState
from services.children.models import Pupil
from services.health.choices import CheckupState
from services.health.clinic_allocation import ClinicCapacity
from services.health.models import Appointment, Campaign, CampaignClinic, Checkup, Clinic
from services.health.scheduling import ClassGroup
from services.schools import queries as schools
from services.schools.choices import OPEN_DAYS, DayKind
from services.schools.models import SchoolDay, SchoolDayOverride

VISIT_DAYS = OPEN_DAYS - {DayKind.EXAM}  # exam weeks are left alone


@dataclass
class ExistingSchedule:
    """What a campaign has already: kept appointments stay where they are, loose ones may move."""

    kept: dict[int, Appointment] = field(default_factory=dict)  # by class
    loose: dict[int, Appointment] = field(default_factory=dict)
    checkups: dict[int, Checkup] = field(default_factory=dict)  # by pupil, of loose appointments
    settled: set[int] = field(default_factory=set)  # pupils of kept appointments
    days: dict[int, date] = field(default_factory=dict)  # by pupil: the day that was told before


@dataclass
class PlanningInput:
    """One planning: `classes` by id with their school, `pupils` by class, `groups` and `days` for the planner."""

    existing: ExistingSchedule
    clinics: list[ClinicCapacity]
    classes: dict[int, Any]
    pupils: dict[int, list[int]]
    groups: list[ClassGroup]
    days: set[date]

    @property
    def regions(self) -> dict[int, int]:
        return {each.school_id: each.school.region_id for each in self.classes.values()}


def load_planning_input(campaign: Campaign, today: date) -> PlanningInput:
    """Lock the campaign's clinics and read everything; days are those after today."""
    rooms, standing = _rooms(campaign), _standing(campaign, today)
    classes, pupils = _classes(campaign), _pupils(campaign, standing)
    days, away = _days(campaign, {each.school_id for each in classes.values()}, after=today)
    groups = [
        ClassGroup(each.pk, each.school_id, len(pupils[each.pk]), away[each.school_id])
        for each in classes.values()
        if each.pk in pupils
    ]
    return PlanningInput(standing, rooms, classes, pupils, groups, days)


def _rooms(campaign: Campaign) -> list[ClinicCapacity]:
    """The campaign's clinics, locked: two campaigns planned at once must not both take the last places."""
    chosen = CampaignClinic.objects.filter(campaign=campaign).values("clinic_id")
    clinics = Clinic.objects.select_for_update().filter(pk__in=chosen, county=campaign.county_id).order_by("pk")
    rooms = [(each.pk, each.capacity, each.region_id) for each in clinics]
    taken: dict[int, Counter[date]] = defaultdict(Counter)
    for clinic, day, pupils in _busy(campaign).values_list("clinic_id", "date").annotate(n=Sum("expected")):
        taken[clinic][day] += pupils
    return [ClinicCapacity(*room, taken[room[0]]) for room in rooms]


def _busy(campaign: Campaign) -> QuerySet[Appointment]:
    """Appointments in the window that will not move: other campaigns', and those with a result."""
    within = (campaign.begins_on, campaign.ends_on)
    begun = Checkup.objects.filter(campaign=campaign).exclude(state=CheckupState.EXPECTED).values("appointment_id")
    rows = Appointment.objects.filter(county=campaign.county_id, date__range=within)
    return rows.filter(~Q(campaign=campaign) | Q(pk__in=begun)).order_by()


def _standing(campaign: Campaign, today: date) -> ExistingSchedule:
    here = ExistingSchedule()
    mine = {"campaign": campaign, "county_id": campaign.county_id}
    checkups = list(Checkup.objects.filter(**mine).select_related("appointment"))
    begun = {each.appointment_id for each in checkups if each.state != CheckupState.EXPECTED}
    for each in Appointment.objects.filter(**mine):
        place = here.kept if each.pk in begun or each.date == today else here.loose
        place[each.school_class_id] = each
    kept = {each.pk for each in here.kept.values()}
    for checkup in checkups:
        here.days[checkup.pupil_id] = checkup.appointment.date
        if checkup.appointment_id in kept:
            here.settled.add(checkup.pupil_id)
        else:
            here.checkups[checkup.pupil_id] = checkup
    return here


def _classes(campaign: Campaign) -> dict[int, Any]:
    rows = schools.classes(campaign.term.school_year).filter(county=campaign.county_id, school__is_open=True)
    return {each.pk: each for each in rows.select_related("school").order_by("school_id", "pk")}


def _pupils(campaign: Campaign, standing: ExistingSchedule) -> dict[int, list[int]]:
    """Enrolled pupils by class who need a day: kept classes have theirs, and so has who was examined elsewhere."""
    found: dict[int, list[int]] = {}
    rows = Pupil.objects.filter(county=campaign.county_id, state=PupilState.ENROLLED).order_by("pk")
    for pupil, school_class in rows.values_list("pk", "school_class_id"):
        if pupil not in standing.settled and school_class not in standing.kept:
            found.setdefault(school_class, []).append(pupil)
    return found


def _days(campaign: Campaign, schools_: Iterable[int], *, after: date) -> tuple[set[date], dict[int, frozenset[date]]]:
    """Days on which some school can be examined, and for each school those on which it cannot."""
    within = {"county_id": campaign.county_id, "date__range": (campaign.begins_on, campaign.ends_on), "date__gt": after}
    county = dict(SchoolDay.objects.filter(**within).values_list("date", "kind"))
    own: dict[int, dict[date, str]] = defaultdict(dict)
    for school, day, kind in SchoolDayOverride.objects.filter(**within).values_list("school_id", "date", "kind"):
        own[school][day] = kind
    open_by = {
        school: {day for day, kind in (county | own[school]).items() if kind in VISIT_DAYS} for school in schools_
    }
    days = set().union(*open_by.values())
    return days, {school: frozenset(days - mine) for school, mine in open_by.items()}
