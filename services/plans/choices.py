"""The words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CareActivity(models.TextChoices):
    """What a norm asks for; care records carry the same words."""

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
