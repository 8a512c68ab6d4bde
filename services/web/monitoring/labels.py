"""What an incident is about, and the state of channels and queues, each as a text with a colour."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.jobs import registry
from services.monitoring.status import ChannelStatus, QueueStatus
from services.notify.choices import Channel
from services.web.components import Text, Tone
from services.web.notify.labels import kind_label

QUEUES = {
    "alert": gettext_lazy("安全警报"),
    "quick": gettext_lazy("消息"),
    "reminders": gettext_lazy("提醒规则"),
    "long": gettext_lazy("导入和计算"),
}
SCHEDULES = {  # those that run once a day
    "workers.children.carry_out_departures": gettext_lazy("办理到期的离校"),
    "workers.care.refresh_due_work": gettext_lazy("生成到期的谈话和家访"),
    "workers.dashboards.recount": gettext_lazy("看板重算"),
    "workers.retention.purge": gettext_lazy("清理到期资料"),
}


@dataclass(frozen=True)
class StatusRow:
    name: Text
    text: Text
    tone: Tone


def source_label(source: str) -> Text:
    """The channel, queue, job, schedule or rule that an incident is about."""
    if source in Channel.values:
        return Channel(source).label
    label = QUEUES.get(source) or registry.label_of(source) or SCHEDULES.get(source)
    return label or (kind_label(source) if "." in source else source)


def channel_row(status: ChannelStatus) -> StatusRow:
    name = Channel(status.channel).label
    if status.open_until:
        until = f"{timezone.localtime(status.open_until):%H:%M}"
        return StatusRow(name, _("连续失败，暂停到 %(until)s") % {"until": until}, "alert")
    if status.failures:
        return StatusRow(name, _("最近失败 %(n)d 次") % {"n": status.failures}, "due")
    return StatusRow(name, _("正常"), "done")


def queue_row(status: QueueStatus) -> StatusRow:
    text = _("%(age)s没有应答") if status.is_stalled else _("%(age)s前应答")
    tone: Tone = "alert" if status.is_stalled else "done"
    return StatusRow(QUEUES.get(status.queue, status.queue), text % {"age": duration_label(status.seconds)}, tone)


def duration_label(seconds: float | None) -> str:
    """0.4 秒, 12 秒, 3.5 分钟, 2.1 小时; a dash for None."""
    if seconds is None:
        return "—"
    seconds = max(seconds, 0.0)
    if seconds < 60:
        return _("%(n)s 秒") % {"n": _number(seconds)}
    if seconds < 3600:
        return _("%(n)s 分钟") % {"n": _number(seconds / 60)}
    return _("%(n)s 小时") % {"n": _number(seconds / 3600)}


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
