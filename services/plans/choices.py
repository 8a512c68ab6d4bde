"""Choices of plans and their audit actions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class CareActivity(models.TextChoices):
    """The kinds of care: required by frequencies, recorded in care records."""

    TALK = "talk", _("谈心谈话")
    HOME_VISIT = "home_visit", _("家访")
    CALL = "call", _("与家长通话")
    DIARY = "diary", _("成长日记")


class PeriodUnit(models.TextChoices):
    WEEK = "week", _("每周")
    MONTH = "month", _("每月")
    TERM = "term", _("每学期")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")


class GroupRole(models.TextChoices):
    LEADER = "leader", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("成员")


class DeadlineKind(models.TextChoices):
    SURVEY = "survey", _("摸底排查")
    REPORT = "report", _("报送")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    PLAN_APPROVED = "plans.plan_approved", _("批准工作计划")
    DEADLINE_SUBMITTED = "plans.deadline_submitted", _("完成报送")
    DEADLINE_SET = "plans.deadline_set", _("设定报送截止日")
    PLAN_UPDATED = "plans.plan_updated", _("修改工作计划")
    PLAN_CREATED = "plans.plan_created", _("编写工作计划")
