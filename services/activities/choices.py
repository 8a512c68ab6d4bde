"""Choices of activities."""

from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    SHIFT_ADDED = "activities.shift_added", _("排值日")
    SHIFT_REMOVED = "activities.shift_removed", _("撤下值日")
