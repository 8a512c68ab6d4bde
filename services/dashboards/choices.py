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


class CountyStep(models.TextChoices):
    """What a county sets up before its schools can work."""

    TERM = "term", _("设学期")
    CALENDAR = "calendar", _("核对校历，标上考试周")
    OFFICERS = "officers", _("至少两位县级人员能登录")
    SCHOOLS = "schools", _("建学校，每所都有管理员")
    CLINICS = "clinics", _("加体检机构")
    RUBRIC = "rubric", _("定考核细则")
    SMS = "sms", _("开通短信")


class SchoolStep(models.TextChoices):
    """What a school sets up before its teachers can work."""

    STAFF = "staff", _("加老师，邀请他们登录")
    ROSTER = "roster", _("导入名册")
    CLASSES = "classes", _("核对班级")
    CLASS_TEACHERS = "class_teachers", _("指定班主任")
    PLAN = "plan", _("批准本学期工作计划")
    PAIRING = "pairing", _("给孩子结对")


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    RECOUNT = "dashboards.recount", _("看板重算")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    LATE_SCHOOLS_REMINDED = "dashboards.late_schools_reminded", _("催报")
    ROLLUP_MISMATCH_FOUND = "dashboards.rollup_mismatch_found", _("核对数字，发现不一致")
