"""The tabs of the inbox and of the pages about reminders."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access.actor import Actor
from services.access.permissions import Permission
from services.children import access
from services.kit import clock
from services.notify import queries
from services.web.components import Tab

# Of the list and its count: who has more calls than that reads “100”.
MAX_CALLS = 100
REMINDER_PAGES: dict[str, tuple[Promise, Permission]] = {
    "web:reminder_rules": (gettext_lazy("规则"), Permission.VIEW_DELIVERIES),
    "web:notification_templates": (gettext_lazy("模板"), Permission.VIEW_DELIVERIES),
    "web:deliveries": (gettext_lazy("发送情况"), Permission.VIEW_DELIVERIES),
    "web:delivery_log": (gettext_lazy("台账"), Permission.VIEW_DELIVERIES),
    "web:integrations": (gettext_lazy("群与外部系统"), Permission.MANAGE_INTEGRATIONS),
    "web:system_incidents": (gettext_lazy("异常"), Permission.VIEW_DELIVERIES),
    "web:lateness": (gettext_lazy("准时率"), Permission.VIEW_DELIVERIES),
    "web:system_checks": (gettext_lazy("系统自检"), Permission.VIEW_SYSTEM_CHECKS),
}


def reminder_tabs(actor: Actor, current: str) -> list[Tab]:
    """The pages of 提醒 that the reader may open."""
    return [
        Tab(label, reverse(name), is_active=name == current)
        for name, (label, permission) in REMINDER_PAGES.items()
        if actor.has_permission(permission)
    ]


def inbox_tabs(actor: Actor, current: str) -> list[Tab]:
    """Open and all notifications, those that were escalated; calls to make for people who may call families."""
    url = reverse("web:inbox")
    tabs = [
        Tab(_("未办"), url, is_active=current == "open", count=queries.unread(actor)),
        Tab(_("全部"), f"{url}?all=1", is_active=current == "all"),
    ]
    if escalated := queries.escalated(actor).count():
        tabs.insert(1, Tab(_("升级来的"), f"{url}?escalated=1", is_active=current == "escalated", count=escalated))
    if actor.has_permission(Permission.CALL_FAMILY):
        waiting = len(access.calls_of(actor, clock.now())[:MAX_CALLS])
        tabs.append(Tab(_("待打电话"), reverse("web:calls"), is_active=current == "calls", count=waiting))
    return tabs
