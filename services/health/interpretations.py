"""What a screening verdict is about, and what it says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingKind(models.TextChoices):
    """What was judged."""

    STUNTING = "stunting", _("身高")
    BMI = "bmi", _("体重指数")
    BLOOD_PRESSURE = "blood_pressure", _("血压")
    VISION = "vision", _("视力")


class Interpretation(models.TextChoices):
    """The verdict in a word."""

    NORMAL = "normal", _("正常")
    HIGH_NORMAL = "high_normal", _("正常高值")
    NOT_JUDGED = "not_judged", _("不作判定")
    STUNTED = "stunted", _("生长迟缓")
    WASTING_SEVERE = "wasting_severe", _("中重度消瘦")
    WASTING_MILD = "wasting_mild", _("轻度消瘦")
    OVERWEIGHT = "overweight", _("超重")
    OBESE = "obese", _("肥胖")
    PRESSURE_HIGH = "pressure_high", _("血压偏高")
    VISION_MILD = "vision_mild", _("轻度视力不良")
    VISION_MODERATE = "vision_moderate", _("中度视力不良")
    VISION_SEVERE = "vision_severe", _("重度视力不良")


# Verdicts that open no finding. High-normal pressure is looked at again at the next checkup.
WITHIN_NORMAL = frozenset({Interpretation.NORMAL, Interpretation.HIGH_NORMAL, Interpretation.NOT_JUDGED})
