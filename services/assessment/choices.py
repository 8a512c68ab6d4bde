"""The words of this room."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    SCHOOL = "school", _("学校")
    TEACHER = "teacher", _("教师")


class RoundState(models.TextChoices):
    OPEN = "open", _("计算中")
    COMPUTED = "computed", _("待学校确认")
    CONFIRMED = "confirmed", _("各校已确认")
    PUBLISHED = "published", _("已公布")


class RubricState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    LOCKED = "locked", _("已锁定")


class Band(models.TextChoices):
    """等次 by share of the points to be had (贵州省2013: 90 一级, 80 二级, 70 三级)."""

    FIRST = "first", _("一级")
    SECOND = "second", _("二级")
    THIRD = "third", _("三级")
    NONE = "none", _("未达等次")


def band(points: Decimal, out_of: Decimal) -> Band:
    """The band of a total. With nothing to be had there is none."""
    share = 100 * points / out_of if out_of else Decimal(0)
    for least, name in ((90, Band.FIRST), (80, Band.SECOND), (70, Band.THIRD)):
        if share >= least:
            return name
    return Band.NONE
