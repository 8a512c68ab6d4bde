"""Labels of notification kinds, colours of delivery states, and date and time as text."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.health.actions.notifications import CHECKUP_PLANNED, FINDINGS_FOUND
from services.notify.actions.integrations import TEST_KIND as INTEGRATION_TEST_KIND
from services.notify.choices import DeliveryState
from services.reminders.kinds import get_kind
from services.reminders.message_templates.actions import TEST_KIND
from services.web.components import Text, Tone

TONES: dict[str, Tone] = {
    DeliveryState.DUE: "due",
    DeliveryState.SENDING: "now",
    DeliveryState.SENT: "done",
    DeliveryState.UNCERTAIN: "alert",
    DeliveryState.RETRYING: "due",
    DeliveryState.DEAD: "alert",
    DeliveryState.TO_CALL: "due",
    DeliveryState.MERGED: "",
    DeliveryState.FALLBACK: "",
    DeliveryState.CANCELLED: "",
}
# Kinds that no rule sends: an action writes them, or notify.alerts.
SYSTEM_KINDS: dict[str, Promise] = {
    "delivery.dead": gettext_lazy("消息未能送达"),
    "delivery.uncertain": gettext_lazy("消息结果不明"),
    "account.changed": gettext_lazy("账号变动"),
    "incident.opened": gettext_lazy("系统异常"),
    TEST_KIND: gettext_lazy("模板试发"),
    INTEGRATION_TEST_KIND: gettext_lazy("群与外部系统试发"),
    "care.pairing_created": gettext_lazy("新结对"),
    FINDINGS_FOUND: gettext_lazy("体检发现异常"),
    CHECKUP_PLANNED: gettext_lazy("体检排期"),
    "assessment.computed": gettext_lazy("考核结果待确认"),
    "assessment.published": gettext_lazy("考核结果公布"),
    "dashboards.late_schools_reminded": gettext_lazy("县里催报"),
    "dashboards.rollup_mismatch_found": gettext_lazy("看板核对差异"),
}


def kind_label(key: str) -> Text:
    """The label of a kind; "其他通知" for a kind that no longer exists, so that no user sees a key."""
    if kind := get_kind(key):
        return kind.title
    # A kind of an app that was removed: its old notifications stay in the log.
    return SYSTEM_KINDS.get(key, gettext_lazy("其他通知"))


def moment_label(moment: datetime | None) -> str:
    """9月7日 09:00; "" for None."""
    return date_format(timezone.localtime(moment), _("n月j日 H:i")) if moment else ""
