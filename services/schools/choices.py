"""Choices of this app, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SchoolKind(models.TextChoices):
    """办学类型. JUNIOR: grades 7–9, SENIOR: 10–12, COMPLETE: both, NINE_YEAR: 1–9."""

    PRIMARY = "primary", _("小学")
    JUNIOR = "junior", _("初级中学")
    NINE_YEAR = "nine_year", _("九年一贯制学校")
    COMPLETE = "complete", _("完全中学")
    SENIOR = "senior", _("高级中学")
    SPECIAL = "special", _("特殊教育学校")


class SiteKind(models.TextChoices):
    MAIN = "main", _("本部")
    TEACHING_POINT = "teaching_point", _("教学点")
    VILLAGE = "village", _("村小")


class Season(models.TextChoices):
    """Which of the two terms of a school year: the first begins in autumn, the second in spring."""

    AUTUMN = "autumn", _("第一学期")
    SPRING = "spring", _("第二学期")


class DayKind(models.TextChoices):
    """The kind of one day of a term. MAKEUP: a weekend day with lessons, in exchange for a holiday (调休)."""

    LESSONS = "lessons", _("上课")
    MAKEUP = "makeup", _("调休上课")
    EXAM = "exam", _("考试周")
    WEEKEND = "weekend", _("周末")
    HOLIDAY = "holiday", _("节假日")


class Sex(models.TextChoices):
    MALE = "M", _("男")
    FEMALE = "F", _("女")


# Days with school (学校日). Work falls due on them; checkups skip exam days.
SCHOOL_DAY_KINDS = frozenset({DayKind.LESSONS, DayKind.MAKEUP, DayKind.EXAM})
