"""The first day of a county and of a school: what must be set up before the work can begin, read from the rows.

An item is never ticked by hand. When a later term lacks something again, its item comes back.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from services.access.queries import active_memberships
from services.access.roles import Role
from services.assessment.models import Rubric
from services.care.models import Pairing
from services.children.choices import PupilState
from services.children.models import Pupil
from services.dashboards.choices import CountyStep, SchoolStep
from services.health.models import Clinic
from services.notify.choices import Channel, DeliveryState
from services.notify.models import Delivery
from services.plans import queries as plans
from services.schools import queries as schools
from services.schools.choices import DayKind
from services.schools.models import County, School, SchoolDay, Term
from services.schools.scope import current_scope

MIN_OFFICERS = 2  # one alone on leave would stop the county
OFFICE = (Role.COUNTY, Role.COUNTY_LEAD)
SCHOOL_OFFICE = (Role.HEAD, Role.SCHOOL_ADMIN)


@dataclass(frozen=True)
class SetupItem:
    """One thing to set up. `done` of `total` where it is counted, else both 0."""

    step: CountyStep | SchoolStep
    is_done: bool
    done: int = 0
    total: int = 0

    @property
    def title(self) -> Promise | str:
        return self.step.label


def items(on: date) -> list[SetupItem]:
    """What the scope's school, else its county, needs on a day."""
    return school_items(on) if current_scope().school_id else county_items(on)


def county_items(on: date) -> list[SetupItem]:
    """What the scope's county needs, in the order in which it is done. One query, however many schools."""
    open_schools = School.objects.filter(is_open=True)
    with_admin = active_memberships(on).filter(role__in=SCHOOL_OFFICE, school=OuterRef("pk"))
    facts = _facts(
        term=Exists(Term.objects.filter(ends_on__gte=on)),
        exams=Exists(SchoolDay.objects.filter(date__gte=on, kind=DayKind.EXAM)),
        clinics=Exists(Clinic.objects.all()),
        rubric=Exists(Rubric.objects.all()),
        officers=_count(active_memberships(on).filter(role__in=OFFICE), "user"),
        schools=_count(open_schools, "pk"),
        administered=_count(open_schools.filter(Exists(with_admin)), "pk"),
        **_sms(),
    )
    officers, total, administered = facts["officers"], facts["schools"], facts["administered"]
    return [
        SetupItem(CountyStep.TERM, facts["term"]),
        SetupItem(CountyStep.CALENDAR, facts["exams"]),
        SetupItem(CountyStep.OFFICERS, officers >= MIN_OFFICERS, officers, MIN_OFFICERS),
        # 0 of 0 is not done: without any school the step is still open.
        SetupItem(CountyStep.SCHOOLS, total == administered > 0, administered, total),
        SetupItem(CountyStep.CLINICS, facts["clinics"]),
        SetupItem(CountyStep.RUBRIC, facts["rubric"]),
        # Not asked where a provider is configured, and then done.
        SetupItem(CountyStep.SMS, facts.get("sms", True)),
    ]


def school_items(on: date) -> list[SetupItem]:
    """What the scope's school needs, in the order in which it is done. Three queries, however many classes."""
    teachers = active_memberships(on).filter(role=Role.TEACHER)
    facts = _facts(
        teachers=Exists(teachers),
        pupils=Exists(Pupil.objects.filter(state=PupilState.ENROLLED)),
        pairings=Exists(Pairing.objects.filter(ended_at=None)),
    )
    classes = schools.classes(schools.school_year_of(on)).order_by()
    counts = classes.aggregate(n=Count("pk"), led=Count("class_teacher"))
    has_plan = plans.plan_on(on, approved=True) is not None
    return [
        SetupItem(SchoolStep.STAFF, facts["teachers"]),
        SetupItem(SchoolStep.ROSTER, facts["pupils"]),
        SetupItem(SchoolStep.CLASSES, counts["n"] > 0),
        SetupItem(SchoolStep.CLASS_TEACHERS, counts["n"] == counts["led"] > 0, counts["led"], counts["n"]),
        SetupItem(SchoolStep.PLAN, has_plan),
        SetupItem(SchoolStep.PAIRING, facts["pairings"]),
    ]


def _facts(**questions: Exists | Coalesce) -> dict[str, Any]:
    """The answers to all questions about the scope's rows, in one query."""
    facts: dict[str, Any] = County.objects.annotate(**questions).values(*questions).get(pk=current_scope().county_id)
    return facts


def _count(rows: QuerySet[Any], column: str) -> Coalesce:
    """How many different values a column of the county's rows has."""
    # Distinct, because one person may hold both roles of an office.
    of_county = rows.order_by().values("county").annotate(n=Count(column, distinct=True)).values("n")
    return Coalesce(Subquery(of_county, output_field=IntegerField()), 0)


def _sms() -> dict[str, Exists]:
    """The question whether a text message has gone out; none where a provider is configured."""
    if not settings.SMS_IS_TRIAL:
        return {}
    return {"sms": Exists(Delivery.objects.filter(channel=Channel.SMS, state=DeliveryState.SENT))}
