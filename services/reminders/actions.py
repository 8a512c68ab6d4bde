"""Change reminder rules, of a county or of a school, and preview what a change would send."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.jobs import actions as jobs
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.kit.database import locks
from services.notify.choices import Channel
from services.reminders import queries
from services.reminders.choices import AuditAction, JobKind
from services.reminders.default_rules import create_default_rules
from services.reminders.kinds import ReminderKind
from services.reminders.message_templates import validation as template_validation
from services.reminders.message_templates.rendering import load_templates
from services.reminders.models import ReminderRule, RuleSettings, SchoolReminderRule
from services.reminders.preview import Preview, preview
from services.reminders.queries import UnableToChangeRule
from services.reminders.validation import (
    FIELDS,
    InvalidRuleSettings,
    SettingsValues,
    settings_values,
    validate_settings,
)
from services.schools.scope import current_scope

Rule = TypeVar("Rule", ReminderRule, SchoolReminderRule)


@transaction.atomic
def update_rule(*, kind: str, by: Actor, now: datetime, **changes: Unpack[SettingsValues]) -> ReminderRule:
    """Write a new version of the county's rule, in effect at once. Without a change the existing version is returned.

    Raises UnableToChangeRule, InvalidRuleSettings.
    """
    require_permission(by, Permission.EDIT_RULES)
    if by.school_id is not None:
        raise UnableToChangeRule(_("县里的规则由县里改；学校可以另立本校的规则。"), field="kind")
    _lock_rules()
    # A county may change a rule before its first evaluation: version 1 has to exist, so that the change is version 2.
    create_default_rules(now)
    reminder_kind, existing = queries.require_kind(kind), queries.current_rule(kind)
    settings = _validated(reminder_kind, changes)
    if existing and _is_unchanged(existing, settings):
        return existing
    rule = _new_version(ReminderRule, existing, settings, by, now)
    _log(AuditAction.RULE_UPDATED, rule, changes, by, now)
    return rule


def change_rule(*, kind: str, by: Actor, now: datetime, **changes: Unpack[SettingsValues]) -> RuleSettings:
    """Change the rule in effect at the actor's tenant: the county's, or the school's own, made if it has none.

    Raises UnableToChangeRule, InvalidRuleSettings.
    """
    # A school never changes the rule of its county: it writes one of its own instead.
    write = update_rule if by.school_id is None else save_school_rule
    return write(kind=kind, by=by, now=now, **changes)


@transaction.atomic
def save_school_rule(*, kind: str, by: Actor, now: datetime, **changes: Unpack[SettingsValues]) -> SchoolReminderRule:
    """Create or change a school's own rule: a version with the settings in effect and these changes.

    Raises UnableToChangeRule, InvalidRuleSettings.
    """
    require_permission(by, Permission.EDIT_RULES)
    if by.school_id is None or queries.require_kind(kind).tenant_level != "school":
        # Kinds of the county have no school to differ in.
        raise UnableToChangeRule(_("这种提醒只能由县里统一规定。"), field="kind")
    _lock_rules()
    reminder_kind, existing = queries.require_kind(kind), queries.current_school_rule(kind)
    settings = _validated(reminder_kind, changes)
    if existing and _is_unchanged(existing, settings):
        return existing
    rule = _new_version(SchoolReminderRule, existing, settings, by, now)
    _log(AuditAction.SCHOOL_RULE_CREATED, rule, changes, by, now)
    return rule


@transaction.atomic
def remove_school_rule(*, kind: str, by: Actor, now: datetime) -> bool:
    """End a school's own rule, so that the county's is in effect again; False when it had none."""
    require_permission(by, Permission.EDIT_RULES)
    _lock_rules()
    school_rule = queries.current_school_rule(kind)
    if school_rule is None:
        return False
    _supersede(school_rule, now)
    audit.log(AuditAction.SCHOOL_RULE_REMOVED, target=school_rule, by=by, now=now, detail={"kind": kind})
    return True


@transaction.atomic
def request_preview(*, kind: str, by: Actor, now: datetime, **changes: Unpack[SettingsValues]) -> Preview | Job:
    """Preview the next fortnight with the settings in effect and these changes. Raises InvalidRuleSettings.

    At once for a school, or for a kind of the county itself; as a job for all schools of a county.
    """
    require_permission(by, Permission.EDIT_RULES)
    reminder_kind = queries.require_kind(kind)
    settings = validate_settings(reminder_kind, queries.settings_for(kind), **changes)
    if by.school_id is not None or reminder_kind.tenant_level == "county":
        return preview(reminder_kind, settings, now)
    values = {**settings_values(settings), "send_at": settings.send_at.isoformat()}  # arguments of a job are JSON
    arguments = {"kind": kind, "settings": values}
    return jobs.enqueue(kind=JobKind.PREVIEW, target_id=None, by=by, now=now, arguments=arguments)


@transaction.atomic
def request_forecast(*, by: Actor, now: datetime) -> Job:
    """Count in the background what all rules of the tenant would send; the job under way where there is one."""
    require_permission(by, Permission.EDIT_RULES)
    locks.wait("reminders.forecast", current_scope().county_id)
    newest = queries.newest_forecast(by)
    if newest and newest.state in {JobState.QUEUED, JobState.RUNNING}:
        return newest
    return jobs.enqueue(kind=JobKind.FORECAST, target_id=None, by=by, now=now)


def _validated(kind: ReminderKind, changes: SettingsValues) -> RuleSettings:
    # A school without a rule of its own starts from the county's settings.
    before = queries.settings_for(kind.key)
    settings = validate_settings(kind, before, **changes)
    # Only when SMS is added: a text that has gone out by SMS before was checked when it was written.
    if Channel.SMS in set(settings.channels) - set(before.channels):
        _check_templates_for_sms(kind)
    return settings


def _check_templates_for_sms(kind: ReminderKind) -> None:
    """Raise InvalidRuleSettings unless carriers would accept the county's own texts of a kind as SMS."""
    for (key, language), (title, body) in load_templates().county_texts.items():
        try:
            if key == kind.key:
                template_validation.validate_template(kind, language, title, body, by_sms=True)
        except template_validation.InvalidTemplate as reason:
            raise InvalidRuleSettings(_("模板还不适合发短信。%(why)s") % {"why": reason}, field="channels") from reason


