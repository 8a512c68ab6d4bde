"""The words of this room."""

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
