"""Choices of reminder rules, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayCounting(models.TextChoices):
    """Which days a rule counts, and on which it speaks."""

    SCHOOL = "school", _("上学日")
    CALENDAR = "calendar", _("日历日")


class CatchUp(models.TextChoices):
    """What becomes of occurrences that were missed while the service was down."""

    ALL = "all", _("全部补上")
    LATEST = "latest", _("只补最近一次")
    NONE = "none", _("不补")
