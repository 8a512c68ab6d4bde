"""Choices of reminder rules, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class DayCounting(models.TextChoices):
    """Which days a rule counts, and on which days it runs."""

    SCHOOL = "school", _("上学日")
    CALENDAR = "calendar", _("日历日")


class CatchUp(models.TextChoices):
    """What happens to occurrences that were missed while the service was down."""

    ALL = "all", _("全部补上")
    LATEST = "latest", _("只补最近一次")
    NONE = "none", _("不补")


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    PREVIEW = "reminders.preview", _("提醒预览")
    FORECAST = "reminders.forecast", _("提醒估算")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    RULE_UPDATED = "reminders.rule_updated", _("修改提醒规则")
    SCHOOL_RULE_CREATED = "reminders.school_rule_created", _("另立本校的提醒规则")
    SCHOOL_RULE_REMOVED = "reminders.school_rule_removed", _("恢复县里的提醒规则")
    TEMPLATE_UPDATED = "reminders.template_updated", _("修改消息模板")
    TEMPLATE_RESET = "reminders.template_reset", _("恢复系统自带的模板")
    TEMPLATE_TESTED = "reminders.template_tested", _("试发消息模板")
