"""What the pages about reminders share: the tabs between them, pages of a list, colours of states, moments in words."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit.cursors import InvalidCursor
from services.kit.pagination import Ordering, Page
from services.kit.pagination import paginate as page_of
from services.notify.choices import DeliveryState
from services.reminders.kinds import get_kind
from services.web.components import Tab, Text, Tone

NEWEST = Ordering.of_columns("-id")
SIZE = 30
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
PAGES: dict[str, tuple[Promise, Permission]] = {
    "web:reminder_rules": (gettext_lazy("规则"), Permission.VIEW_DELIVERIES),
    "web:notification_templates": (gettext_lazy("模板"), Permission.VIEW_DELIVERIES),
    "web:deliveries": (gettext_lazy("发送情况"), Permission.VIEW_DELIVERIES),
    "web:delivery_log": (gettext_lazy("台账"), Permission.VIEW_DELIVERIES),
    "web:integrations": (gettext_lazy("群与外部系统"), Permission.MANAGE_INTEGRATIONS),
    "web:system_incidents": (gettext_lazy("异常"), Permission.VIEW_DELIVERIES),
    "web:lateness": (gettext_lazy("准时率"), Permission.VIEW_DELIVERIES),
}
# Notices that actions write by themselves, without a rule.
OTHERS: dict[str, Promise] = {
    "delivery.dead": gettext_lazy("消息未能送达"),
    "delivery.uncertain": gettext_lazy("消息结果不明"),
    "incident.opened": gettext_lazy("系统异常"),
    "words.test": gettext_lazy("模板试发"),
}


def tabs(by: Actor, here: str) -> list[Tab]:
    """The pages of 提醒 side by side."""
    return [Tab(word, reverse(name), name == here) for name, (word, needs) in PAGES.items() if by.has_permission(needs)]


def listed(request: Any, rows: Any, name: str, size: int = SIZE) -> Page[Any]:
    """A page of the newest first; a cursor that is none begins at the beginning."""
    first = partial(page_of, rows, order=NEWEST, size=size, name=name, key=settings.SECRET_KEY.encode())
    try:
        return first(cursor=request.GET.get("cursor"))
    except InvalidCursor:
        return first(cursor=None)


def neighbour_urls(request: Any, found: Page[Any]) -> dict[str, str]:
    """Addresses of the pages beside this one, filters kept."""
    kept = {name: value for name, value in request.GET.items() if name != "cursor"}
    cursors = {"newer": found.previous, "older": found.next}
    return {word: f"?{urlencode({**kept, 'cursor': cursor})}" if cursor else "" for word, cursor in cursors.items()}


def moment(at: datetime | None) -> str:
    """9月7日 09:00."""
    return date_format(timezone.localtime(at), _("n月j日 H:i")) if at else ""


def kind_label(kind: str) -> Text:
    """What a kind of notice is called, never its code."""
    if found := get_kind(kind):
        return found.title
    return OTHERS.get(kind, gettext_lazy("其他通知"))
