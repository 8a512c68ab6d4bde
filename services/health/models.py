"""Clinics and campaigns belong to the county; appointments, checkups, measurements and findings to a school."""

from typing import TypedDict

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.children.models import Pupil
from services.files.models import Attachment
from services.health.choices import CampaignState, CheckupState, FindingState
from services.health.interpretations import FindingKind, Interpretation
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.schools.models import SchoolClass, Term, Township
from services.schools.tenancy import ALL, NO_PRIVILEGES, CountyOwned, PublicIdModel, SchoolOwned


# `class` is a keyword of Python, so that this key needs the functional form.
class UnplacedClass(TypedDict("UnplacedClass", {"class": str})):
    """A class without a day, as it is stored in a campaign. Ids are public."""

    school: str
    school_name: str
    label: str
    pupils: int
    reason: str
    sentence: str


class Clinic(PublicIdModel, CountyOwned):
    """A township hospital that examines `capacity` pupils a day."""

    name = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField()
    # None: the clinic serves every township.
    township = models.ForeignKey(
        Township, models.PROTECT, db_constraint=False, null=True, blank=True, db_column="region_id", related_name="+"
    )

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="clinic_name"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="clinic_capacity"),
        ]

    def __str__(self) -> str:
        return self.name


class Campaign(PublicIdModel, CountyOwned):
    """One checkup of all pupils in a window of days (体检管理办法 2021: once a school year)."""

    title = models.CharField(max_length=120)
    # Names of classes follow from the term's school year.
    term = models.ForeignKey(Term, models.PROTECT, db_constraint=False, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    # Kept after it has ended: its state says whether planning runs, and its message why it failed.
    job = models.ForeignKey(Job, models.PROTECT, db_constraint=False, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    unplaced = models.JSONField(default=list, blank=True)  # a list of UnplacedClass

    class Meta(CountyOwned.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="campaign_dates")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_being_planned(self) -> bool:
        """Whether its job is at work. A job that failed leaves the campaign free to be planned again."""
        is_running = self.job is not None and self.job.state in {JobState.QUEUED, JobState.RUNNING}
        return self.state == CampaignState.PLANNING and is_running

    @property
    def can_change(self) -> bool:
        """Whether it may be edited, planned or closed."""
        return self.state != CampaignState.CLOSED and not self.is_being_planned


class CampaignClinic(CountyOwned):
    """A clinic that a campaign uses. Planning decides which schools it serves."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="clinics")
    clinic = models.ForeignKey(Clinic, models.PROTECT, db_constraint=False, related_name="+")

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["campaign", "clinic"], name="campaign_clinic_once")]


class Appointment(PublicIdModel, SchoolOwned):
    """The day of one class at one clinic."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="appointments")
    clinic = models.ForeignKey(Clinic, models.PROTECT, db_constraint=False, related_name="appointments")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, db_constraint=False, related_name="+")
    date = models.DateField()
    expected = models.PositiveIntegerField()  # pupils when it was planned: what the clinic reserves

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["campaign", "school_class"], name="appointment_once")]
        indexes = [models.Index(fields=["school", "date"], name="appointment_of_school")]


class Checkup(PublicIdModel, SchoolOwned):
    """One pupil in one campaign: expected, done or absent."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="checkups")
    appointment = models.ForeignKey(Appointment, models.CASCADE, db_constraint=False, related_name="checkups")
    pupil = models.ForeignKey(Pupil, models.PROTECT, db_constraint=False, related_name="checkups")
    # The county reads counts from rollups; rows of pupils are closed to its role.
    state = models.CharField(max_length=10, choices=CheckupState, default=CheckupState.EXPECTED)
    taken_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["campaign", "pupil"], name="checkup_once")]
        indexes = [models.Index(fields=["school", "taken_on"], include=["state", "pupil"], name="checkup_rollup")]


class Measurements(SchoolOwned):
    """Measured values: cm and kg with one decimal, vision on the five-mark log chart, mmHg. None: not measured."""

    checkup = models.OneToOneField(Checkup, models.CASCADE, db_constraint=False, related_name="measurements")
    height_cm = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    weight_kg = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    vision_left = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    vision_right = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}


class Finding(PublicIdModel, SchoolOwned):
    """An abnormal verdict, followed until it is closed."""

    checkup = models.ForeignKey(Checkup, models.CASCADE, db_constraint=False, related_name="findings")
    pupil = models.ForeignKey(Pupil, models.PROTECT, db_constraint=False, related_name="findings")
    kind = models.CharField(max_length=30, choices=FindingKind)
    interpretation = models.CharField(max_length=30, choices=Interpretation, blank=True)
    # Texts as a report prints them: a later edition of a standard must not change what was found.
    value = models.CharField(max_length=40)
    limit = models.CharField(max_length=40)
    standard = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=FindingState, default=FindingState.OPEN)
    found_on = models.DateField()
    guardian_notified_on = models.DateField(null=True, blank=True)
    guardian_responded_on = models.DateField(null=True, blank=True)  # seen by a doctor, or the family cannot pay
    closed_on = models.DateField(null=True, blank=True)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [
            # Two stations that enter the same pupil at once must not open it twice.
            models.UniqueConstraint(fields=["checkup", "kind"], name="finding_once"),
            models.CheckConstraint(
                condition=(Q(state=FindingState.CLOSED) & Q(closed_on__isnull=False))
                | (~Q(state=FindingState.CLOSED) & Q(closed_on__isnull=True)),
                name="finding_closed_has_date",
            ),
        ]
        indexes = [models.Index(fields=["school", "found_on"], include=["state", "kind"], name="finding_rollup")]


class FindingAttachment(Attachment):
    """What a doctor wrote about a finding, or a paper of its treatment."""

    finding = models.ForeignKey(Finding, models.CASCADE, db_constraint=False, related_name="attachments")

    class Meta(Attachment.Meta):
        indexes = [models.Index(fields=["finding", "-id"], name="attachment_of_finding")]


class CampaignAttachment(Attachment):
    """A school's own paper of a campaign: the signed list, the letter to the parents."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, db_constraint=False, related_name="attachments")

    class Meta(Attachment.Meta):
        indexes = [models.Index(fields=["campaign", "-id"], name="attachment_of_campaign")]