def _is_unchanged(existing: RuleSettings, settings: RuleSettings) -> bool:
    return settings_values(existing) == settings_values(settings)


def _new_version(model: type[Rule], existing: Rule | None, settings: RuleSettings, by: Actor, now: datetime) -> Rule:
    effective_from = _supersede(existing, now) if existing else now
    # Of all versions, not of the current one: after a removed school rule the numbers go on.
    newest = model.objects.filter(kind=settings.kind).aggregate(newest=Max("version"))["newest"] or 0
    rule = model(
        kind=settings.kind,
        version=newest + 1,
        effective_from=effective_from,
        created_by_id=by.user_id,
        **settings_values(settings),
    )
    rule.save(force_insert=True)
    return rule


def _supersede(rule: ReminderRule | SchoolReminderRule, now: datetime) -> datetime:
    """End a version and return when: never before it took effect, even if this server's clock is slow."""
    rule.superseded_at = max(now, rule.effective_from)
    rule.save(update_fields=["superseded_at"])
    return rule.superseded_at


def _log(
    action: AuditAction, rule: ReminderRule | SchoolReminderRule, changes: SettingsValues, by: Actor, now: datetime
) -> None:
    changed: Sequence[str] = [name for name in FIELDS if name in changes]
    audit.log(action, target=rule, by=by, now=now, detail={"kind": rule.kind, "changed": changed})


def _lock_rules() -> None:
    """One change of a county's rules at a time: versions are numbered, and only one is current."""
    locks.wait("reminders.rules", current_scope().county_id)
