"""Choices of this app, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    PURGE = "retention.purge", _("清理到期资料")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    LIST_VIEWED = "retention.list_viewed", _("查看到期资料的清单")
    LIST_CONFIRMED = "retention.list_confirmed", _("确认删除到期资料")
    LIST_PURGED = "retention.list_purged", _("删除到期资料")
