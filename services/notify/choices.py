"""Choices of notifications, deliveries and incidents, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions

ADDRESS_PURPOSE = "notify.recipient"  # of the blind index of an address; opt-outs and limits look addresses up by it


class Channel(models.TextChoices):
    INBOX = "inbox", _("站内消息")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    WECOM = "wecom", _("企业微信群")
    DINGTALK = "dingtalk", _("钉钉群")
    WEBHOOK = "webhook", _("外部系统")
    CALL = "call", _("请人打电话")  # a person makes the call, not a gateway


# Everything that reaches a member of staff: whoever looks at the inbox tomorrow hears of it too late.
STAFF_CHANNELS = (Channel.INBOX, Channel.EMAIL, Channel.WECOM, Channel.DINGTALK, Channel.WEBHOOK)


class DeliveryState(models.TextChoices):
    DUE = "due", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    UNCERTAIN = "uncertain", _("结果不明")
    RETRYING = "retrying", _("发送失败，将重试")
    DEAD = "dead", _("未能送达")
    FALLBACK = "fallback", _("候补")  # sent only when the channels before it have failed
    MERGED = "merged", _("并入摘要")  # sent in the digest of another delivery, and shares its outcome
    CANCELLED = "cancelled", _("不再需要")
    TO_CALL = "to_call", _("待打电话")


class AttemptOutcome(models.TextChoices):
    """Result of one call to a gateway; "" while it lasts, or when the process died in it."""

    ACCEPTED = "accepted", _("已接收")
    FAILED = "failed", _("没有接收")  # certainly not accepted; may be retried
    REJECTED = "rejected", _("被拒绝")  # certainly not accepted, and a retry would not change that
    UNKNOWN = "unknown", _("结果不明")


class ReceiptStatus(models.TextChoices):
    """What the carrier reported afterwards; "" when it has reported nothing."""

    DELIVERED = "delivered", _("已送达手机")
    UNDELIVERED = "undelivered", _("未送达手机")


class DelayReason(models.TextChoices):
    """Why a delivery goes out later than requested."""

    QUIET_HOURS = "quiet_hours", _("安静时段")
    WORKING_HOURS = "working_hours", _("家长上班时间")
    DAILY_LIMIT = "daily_limit", _("当天已发够条数")
    RATE_LIMIT = "rate_limit", _("渠道限速")
    CIRCUIT_OPEN = "circuit_open", _("渠道故障")
    RETRY = "retry", _("发送未成，稍后重试")


class Urgency(models.TextChoices):
    REMINDER = "reminder", _("提醒")
    NORMAL = "normal", _("通知")
    SAFETY = "safety", _("安全警报")  # ignores quiet hours and limits; repeated when its outcome is unknown


class Audience(models.TextChoices):
    """Whose quiet hours and daily limit apply."""

    GUARDIAN = "guardian", _("监护人")
    STAFF = "staff", _("教师及其他")


class IncidentKind(models.TextChoices):
    CHANNEL_DOWN = "channel_down", _("渠道故障")
    QUEUE_STALLED = "queue_stalled", _("队列没有应答")
    OVERDUE = "overdue", _("消息积压")
    DEAD = "dead", _("消息未能送达")
    UNCERTAIN = "uncertain", _("消息结果不明")
    JOB_DEAD = "job_dead", _("后台任务多次失败")
    RULE_FAILED = "rule_failed", _("提醒规则出错")
    NO_SCHOOL_DAYS = "no_school_days", _("校历没有上学日")
    FIGURES_LATE = "figures_late", _("数字没有更新")
    AUDIT_UNSEALED = "audit_unsealed", _("审计日志没有封存")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    NOTIFICATION_ACKNOWLEDGED = "notify.notification_acknowledged", _("回复提醒“知道了”")
    CALL_RECORDED = "notify.call_recorded", _("登记打电话的结果")
    DELIVERY_RESOLVED = "notify.delivery_resolved", _("判断消息是否送达")
    INCIDENT_CLOSED = "notify.incident_closed", _("处理完一个发送异常")
    DELIVERY_LOG_VIEWED = "notify.delivery_log_viewed", _("查看消息台账")
    NOTIFICATIONS_PURGED = "notify.notifications_purged", _("清理过期消息")
    NOTIFICATION_SNOOZED = "notify.notification_snoozed", _("推迟提醒")
    DELIVERY_RETRIED = "notify.delivery_retried", _("重新发送消息")
    OPTED_IN = "notify.opted_in", _("取消退订")
    OPTED_OUT = "notify.opted_out", _("登记退订")
    INTEGRATION_UPDATED = "notify.integration_updated", _("修改群机器人或外部系统")
    INTEGRATION_CREATED = "notify.integration_created", _("添加群机器人或外部系统")
    INTEGRATION_REPLAYED = "notify.integration_replayed", _("向外部系统重发")
    INTEGRATION_DISABLED = "notify.integration_disabled", _("停用群机器人或外部系统")
    INTEGRATION_TESTED = "notify.integration_tested", _("试发一条消息")
