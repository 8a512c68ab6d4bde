"""What surrounds every page: navigation, the workspace, the count of unread notifications."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.roles import Role
from services.accounts.middleware import IDLE_SECONDS
from services.notify.queries.inbox import unread
from services.web.components import Text
from services.web.saving.answers import person_mark

MAX_ENTRIES = 8
BOTTOM_BAR_ENTRIES = 4  # five fit on a phone, and the fifth is the menu of the person
# A warning two minutes before the end of a session of two weeks would never be seen.
MAX_SHOWN_IDLE_SECONDS = 86_400
# A nurse reads the station from a step away; proxy parents are mostly over sixty.
LARGE_BY_ROLE = {Role.NURSE, Role.PROXY_PARENT}
LARGE_PAGES = {"web:link_open", "web:link_page"}  # for grandparents


@dataclass(frozen=True)
class NavEntry:
    """One entry of the navigation, shown to people with the permission.

    `also` are further pages for which the entry is marked as the current one.
    """

    url_name: str
    icon: str
    label: Text
    permission: Permission
    also: tuple[str, ...] = ()


REMINDER_URL_NAMES = (
    "web:notification_templates",
    "web:deliveries",
    "web:delivery_log",
    "web:integrations",
    "web:system_incidents",
    "web:lateness",
    "web:system_checks",
)
COUNTY_NAV = [
    NavEntry("web:county", "chart-bar", _("县级看板"), Permission.VIEW_COUNTY_FIGURES),
    NavEntry("web:schools", "building", _("学校"), Permission.VIEW_SCHOOLS),
    NavEntry("web:rounds", "rosette", _("考核"), Permission.VIEW_SCORES),
    NavEntry("web:campaigns", "stethoscope", _("体检"), Permission.VIEW_CAMPAIGNS),
    NavEntry("web:reminder_rules", "bell", _("提醒"), Permission.VIEW_DELIVERIES, also=REMINDER_URL_NAMES),
    NavEntry(
        "web:calendar",
        "calendar",
        _("校历"),
        Permission.MANAGE_CALENDAR,
        also=(
            "web:deadlines",
            "web:departures",
            "web:directory",
            "web:header_aliases",
            "web:members",
            "web:retention_lists",
        ),
    ),
    NavEntry("web:emergency_accesses", "shield-lock", _("紧急查看"), Permission.OPEN_EMERGENCY_ACCESS),
    NavEntry("web:audit_log", "history", _("审计日志"), Permission.VIEW_AUDIT_LOG),
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
        also=(
            *("web:calendar", "web:duty_shifts", "web:deadlines", "web:classes", "web:staff", "web:members"),
            *("web:departures", "web:emergency_accesses"),
        ),
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
HEALTH_OFFICER_NAV = [
    NavEntry("web:findings", "heart-rate-monitor", _("体检异常"), Permission.VIEW_RESULTS),
    NavEntry("web:campaigns", "stethoscope", _("体检"), Permission.VIEW_CAMPAIGNS),
]
SAFETY_OFFICER_NAV = [
    NavEntry("web:duty_shifts", "clipboard-list", _("值日"), Permission.VIEW_PLANS),
    NavEntry("web:plan", "clipboard-check", _("工作计划"), Permission.VIEW_PLANS),
    NavEntry("web:calendar", "calendar", _("校历"), Permission.VIEW_SCHOOLS),
]
VOLUNTEER_COORDINATOR_NAV = [
    NavEntry("web:members", "users", _("成员与邀请"), Permission.INVITE_MEMBERS),
    NavEntry("web:staff", "user-plus", _("教职工"), Permission.VIEW_STAFF),
]

NAV: dict[Role, list[NavEntry]] = {
    Role.COUNTY: COUNTY_NAV,
    Role.COUNTY_LEAD: COUNTY_NAV,
    Role.LEADER: COUNTY_NAV,
    Role.AUDITOR: COUNTY_NAV,
    Role.HEAD: SCHOOL_NAV,
    Role.SCHOOL_ADMIN: SCHOOL_NAV,
    Role.TEACHER: TEACHER_NAV,
    Role.NURSE: NURSE_NAV,
    # A proxy parent has one page, the inbox, which the top bar opens.
    Role.PROXY_PARENT: [],
    Role.HEALTH_OFFICER: HEALTH_OFFICER_NAV,
    Role.PSYCHOLOGY_TEACHER: TEACHER_NAV,
    Role.SAFETY_OFFICER: SAFETY_OFFICER_NAV,
    Role.VOLUNTEER_COORDINATOR: VOLUNTEER_COORDINATOR_NAV,
    Role.ASSESSOR: COUNTY_NAV,
    Role.COUNTY_SAFETY_OFFICER: COUNTY_NAV,
    Role.AID_OFFICER: COUNTY_NAV,
}


@dataclass(frozen=True)
class NavLink:
    """A navigation entry as it is rendered. `is_main` is the large button of the bottom bar."""

    url: str
    icon: str
    label: Text
    is_active: bool = False
    is_main: bool = False
    count: int = 0


@dataclass(frozen=True)
class Workspace:
    """A membership the person may switch to; `value` is what the switcher sends."""

    value: str
    label: str
    role: str
    is_current: bool = False


@dataclass(frozen=True)
class Layout:
    """`layout` in templates. Every field has a value, so that a page without a person renders too."""

    nav: Sequence[NavLink] = ()
    workspaces: Sequence[Workspace] = ()
    workspace_name: str = ""
    role_name: str = ""
    inbox_count: "int | SimpleLazyObject[int]" = 0
    size: str = "normal"
    banner: Text = ""
    person: str = ""  # saving.answers.person_mark
    draft_key: str = ""  # encrypts drafts in the browser; comes with the pages of its person and is kept nowhere
    idle_seconds: int = 0
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def bar(self) -> Sequence[NavLink]:
        """Links of the phone's bottom bar."""
        return self.nav[:BOTTOM_BAR_ENTRIES]

    @property
    def more(self) -> Sequence[NavLink]:
        """Links that the bottom bar keeps in its menu."""
        return self.nav[BOTTOM_BAR_ENTRIES:]


