"""What a school sets out to do in a term, and who answers for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.plans.choices import Duty, GroupRole, Per, PlanState
from services.schools.kinds import Public, SchoolOwned
from services.schools.models import Staff, Term


class WorkPlan(Public, SchoolOwned):
    """One school's plan for one term."""

    term = models.ForeignKey(Term, models.PROTECT, db_constraint=False, related_name="+")
    title = models.CharField(max_length=120)
    goals = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "term"], name="plan_once_a_term")]

    def __str__(self) -> str:
        return self.title


class Norm(SchoolOwned):
    """`times` of a duty `per` week, month or term, for each paired child."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, db_constraint=False, related_name="norms")
    duty = models.CharField(max_length=20, choices=Duty)
    times = models.PositiveSmallIntegerField()
    per = models.CharField(max_length=10, choices=Per)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "duty"], name="norm_once"),
            models.CheckConstraint(condition=Q(times__gte=1, times__lte=10), name="norm_is_human"),
        ]


class LeadingGroupMember(SchoolOwned):
    """领导小组: who leads, who helps, in one plan."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, db_constraint=False, related_name="leading_group")
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, related_name="+")
    role = models.CharField(max_length=10, choices=GroupRole, default=GroupRole.MEMBER)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "staff"], name="leading_group_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(role="leader"), name="leading_group_one_leader"),
        ]
