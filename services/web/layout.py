"""What the frame of every page shows: where one may go, as whom one is here, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import Role
from services.notify.queries.inbox import unread

MAX_ENTRIES = 8
ON_THE_BAR = 4  # the fifth place is “more”
LARGE_BY_ROLE = {Role.NURSE, Role.PROXY_PARENT}


@dataclass(frozen=True)
class NavEntry:
    """A place to go: URL name, icon of the sprite, word, what one must be allowed; `also`: pages beside it."""

    to: str
    icon: str
    label: Promise | str
    needs: Permission
    also: tuple[str, ...] = ()


REMINDER_URL_NAMES = (
    "web:notification_templates",
    "web:deliveries",
    "web:delivery_log",
    "web:integrations",
    "web:system_incidents",
    "web:lateness",
)
COUNTY_NAV = [
    NavEntry("web:county", "chart-bar", _("县级看板"), Permission.VIEW_COUNTY_FIGURES),
    NavEntry("web:schools", "building", _("学校"), Permission.VIEW_SCHOOLS),
    NavEntry("web:rounds", "rosette", _("考核"), Permission.VIEW_SCORES),
    NavEntry("web:campaigns", "stethoscope", _("体检"), Permission.VIEW_CAMPAIGNS),
    NavEntry("web:reminder_rules", "bell", _("提醒"), Permission.VIEW_DELIVERIES, also=REMINDER_URL_NAMES),
    NavEntry("web:calendar", "calendar", _("校历"), Permission.MANAGE_CALENDAR, also=("web:deadlines",)),
    NavEntry("web:audit_log", "history", _("访问留痕"), Permission.VIEW_AUDIT_LOG),
]
SCHOOL_NAV = [
    NavEntry("web:workbench", "home", _("工作台"), Permission.VIEW_SCHOOL_FIGURES),
    NavEntry("web:children", "users", _("孩子"), Permission.VIEW_CHILD),
    NavEntry("web:pairing", "heart-handshake", _("结对"), Permission.APPROVE_PAIRING),
    NavEntry("web:rosters", "file-spreadsheet", _("名册导入"), Permission.IMPORT_ROSTER),
    NavEntry("web:campaigns", "stethoscope", _("体检"), Permission.VIEW_CAMPAIGNS),
    NavEntry("web:rounds", "rosette", _("考核"), Permission.VIEW_SCORES),
    NavEntry("web:reminder_rules", "bell", _("提醒"), Permission.VIEW_DELIVERIES, also=REMINDER_URL_NAMES),
    NavEntry(
        "web:plan",
        "clipboard-list",
        _("本校安排"),
        Permission.EDIT_PLANS,
        also=("web:calendar", "web:duty_shifts", "web:deadlines", "web:staff"),
    ),
]
TEACHER_NAV = [
    NavEntry("web:today", "sun", _("今天"), Permission.RECORD_CARE),
    NavEntry("web:children", "users", _("孩子"), Permission.VIEW_CHILD),
    NavEntry("web:care_record_new", "plus", _("记录"), Permission.RECORD_CARE),
    NavEntry("web:inbox", "bell", _("消息"), Permission.VIEW_NOTIFICATIONS),
    NavEntry("web:rounds", "rosette", _("考核"), Permission.VIEW_SCORES),
    NavEntry("web:campaigns", "stethoscope", _("体检"), Permission.VIEW_CAMPAIGNS),
]
NURSE_NAV = [NavEntry("web:stations", "heart-rate-monitor", _("体检录入"), Permission.ENTER_RESULTS)]

NAV: dict[Role, list[NavEntry]] = {
    Role.COUNTY: COUNTY_NAV,
    Role.COUNTY_LEAD: COUNTY_NAV,
    Role.LEADER: COUNTY_NAV,
    Role.AUDITOR: COUNTY_NAV,
    Role.HEAD: SCHOOL_NAV,
    Role.SCHOOL_ADMIN: SCHOOL_NAV,
    Role.TEACHER: TEACHER_NAV,
    Role.NURSE: NURSE_NAV,
    Role.PROXY_PARENT: [],
}


@dataclass(frozen=True)
class NavLink:
    url: str
    icon: str
    label: Promise | str
    is_active: bool = False
    is_main: bool = False
    count: int = 0


@dataclass(frozen=True)
class Workspace:
    """A school or county one may switch to; `value` is what the switcher sends."""

    value: str
    label: str
    role: str
    is_current: bool = False


@dataclass(frozen=True)
class Layout:
    """The template's `shell`. Everything has a value, so that no page must ask whether it is there."""

    nav: Sequence[NavLink] = ()
    workspaces: Sequence[Workspace] = ()
    workspace_name: str = ""
    role_name: str = ""
    inbox_count: Any = 0
    size: str = "normal"
    banner: Promise | str = ""
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def bar(self) -> Sequence[NavLink]:
        """The bottom bar of the phone, without its last place."""
        return self.nav[:ON_THE_BAR]

    @property
    def more(self) -> Sequence[NavLink]:
        return self.nav[ON_THE_BAR:]


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    actor: Actor | None = getattr(request, "actor", None)
    frame = Layout(
        size=_size(request, actor),
        banner=_("演示县：人和事都是虚构的，两步验证未开启。") if settings.IS_DEMO else "",
        urls={word: url(name) for word, name in _URLS.items()},
    )
    if actor is None:
        return {"layout": frame}
    actors: list[Actor] = getattr(request, "actors", [])
    search = frame.urls["search"] if actor.has_permission(Permission.VIEW_CHILD) else ""
    return {
        "layout": replace(
            frame,
            urls=frame.urls | {"search": search, "language": url("web:language")},
            nav=nav(actor, request.path),
            workspaces=[
                Workspace(workspace_of(one), name_of(one), str(one.role.label), one == actor) for one in actors
            ],
            workspace_name=name_of(actor),
            role_name=str(actor.role.label),
            inbox_count=SimpleLazyObject(partial(unread, actor)),  # asked only where it is drawn
        )
    }


_URLS = {"switch": "web:workspace", "search": "web:search", "inbox": "web:inbox", "language": "set_language"}


def _size(request: HttpRequest, actor: Actor | None) -> str:
    """大字: as last chosen on this device, else as the role usually needs it."""
    usual = "large" if actor and actor.role in LARGE_BY_ROLE else "normal"
    chosen = request.COOKIES.get("size", usual)
    return chosen if chosen in {"large", "normal"} else usual


def workspace_of(actor: Actor) -> str:
    """How the switcher names a place and role, without inner ids: `<school's public id or county>:<role>`."""
    return f"{actor.school_public_id or 'county'}:{actor.role}"


def name_of(actor: Actor) -> str:
    return actor.school_name or gettext("全县")


def nav(actor: Actor, path: str) -> list[NavLink]:
    """What this person may open, the place they are at marked."""
    entries = [entry for entry in NAV[actor.role] if actor.has_permission(entry.needs)]
    beside = {url(entry.to) for entry in entries if any(path.startswith(url(each) or "-") for each in entry.also)}
    links = [
        NavLink(url(entry.to), entry.icon, entry.label, is_main=entry.to == "web:care_record_new") for entry in entries
    ]
    links = [link for link in links if link.url][:MAX_ENTRIES]
    here = max((link.url for link in links if path.startswith(link.url)), key=len, default=None)
    return [replace(link, is_active=link.url == here or link.url in beside) for link in links]


def url(name: str) -> str:
    """The address of a page, or nothing where this release does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
