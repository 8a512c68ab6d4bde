"""Choices of this app, stored as text."""

from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    LOADED = "demo.loaded", _("装入演示数据")
