"""What holds where: a county's terms for each kind, a school's departure from them, and their versions.

A county takes over the usual terms of a kind as its version 1 before the kind speaks there for the first time.
"""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit import locks
from services.kit.exceptions import ApplicationError
from services.notify.choices import Channel
from services.reminders.choices import AuditAction
from services.reminders.kinds import ReminderKind, get_kind, kinds
from services.reminders.message_templates import validation
from services.reminders.message_templates.rendering import load_templates
from services.reminders.models import ReminderRule, RuleSettings, SchoolReminderRule
from services.reminders.validation import FIELDS, InvalidRuleSettings, validate_settings
from services.schools.models import County
from services.schools.scope import current

__all__ = [
    "InvalidRuleSettings",
    "UnableToChangeRule",
    "create_default_rules",
    "create_school_rule",
    "remove_school_rule",
    "set_enabled",
    "update_rule",
    "validate_settings",
]
R = TypeVar("R", ReminderRule, SchoolReminderRule)


class UnableToChangeRule(ApplicationError):
    """No such kind, or not this place's to say."""


def settings_for(kind: str) -> RuleSettings:
    """What holds in the scope's school or county now: its own terms, the county's, or those it will begin with."""
    own = _holding(SchoolReminderRule, kind) if current().school_id else None
    return own or _holding(ReminderRule, kind) or validate_settings(require_kind(kind))


def all_settings() -> list[tuple[ReminderKind, RuleSettings]]:
    """Every kind with what holds here, in three queries at most."""
    county = {row.kind: row for row in ReminderRule.objects.filter(superseded_at=None)}
    own = (
        {row.kind: row for row in SchoolReminderRule.objects.filter(superseded_at=None)} if current().school_id else {}
    )
    return [(kind, own.get(kind.key) or county.get(kind.key) or validate_settings(kind)) for kind in kinds()]


def rule_versions(kind: str) -> QuerySet[Any]:
    """Every version that has held here, the newest first: a school's own where it has departed, the county's else."""
    model: Any = SchoolReminderRule if current().school_id and _holding(SchoolReminderRule, kind) else ReminderRule
    rows: QuerySet[Any] = model.objects.filter(kind=kind).order_by("-version")
    return rows


def is_school_rule(terms: RuleSettings) -> bool:
    """Whether a school has departed from its county with these terms."""
    return isinstance(terms, SchoolReminderRule)


def require_kind(kind: str) -> ReminderKind:
    if found := get_kind(kind):
        return found
    raise UnableToChangeRule(_("没有这种提醒。"), field="kind")


def create_default_rules(now: datetime) -> int:
    """Write version 1 of every offered kind for the counties of the scope that have none; how many were new."""
    has = set(ReminderRule.objects.filter(version=1).values_list("county_id", "kind"))
    counties = County.objects.values_list("pk", flat=True)
    missing = [(county, kind) for county in counties for kind in kinds() if (county, kind.key) not in has]
    rows = [_version(validate_settings(kind), number=1, since=now, county_id=county) for county, kind in missing]
    ReminderRule.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def update_rule(*, kind: str, by: Actor, now: datetime, **terms: Any) -> ReminderRule:
    """Change the county's terms by a new version, heard from this moment; the same terms again change nothing."""
    require_permission(by, Permission.EDIT_RULES)
    if by.school_id is not None:
        raise UnableToChangeRule(_("县里的规则由县里改；学校可以另立本校的规则。"), field="kind")
    _one_at_a_time()
    create_default_rules(now)
    return _renew(ReminderRule, require_kind(kind), terms, by, now, AuditAction.RULE_UPDATED)


def set_enabled(*, kind: str, on: bool, by: Actor, now: datetime) -> RuleSettings:
    """Switch a kind on or off at once: for the county, or for a school alone."""
    return (update_rule if by.school_id is None else create_school_rule)(kind=kind, by=by, now=now, is_enabled=on)


@transaction.atomic
def create_school_rule(*, kind: str, by: Actor, now: datetime, **terms: Any) -> SchoolReminderRule:
    """Let a school have its own terms: those that hold here with these changes."""
    require_permission(by, Permission.EDIT_RULES)
    if by.school_id is None or require_kind(kind).tenant_level != "school":
        raise UnableToChangeRule(_("这种提醒只能由县里统一规定。"), field="kind")
    _one_at_a_time()
    return _renew(SchoolReminderRule, require_kind(kind), terms, by, now, AuditAction.SCHOOL_RULE_CREATED)


@transaction.atomic
def remove_school_rule(*, kind: str, by: Actor, now: datetime) -> bool:
    """End a school's own terms; False when it had none."""
    require_permission(by, Permission.EDIT_RULES)
    _one_at_a_time()
    own = _holding(SchoolReminderRule, kind) if by.school_id else None
    if own is None:
        return False
    _end(own, now)
    audit.log(AuditAction.SCHOOL_RULE_REMOVED, target=own, by=by, now=now, detail={"kind": kind})
    return True


def _renew(
    model: type[R], kind: ReminderKind, terms: dict[str, Any], by: Actor, now: datetime, action: AuditAction
) -> R:
    current_one = _holding(model, kind.key)
    before = settings_for(kind.key)
    wanted = validate_settings(kind, before, **terms)
    if Channel.SMS in set(wanted.channels) - set(before.channels):
        _words_fit(kind)
    if current_one and all(getattr(current_one, name) == getattr(wanted, name) for name in FIELDS):
        return current_one
    since = _end(current_one, now) if current_one else now
    newest = model.objects.filter(kind=kind.key).aggregate(newest=Max("version"))["newest"] or 0
    made = model(**_values(wanted), version=newest + 1, effective_from=since, created_by_id=by.user_id)
    made.save(force_insert=True)
    changed = [name for name in FIELDS if name in terms]
    audit.log(action, target=made, by=by, now=now, detail={"kind": kind.key, "changed": changed})
    return made


def _words_fit(kind: ReminderKind) -> None:
    """Before a kind begins to go out by SMS, the county's own words must be such that carriers take them."""
    for (key, language), (title, body) in load_templates().own.items():
        try:
            if key == kind.key:
                validation.validate_template(kind, language, title, body, by_sms=True)
        except validation.InvalidTemplate as reason:
            raise InvalidRuleSettings(_("模板还不适合发短信。%(why)s") % {"why": reason}, field="channels") from reason


def _end(rule: RuleSettings, now: datetime) -> datetime:
    """End a version; never before it began, whatever the clock says."""
    rule.superseded_at = max(now, rule.effective_from)
    rule.save(update_fields=["superseded_at"])
    return rule.superseded_at


def _holding(model: type[R], kind: str) -> R | None:
    rows: QuerySet[R] = model.objects.filter(kind=kind, superseded_at=None)
    return rows.first()


def _version(terms: RuleSettings, *, number: int, since: datetime, county_id: int) -> ReminderRule:
    return ReminderRule(**_values(terms), version=number, effective_from=since, county_id=county_id)


def _values(terms: RuleSettings) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in ("kind", *FIELDS)}


def _one_at_a_time() -> None:
    locks.wait("reminders.rules", current().county_id)
