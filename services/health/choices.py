"""The words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PLANNING = "planning", _("排期中")
    SCHEDULED = "scheduled", _("已排期")
    CLOSED = "closed", _("已结束")


class CheckupState(models.TextChoices):
    EXPECTED = "expected", _("待检")
    DONE = "done", _("已检")
    ABSENT = "absent", _("缺席")


class FindingState(models.TextChoices):
    OPEN = "open", _("新发现")
    GUARDIAN_NOTIFIED = "guardian_notified", _("已告知家长")
    SEEN_BY_DOCTOR = "seen_by_doctor", _("已就医")
    CANNOT_PAY = "cannot_pay", _("无力支付，转资助")
    CLOSED = "closed", _("已销号")