def layout(request: HttpRequest) -> dict[str, Layout]:
    """Context processor."""
    actor: Actor | None = getattr(request, "actor", None)
    base = Layout(
        size=_size(request, actor),
        banner=_("演示县：人和事都是虚构的，两步验证未开启。") if settings.IS_DEMO else "",
        urls={key: url(name) for key, name in _URLS.items()} | dict.fromkeys(_OF_SOME, ""),
    )
    if actor is None:
        return {"layout": base}
    of_some = {key: url(f"web:{key}") for key, needed in _OF_SOME.items() if actor.has_permission(needed)}
    return {
        "layout": replace(
            base,
            urls=base.urls | {"language": url("web:language"), **of_some},
            nav=nav(actor, request.path),
            workspaces=_workspaces(actor, getattr(request, "actors", [])),
            workspace_name=name_of(actor),
            person=person_mark(actor.user_id),
            draft_key=salted_hmac("draft-key", str(actor.user_id), algorithm="sha256").hexdigest(),
            idle_seconds=_idle_seconds(request),
            role_name=str(actor.role.label),
            inbox_count=SimpleLazyObject(partial(unread, actor)),  # most answers are parts of pages and never show it
        )
    }


_URLS = {"switch": "web:workspace", "search": "web:search", "inbox": "web:inbox", "language": "set_language"}

# In the menu of the person: a head's navigation is full.
_OF_SOME = {
    "audit_log": Permission.VIEW_AUDIT_LOG,
    "exports": Permission.EXPORT_LISTS,
    "links": Permission.ISSUE_LINKS,
}


def _size(request: HttpRequest, actor: Actor | None) -> str:
    """大字: as last chosen on this device, else as the role usually needs it."""
    is_large = actor.role in LARGE_BY_ROLE if actor else _page_of(request) in LARGE_PAGES
    default = "large" if is_large else "normal"
    # A cookie and no setting of the person: the same person may work at a desk and on a small phone.
    chosen = request.COOKIES.get("size", default)
    return chosen if chosen in {"large", "normal"} else default


def _page_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _idle_seconds(request: HttpRequest) -> int:
    """After how many seconds without a request the session ends; 0 where that is too far to speak of."""
    seconds = int(getattr(request, "session", {}).get(IDLE_SECONDS, 0))
    return seconds if seconds <= MAX_SHOWN_IDLE_SECONDS else 0


def _workspaces(current: Actor, actors: Sequence[Actor]) -> list[Workspace]:
    return [
        Workspace(workspace_of(actor), name_of(actor), str(actor.role.label), is_current=actor == current)
        for actor in actors
    ]


def workspace_of(actor: Actor) -> str:
    """A workspace without inner ids: `<public id of the school, or county>:<role>`."""
    return f"{actor.school_public_id or 'county'}:{actor.role}"


def name_of(actor: Actor) -> str:
    return actor.school_name or gettext("全县")


def nav(actor: Actor, path: str) -> list[NavLink]:
    """The entries this person may open; the one with the longest matching address is active."""
    entries = [entry for entry in NAV[actor.role] if actor.has_permission(entry.permission)]
    links = [_link(entry, path) for entry in entries if url(entry.url_name)][:MAX_ENTRIES]
    # `/schools/` is the start of `/schools/<id>/` too: the longest address is the closest.
    active = max((link.url for link in links if path.startswith(link.url)), key=len, default=None)
    return [replace(link, is_active=link.is_active or link.url == active) for link in links]


def _link(entry: NavEntry, path: str) -> NavLink:
    # No path begins with a hyphen, so a page that is missing matches nothing.
    is_related = any(path.startswith(url(name) or "-") for name in entry.also)
    is_main = entry.url_name == "web:care_record_new"
    return NavLink(url(entry.url_name), entry.icon, entry.label, is_active=is_related, is_main=is_main)


def url(name: str) -> str:
    """The address of a page; "" where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
