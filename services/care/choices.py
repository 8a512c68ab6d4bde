"""The words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PairingPlanState(models.TextChoices):
    COMPUTING = "computing", _("计算中")
    PROPOSED = "proposed", _("待批准")
    APPROVED = "approved", _("已批准")
    DISCARDED = "discarded", _("已作废")
    FAILED = "failed", _("未成功")


class Mood(models.IntegerChoices):
    VERY_LOW = 1, _("很低落")
    LOW = 2, _("有点低落")
    CALM = 3, _("平静")
    GOOD = 4, _("开心")
    VERY_GOOD = 5, _("很开心")


class Topic(models.TextChoices):
    STUDY = "study", _("学习")
    FRIENDS = "friends", _("同学")
    FAMILY = "family", _("家里")
    HEALTH = "health", _("身体")
    SAFETY = "safety", _("安全")
    HOBBY = "hobby", _("爱好")


class DueState(models.TextChoices):
    DUE = "due", _("待办")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("不再需要")  # the pairing ended before the day
