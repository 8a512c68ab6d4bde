"""Work plans of schools and deadlines of the county."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.plans.choices import CareActivity, DeadlineKind, GroupRole, PeriodUnit, PlanState
from services.schools.models import Staff, Term
from services.schools.tenancy import CountyOwned, PublicIdModel, SchoolOwned

# Twice every school day; more is a typing error that would fill each teacher's page.
MAX_COUNT = 10  # of an activity in one period


class WorkPlan(PublicIdModel, SchoolOwned):
    """One school's plan for one term."""

    term = models.ForeignKey(Term, models.PROTECT, db_constraint=False, related_name="+")
    title = models.CharField(max_length=120)
    goals = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    # Work falls due from this moment on, not from the beginning of the term.
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "term"], name="plan_once_a_term")]

    def __str__(self) -> str:
        return self.title


class RequiredFrequency(SchoolOwned):
    """How often a care activity is required for each paired child: `count` per week, month or term."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, db_constraint=False, related_name="required_frequencies")
    activity = models.CharField(max_length=20, choices=CareActivity)
    count = models.PositiveSmallIntegerField()
    period_unit = models.CharField(max_length=10, choices=PeriodUnit)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "activity"], name="frequency_once"),
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=MAX_COUNT), name="frequency_count"),
        ]


class LeadingGroupMember(SchoolOwned):
    """领导小组: a member of staff and the role in the leading group of one plan."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, db_constraint=False, related_name="leading_group")
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, related_name="+")
    role = models.CharField(max_length=10, choices=GroupRole, default=GroupRole.MEMBER)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "staff"], name="leading_group_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(role=GroupRole.LEADER), name="leading_group_one_leader"
            ),
        ]


class Deadline(PublicIdModel, CountyOwned):
    """A survey or report that every school of the county must submit by a day (摸底、报送)."""

    title = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=DeadlineKind)
    due_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "title", "due_on"], name="deadline_once")]
        indexes = [models.Index(fields=["county", "due_on"], name="deadline_by_day")]

    def __str__(self) -> str:
        return self.title


class DeadlineSubmission(SchoolOwned):
    """A school has submitted what a deadline asks for."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, db_constraint=False, related_name="submissions")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "deadline"], name="deadline_submission_once")]
