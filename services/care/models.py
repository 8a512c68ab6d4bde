"""Mentors, background checks, pairing plans, pairings, care records and due work."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.care.choices import DueState, Mood, PairingPlanState, Topic
from services.children.models import CaseAssignment, Child
from services.files.models import Attachment
from services.jobs.models import Job
from services.kit.ids import uuid7
from services.plans.choices import CareActivity, PeriodUnit
from services.plans.models import RequiredFrequency
from services.schools.models import Staff, Term
from services.schools.tenancy import ALL, APPEND, NO_PRIVILEGES, PublicIdModel, SchoolOwned

CHILDREN_PER_MENTOR = 3  # 每位教师结对 2–3 名


class Mentor(PublicIdModel, SchoolOwned):
    """A member of staff who is paired with children, at most `capacity` of them at a time."""

    staff = models.OneToOneField(Staff, models.PROTECT, db_constraint=False, related_name="mentor")
    capacity = models.PositiveSmallIntegerField(default=3)
    is_active = models.BooleanField(default=True)

    class Meta(SchoolOwned.Meta):
        # Wider than CHILDREN_PER_MENTOR, so that the rule can change without a migration.
        constraints = [models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=6), name="mentor_capacity")]

    def free_slots(self, paired_count: int) -> int:
        """How many more children this mentor can take, with so many open pairings."""
        # The rule holds for rows, too, that were written while it was wider.
        return max(0, min(self.capacity, CHILDREN_PER_MENTOR) - paired_count)


class BackgroundCheck(PublicIdModel, SchoolOwned):
    """A check that a member of staff may be near children (入职查询), valid until a day. The newest one counts."""

    staff = models.ForeignKey(Staff, models.CASCADE, db_constraint=False, related_name="background_checks")
    checked_on = models.DateField()
    valid_until = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["staff", "valid_until"], name="background_check_once"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("checked_on")), name="background_check_dates"),
        ]
        indexes = [models.Index(fields=["school", "valid_until"], name="background_check_of_school")]


class PairingPlan(PublicIdModel, SchoolOwned):
    """One run of the optimiser for the children without a mentor, a proposal until the head approves it."""

    term = models.ForeignKey(Term, models.PROTECT, db_constraint=False, related_name="+")
    state = models.CharField(max_length=10, choices=PairingPlanState, default=PairingPlanState.COMPUTING)
    job = models.ForeignKey(Job, models.PROTECT, db_constraint=False, null=True, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=300, blank=True)


class ProposedPair(SchoolOwned):
    """A child of a plan with its mentor, or without one. `reasons`: PairingReason or one UnpairedReason."""

    plan = models.ForeignKey(PairingPlan, models.CASCADE, db_constraint=False, related_name="rows")
    child = models.ForeignKey(Child, models.CASCADE, db_constraint=False, related_name="+")
    mentor = models.ForeignKey(Mentor, models.CASCADE, db_constraint=False, null=True, related_name="+")
    reasons = ArrayField(models.CharField(max_length=40), default=list)

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "child"], name="proposed_once")]


class Pairing(PublicIdModel, SchoolOwned):
    """A mentor is responsible for a child, from a moment until a moment."""

    child = models.ForeignKey(Child, models.PROTECT, db_constraint=False, related_name="pairings")
    mentor = models.ForeignKey(Mentor, models.PROTECT, db_constraint=False, related_name="pairings")
    assignment = models.OneToOneField(CaseAssignment, models.PROTECT, db_constraint=False, related_name="pairing")
    # The pairing outlives the plan it came from.
    plan = models.ForeignKey(PairingPlan, models.SET_NULL, db_constraint=False, null=True, related_name="pairings")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=120, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            # Two people who pair the same child at once: the second is refused.
            models.UniqueConstraint(fields=["child"], condition=Q(ended_at__isnull=True), name="one_open_pairing"),
            models.CheckConstraint(
                # Nobody ends it where the day comes on which the pupil leaves.
                condition=Q(ended_at__isnull=True) | (Q(ended_at__gte=F("started_at")) & ~Q(end_reason="")),
                name="pairing_ended_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["mentor", "ended_at"], name="pairing_of_mentor")]


class CareRecord(PublicIdModel, SchoolOwned):
    """A talk, a home visit, a call or a diary page that took place. Its text is in CareNote, sealed from the county."""

    child = models.ForeignKey(Child, models.PROTECT, db_constraint=False, related_name="care_records")
    # None where the author has no pairing with the child, as a class teacher of a colleague's child.
    pairing = models.ForeignKey(Pairing, models.PROTECT, db_constraint=False, null=True, related_name="records")
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, related_name="care_records")
    activity = models.CharField(max_length=20, choices=CareActivity)
    happened_on = models.DateField()
    mood = models.PositiveSmallIntegerField(choices=Mood, null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=20), default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)  # set when the record was brought from elsewhere

    class Meta(SchoolOwned.Meta):
        indexes = [
            models.Index(
                fields=["school", "happened_on"], include=["activity", "child", "staff"], name="care_record_rollup"
            ),
            models.Index(fields=["child", "-happened_on"], name="care_record_of_child"),
        ]

    @property
    def topic_labels(self) -> list[str]:
        """The labels of the topics, in their order."""
        return [str(Topic(code).label) for code in self.topics]


class CareNote(SchoolOwned):
    """The text of a record and what was agreed: for staff who may see the child, closed to the county."""

    record = models.OneToOneField(CareRecord, models.CASCADE, db_constraint=False, related_name="note")
    # What a child said stays in the school.
    text = models.TextField(blank=True)
    agreed = models.CharField(max_length=300, blank=True)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}


class CareRecordAttachment(Attachment):
    """A photo or paper of a care record."""

    record = models.ForeignKey(CareRecord, models.CASCADE, db_constraint=False, related_name="attachments")

    class Meta(Attachment.Meta):
        indexes = [models.Index(fields=["record", "-id"], name="attachment_of_record")]


class DueWork(PublicIdModel, SchoolOwned):
    """One care activity for one child in one period of a required frequency."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, db_constraint=False, related_name="due_work")
    child = models.ForeignKey(Child, models.CASCADE, db_constraint=False, related_name="+")
    # Copied from the pairing's mentor, so that a teacher's list is a range of one index.
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, related_name="+")
    # A frequency that is removed from a plan leaves the work behind whose day has passed.
    frequency = models.ForeignKey(RequiredFrequency, models.SET_NULL, db_constraint=False, null=True, related_name="+")
    activity = models.CharField(max_length=20, choices=CareActivity)
    period_unit = models.CharField(max_length=10, choices=PeriodUnit)
    period_start = models.DateField()
    period_end = models.DateField()
    due_on = models.DateField()  # the last school day of the period
    number = models.PositiveSmallIntegerField(default=1)  # 1, 2, … where a period requires an activity several times
    postponed_until = models.DateField(null=True, blank=True)  # 稍后: not shown and not reminded before this day
    state = models.CharField(max_length=10, choices=DueState, default=DueState.DUE)
    record = models.OneToOneField(CareRecord, models.SET_NULL, db_constraint=False, null=True, related_name="due_work")

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "activity", "period_unit", "period_start", "number"], name="due_work_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "due_on"], include=["activity", "state", "staff", "child"], name="due_work_rollup"
            ),
            models.Index(fields=["staff", "due_on"], condition=Q(state=DueState.DUE), name="due_work_of_staff"),
        ]


class StaleDueWork(SchoolOwned):
    """A change of what a school's due work is derived from: plan, pairings, calendar. Append-only, filled by triggers.

    The next refresh derives the school's whole term; of other schools only the periods that have begun since.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    since = models.DateTimeField(default=timezone.now)

    # Triggers run in the role that changes a row. A school's refresh runs as the school and deletes what it has read.
    privileges = {"r_school": ALL, "r_county": APPEND, "r_worker": ALL}
