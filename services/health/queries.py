"""Reads of health, within the reader's scope."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from services.access.actor import Actor
from services.children.models import Pupil
from services.health.access import checkups_visible_to, findings_visible_to
from services.health.choices import CampaignState, CheckupState, FindingState
from services.health.models import (
    Appointment,
    Campaign,
    CampaignClinic,
    Checkup,
    Clinic,
    Finding,
    Measurements,
    UnplacedClass,
)
from services.schools.choices import SCHOOL_DAY_KINDS, DayKind
from services.schools.models import SchoolDay


def campaigns() -> QuerySet[Campaign]:
    """Campaigns with the numbers of `classes` and `pupils` of the reader's tenant that have a day in them."""
    appointments = Appointment.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    # Subqueries, because two joins in one query would multiply the counts.
    return Campaign.objects.annotate(
        classes=_number(appointments.annotate(n=Count("pk"))),
        pupils=_number(appointments.annotate(n=Sum("expected"))),
    )


def _number(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def clinics_of(campaign_id: int) -> QuerySet[Clinic]:
    """The clinics that a campaign uses."""
    return Clinic.objects.filter(pk__in=CampaignClinic.objects.filter(campaign_id=campaign_id).values("clinic_id"))


def visible_unplaced(classes: Iterable[UnplacedClass], by: Actor) -> list[UnplacedClass]:
    """A campaign's classes without a day: a school sees its own, the county all."""
    school = str(by.school_public_id or "")
    return [unplaced for unplaced in classes if by.school_id is None or unplaced["school"] == school]


@dataclass(frozen=True)
class ClinicDay:
    """Pupils expected at a clinic on a day, in all campaigns, and its capacity.

    `schools`: of this campaign, the name of each school with the labels of its classes.
    """

    date: date
    clinic: Clinic
    pupils: int
    mine: int  # of these, in this campaign
    schools: dict[str, list[str]]

    @property
    def capacity(self) -> int:
        return self.clinic.capacity

    @property
    def is_full(self) -> bool:
        return self.pupils >= self.capacity


def clinic_days(campaign: Campaign, by: Actor) -> list[ClinicDay]:
    """The campaign's clinics on the days it uses them, by day, then clinic. For the county."""
    classes: dict[tuple[date, Clinic], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    mine: Counter[tuple[date, Clinic]] = Counter()
    rows = appointments(by).filter(campaign=campaign)
    for row in rows.order_by("school__name", "school_class__entry_grade", "-school_class__entry_year", "pk"):
        classes[row.date, row.clinic][row.school.name].append(label_of(row))
        mine[row.date, row.clinic] += row.expected
    pupils = _expected(campaign, {clinic.pk for _day, clinic in classes})
    days = [
        ClinicDay(day, clinic, pupils[day, clinic.pk], mine[day, clinic], dict(schools))
        for (day, clinic), schools in classes.items()
    ]
    return sorted(days, key=lambda day: (day.date, day.clinic.name))


def _expected(campaign: Campaign, clinics: Collection[int]) -> dict[tuple[date, int], int]:
    """Pupils of all campaigns at these clinics (ids) on each day of the campaign."""
    rows = Appointment.objects.filter(clinic_id__in=clinics, date__range=(campaign.begins_on, campaign.ends_on))
    sums = rows.order_by().values_list("date", "clinic_id").annotate(Sum("expected"))
    return {(day, clinic_id): pupils for day, clinic_id, pupils in sums}


@dataclass(frozen=True)
class SchoolDays:
    """A school in a campaign: its classes and pupils with a day, the days, the names of the clinics."""

    public_id: UUID
    name: str
    township: str
    classes: int
    pupils: int
    first: date
    last: date
    clinics: list[str]


def schools_of(campaign: Campaign, clinic: UUID | None = None) -> list[SchoolDays]:
    """The schools of a campaign, or of one clinic in it (a public id), by their first day. For the county."""
    rows = Appointment.objects.filter(campaign=campaign).order_by()
    if clinic:
        rows = rows.filter(clinic__public_id=clinic)
    columns = rows.values_list("school__public_id", "school__name", "school__township__name")
    # In the order of the fields of SchoolDays.
    summed = columns.annotate(
        Count("pk"),
        Sum("expected"),
        first=Min("date"),
        last=Max("date"),
        clinics=ArrayAgg("clinic__name", distinct=True),
    )
    return sorted((SchoolDays(*row) for row in summed), key=lambda school: (school.first, school.name))


def excluded_days(begins: date, ends: date) -> dict[date, str]:
    """Days of the county's calendar on which no class is examined, with the name or kind of the day."""
    kinds = SCHOOL_DAY_KINDS - {DayKind.EXAM}
    rows = SchoolDay.objects.filter(date__range=(begins, ends)).exclude(kind__in=kinds)
    return {day: name or str(DayKind(kind).label) for day, kind, name in rows.values_list("date", "kind", "name")}


def appointments(by: Actor) -> QuerySet[Appointment]:
    """Appointments with the numbers of pupils done and absent; None for the county, which reads no results."""
    rows = Appointment.objects.select_related("clinic", "campaign__term", "school_class", "school")
    if by.school_id is None:
        # The county has no privilege on checkups: even counting them would be refused.
        unknown = Value(None, output_field=IntegerField())
        return rows.annotate(done=unknown, absent=unknown)
    done = Count("checkups", filter=Q(checkups__state=CheckupState.DONE))
    absent = Count("checkups", filter=Q(checkups__state=CheckupState.ABSENT))
    return rows.annotate(done=done, absent=absent, total=Count("checkups"))


def label_of(appointment: Appointment) -> str:
    """三(2)班, as it is called in the campaign's school year."""
    return appointment.school_class.label(appointment.campaign.term.school_year)


def queue(appointment: Appointment, by: Actor, now: datetime) -> list[Checkup]:
    """The checkups of a class by name: an order that does not change while results are entered."""
    rows = checkups_visible_to(by, now).filter(appointment=appointment).select_related("pupil", "measurements")
    return list(rows.order_by("pupil__pinyin", "pk"))


def station_days(by: Actor, today: date) -> list[date]:
    """Days with appointments in running campaigns: the last month, for pupils who come late, and all to come."""
    rows = Appointment.objects.exclude(campaign__state=CampaignState.CLOSED)
    near = rows.filter(date__gte=today - timedelta(days=31))
    return list(near.order_by("date").values_list("date", flat=True).distinct()) if by.school_id else []


@dataclass(frozen=True)
class PastCheckup:
    """One checkup of a pupil, for the child's page."""

    checkup: Checkup
    title: str
    day: date
    measurements: Measurements | None
    findings: list[Finding] = field(default_factory=list)


def checkups_of(pupil: Pupil) -> list[PastCheckup]:
    """A pupil's checkups, newest first. The caller has checked that the reader may see the pupil."""
    rows = list(
        Checkup.objects.filter(pupil=pupil)
        .select_related("campaign", "appointment", "measurements")
        .order_by("-appointment__date", "-pk")
    )
    findings = by_checkup(Finding.objects.filter(pupil=pupil).order_by("pk"))
    return [
        PastCheckup(
            row,
            row.campaign.title,
            row.taken_on or row.appointment.date,
            # A reverse one-to-one raises where there is no row, so it is read with a default.
            getattr(row, "measurements", None),
            findings.get(row.pk, []),
        )
        for row in rows
    ]


def by_checkup(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    grouped: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.checkup_id].append(finding)
    return grouped


def findings_by_state(by: Actor, now: datetime) -> dict[str, int]:
    """Number of findings in each state, zero included."""
    rows = findings_visible_to(by, now).order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(FindingState.values, 0) | dict(rows)
