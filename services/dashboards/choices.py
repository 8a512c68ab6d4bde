"""Choices of this app, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class Basis(models.TextChoices):
    """口径: by which definition of left-behind children are counted; the last is what rosters stated."""

    D1 = "d1", _("学校口径")
    D2 = "d2", _("国发13号")
    D3 = "d3", _("教育统计")
    REPORTED = "reported", _("名册声明")


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    RECOUNT = "dashboards.recount", _("看板重算")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    LATE_SCHOOLS_REMINDED = "dashboards.late_schools_reminded", _("催报")
    ROLLUP_MISMATCH_FOUND = "dashboards.rollup_mismatch_found", _("核对数字，发现不一致")
