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
from services.access.may import May
from services.access.roles import Role
from services.notify.queries.inbox import unread

MOST_ENTRIES = 8
ON_THE_BAR = 4  # the fifth place is “more”
LARGE_BY_ROLE = {Role.NURSE, Role.PROXY_PARENT}


@dataclass(frozen=True)
class Entry:
    """A place to go: URL name, icon of the sprite, word, what one must be allowed; `also`: pages beside it."""

    to: str
    icon: str
    label: Promise | str
    needs: May
    also: tuple[str, ...] = ()


BESIDE_REMINDERS = ("web:words", "web:deliveries", "web:ledger", "web:outlets", "web:incidents", "web:lateness")
COUNTY_NAV = [
    Entry("web:county", "chart-bar", _("县级看板"), May.VIEW_COUNTY_FIGURES),
    Entry("web:schools", "building", _("学校"), May.VIEW_SCHOOLS),
    Entry("web:rounds", "rosette", _("考核"), May.VIEW_SCORES),
    Entry("web:campaigns", "stethoscope", _("体检"), May.VIEW_CAMPAIGNS),
    Entry("web:reminders", "bell", _("提醒"), May.VIEW_DELIVERIES, also=BESIDE_REMINDERS),
    Entry("web:calendar", "calendar", _("校历"), May.MANAGE_CALENDAR, also=("web:deadlines",)),
    Entry("web:trail", "history", _("访问留痕"), May.READ_TRAIL),
]
SCHOOL_NAV = [
    Entry("web:desk", "home", _("工作台"), May.VIEW_SCHOOL_FIGURES),
    Entry("web:children", "users", _("孩子"), May.VIEW_CHILD),
    Entry("web:pairing", "heart-handshake", _("结对"), May.APPROVE_PAIRING),
    Entry("web:rosters", "file-spreadsheet", _("名册导入"), May.IMPORT_ROSTER),
    Entry("web:campaigns", "stethoscope", _("体检"), May.VIEW_CAMPAIGNS),
    Entry("web:rounds", "rosette", _("考核"), May.VIEW_SCORES),
    Entry("web:reminders", "bell", _("提醒"), May.VIEW_DELIVERIES, also=BESIDE_REMINDERS),
    Entry(
        "web:plan",
        "clipboard-list",
        _("本校安排"),
        May.EDIT_PLANS,
        also=("web:calendar", "web:duty", "web:deadlines", "web:staff"),
    ),
]
TEACHER_NAV = [
    Entry("web:today", "sun", _("今天"), May.RECORD_CARE),
    Entry("web:children", "users", _("孩子"), May.VIEW_CHILD),
    Entry("web:record", "plus", _("记录"), May.RECORD_CARE),
    Entry("web:inbox", "bell", _("消息"), May.VIEW_NOTICES),
    Entry("web:rounds", "rosette", _("考核"), May.VIEW_SCORES),
    Entry("web:campaigns", "stethoscope", _("体检"), May.VIEW_CAMPAIGNS),
]
NURSE_NAV = [Entry("web:stations", "heart-rate-monitor", _("体检录入"), May.ENTER_RESULTS)]

NAV: dict[Role, list[Entry]] = {
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
class Link:
    url: str
    icon: str
    label: Promise | str
    is_here: bool = False
    is_main: bool = False
    count: int = 0


@dataclass(frozen=True)
class Place:
    """A school or county one may switch to; `value` is what the switcher sends."""

    value: str
    label: str
    role: str
    is_here: bool = False


@dataclass(frozen=True)
class Shell:
    """The template's `shell`. Everything has a value, so that no page must ask whether it is there."""

    nav: Sequence[Link] = ()
    places: Sequence[Place] = ()
    place_name: str = ""
    role_name: str = ""
    inbox_count: Any = 0
    size: str = "normal"
    banner: Promise | str = ""
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def bar(self) -> Sequence[Link]:
        """The bottom bar of the phone, without its last place."""
        return self.nav[:ON_THE_BAR]

    @property
    def more(self) -> Sequence[Link]:
        return self.nav[ON_THE_BAR:]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    actor: Actor | None = getattr(request, "actor", None)
    frame = Shell(
        size=_size(request, actor),
        banner=_("演示县：人和事都是虚构的，两步验证未开启。") if settings.IS_DEMO else "",
        urls={word: url(name) for word, name in _URLS.items()},
    )
    if actor is None:
        return {"shell": frame}
    actors: list[Actor] = getattr(request, "actors", [])
    search = frame.urls["search"] if actor.may(May.VIEW_CHILD) else ""
    return {
        "shell": replace(
            frame,
            urls=frame.urls | {"search": search, "language": url("web:language")},
            nav=nav(actor, request.path),
            places=[Place(place_of(one), name_of(one), str(one.role.label), one == actor) for one in actors],
            place_name=name_of(actor),
            role_name=str(actor.role.label),
            inbox_count=SimpleLazyObject(partial(unread, actor)),  # asked only where it is drawn
        )
    }


_URLS = {"switch": "web:switch", "search": "web:search", "inbox": "web:inbox", "language": "set_language"}


def _size(request: HttpRequest, actor: Actor | None) -> str:
    """大字: as last chosen on this device, else as the role usually needs it."""
    usual = "large" if actor and actor.role in LARGE_BY_ROLE else "normal"
    chosen = request.COOKIES.get("size", usual)
    return chosen if chosen in {"large", "normal"} else usual


def place_of(actor: Actor) -> str:
    """How the switcher names a place and role, without inner ids: `<school's public id or county>:<role>`."""
    return f"{actor.school_public_id or 'county'}:{actor.role}"


def name_of(actor: Actor) -> str:
    return actor.school_name or gettext("全县")


def nav(actor: Actor, path: str) -> list[Link]:
    """What this person may open, the place they are at marked."""
    entries = [entry for entry in NAV[actor.role] if actor.may(entry.needs)]
    beside = {url(entry.to) for entry in entries if any(path.startswith(url(each) or "-") for each in entry.also)}
    links = [Link(url(entry.to), entry.icon, entry.label, is_main=entry.to == "web:record") for entry in entries]
    links = [link for link in links if link.url][:MOST_ENTRIES]
    here = max((link.url for link in links if path.startswith(link.url)), key=len, default=None)
    return [replace(link, is_here=link.url == here or link.url in beside) for link in links]


def url(name: str) -> str:
    """The address of a page, or nothing where this release does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
