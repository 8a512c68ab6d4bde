"""The words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    INBOX = "inbox", _("站内消息")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")


class DeliveryState(models.TextChoices):
    DUE = "due", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    UNCERTAIN = "uncertain", _("结果不明")
    FAILED = "failed", _("发送失败，将重试")
    DEAD = "dead", _("未能送达")


class Outcome(models.TextChoices):
    """What came of one call to the outside; "" while it lasts, or when the caller died in it."""

    SENT = "sent", _("已接收")
    FAILED = "failed", _("没有接收")  # surely not: to be tried again
    REFUSED = "refused", _("被拒绝")  # surely not, and never will be
    UNKNOWN = "unknown", _("结果不明")


class Urgency(models.TextChoices):
    REMINDER = "reminder", _("提醒")
    NOTICE = "notice", _("通知")
    SAFETY = "safety", _("安全警报")  # overrides quiet hours, is repeated when uncertain


class Audience(models.TextChoices):
    """Whose quiet hours hold (design §10)."""

    CARER = "carer", _("监护人")
    STAFF = "staff", _("教师及其他")
