"""What an incident is about, in words; how channels and queues are, each with a word and a colour."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.jobs import registry
from services.monitoring import status
from services.notify.choices import Channel
from services.web.components import Text, Tone
from services.web.monitoring.lateness import span
from services.web.notify.shared import kind_label

QUEUES = {
    "alert": gettext_lazy("安全警报"),
    "quick": gettext_lazy("消息和提醒"),
    "long": gettext_lazy("导入和计算"),
}
SCHEDULES = {  # of every day
    "workers.care.refresh_due_work": gettext_lazy("生成到期的谈话和家访"),
    "workers.dashboards.rebuild": gettext_lazy("看板重算"),
    "workers.jobs.purge_idempotency_keys": gettext_lazy("清理旧的接口回应"),
}


def source_label(about: str) -> Text:
    """Which channel, queue, job, daily task or rule."""
    if about in Channel.values:
        return Channel(about).label
    known = QUEUES.get(about) or registry.label_of(about) or SCHEDULES.get(about)
    return known or (kind_label(about) if "." in about else about)


def channel_row(each: status.ChannelStatus) -> tuple[Text, Text, Tone]:
    name = Channel(each.channel).label
    if each.open_until:
        return (
            name,
            _("连续失败，暂停到 %(until)s") % {"until": f"{timezone.localtime(each.open_until):%H:%M}"},
            "alert",
        )
    if each.failures:
        return name, _("最近失败 %(n)d 次") % {"n": each.failures}, "due"
    return name, _("正常"), "done"


def queue_row(each: status.QueueStatus) -> tuple[Text, Text, Tone]:
    said = _("%(age)s没有应答") if each.is_stalled else _("%(age)s前应答")
    return (
        QUEUES.get(each.queue, each.queue),
        said % {"age": span(each.seconds)},
        "alert" if each.is_stalled else "done",
    )
