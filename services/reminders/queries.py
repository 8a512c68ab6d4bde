"""The settings in effect at the scope's tenant, their versions, and the occurrences of rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.jobs.models import Job, Occurrence
from services.kit.exceptions import ApplicationError
from services.reminders.choices import JobKind
from services.reminders.kinds import SCHEDULE_PREFIX, ReminderKind, get_kind, kinds
from services.reminders.models import ReminderRule, RuleSettings, SchoolReminderRule
from services.reminders.validation import validate_settings
from services.schools.scope import current_scope

MAX_VERSIONS, MAX_OCCURRENCES = 10, 14  # of one rule's page: its newest versions, about two weeks of evaluations


class UnableToChangeRule(ApplicationError):
    """The kind does not exist, or this tenant may not change its rule."""


class OccurrenceRow(TypedDict):
    """One evaluation of a rule, summed over the tenants of the scope."""

    due_at: datetime
    tenants: int
    notifications: int
    failed: int
    skipped_count: int


def require_kind(key: str) -> ReminderKind:
    """Raises UnableToChangeRule for an unknown kind."""
    if kind := get_kind(key):
        return kind
    raise UnableToChangeRule(_("没有这种提醒。"), field="kind")


def current_rule(kind: str) -> ReminderRule | None:
    """The county's current rule."""
    return ReminderRule.objects.filter(kind=kind, superseded_at=None).first()


def current_school_rule(kind: str) -> SchoolReminderRule | None:
    """The school's own current rule; None where it follows its county, and in a county's scope."""
    if current_scope().school_id is None:
        return None
    return SchoolReminderRule.objects.filter(kind=kind, superseded_at=None).first()


def settings_for(kind: str) -> RuleSettings:
    """The settings in effect: the school's own, the county's, or the defaults it will start with."""
    return current_school_rule(kind) or current_rule(kind) or validate_settings(require_kind(kind))


def all_settings() -> list[tuple[ReminderKind, RuleSettings]]:
    """Every kind with the settings in effect, in at most three queries."""
    county = {row.kind: row for row in ReminderRule.objects.filter(superseded_at=None)}
    school_rules: dict[str, SchoolReminderRule] = {}
    if current_scope().school_id:
        school_rules = {row.kind: row for row in SchoolReminderRule.objects.filter(superseded_at=None)}
    return [(kind, school_rules.get(kind.key) or county.get(kind.key) or validate_settings(kind)) for kind in kinds()]


def rule_versions(kind: str) -> Sequence[ReminderRule | SchoolReminderRule]:
    """The newest MAX_VERSIONS first: of the school's own rule where it has one, else of the county's."""
    if current_school_rule(kind):
        return list(SchoolReminderRule.objects.filter(kind=kind).order_by("-version")[:MAX_VERSIONS])
    return list(ReminderRule.objects.filter(kind=kind).order_by("-version")[:MAX_VERSIONS])


def is_school_rule(settings: RuleSettings) -> bool:
    return isinstance(settings, SchoolReminderRule)


def newest_forecast(by: Actor) -> Job | None:
    """The job that last counted what the rules of the actor's tenant would send; its result is `ForecastCounts`."""
    # By tenant: the county's scope also sees the jobs of its schools.
    return Job.objects.filter(kind=JobKind.FORECAST, school=by.school_id).order_by("-pk").first()


def occurrences_of(kind: str) -> QuerySet[Occurrence, OccurrenceRow]:
    """The last MAX_OCCURRENCES evaluations of a kind's rules, the newest first."""
    rows = Occurrence.objects.filter(schedule=SCHEDULE_PREFIX + kind).values("due_at")
    counted: QuerySet[Occurrence, OccurrenceRow] = rows.annotate(
        tenants=Count("pk"),
        notifications=Sum("result_count"),
        failed=Sum("failures"),
        skipped_count=Count("pk", filter=~Q(skip_reason="")),
    ).order_by("-due_at")
    return counted[:MAX_OCCURRENCES]
