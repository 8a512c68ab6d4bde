"""The search box in the top bar: pupils, staff, schools and pages, as far as the reader may open them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.db.models.lookups import IsNull
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.choices import AuditAction
from services.children.queries import lists
from services.kit import clock
from services.kit.names import pinyin
from services.schools import queries as schools
from services.schools.models import School
from services.web import layout
from services.web.components import Text
from services.web.decorators import requires
from services.web.forms import working_staff
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs

MAX_RESULTS, MAX_SUGGESTIONS = 50, 6  # of each kind
# No name is longer; what is pasted by mistake is cut.
MAX_TEXT = 60


@dataclass(frozen=True)
class SearchResult:
    """`url` is "" where there is nothing to open: a pupil without a case file."""

    name: Text
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class ResultGroup:
    label: str
    icon: str
    results: Sequence[SearchResult]


@requires(Permission.VIEW_NOTIFICATIONS)
def search(request: PageRequest) -> HttpResponse:
    """Suggestions while typing, for htmx; a page of results for Enter, and to type on for a phone."""
    text = request.POST.get("q", "").strip()[:MAX_TEXT]
    limit = MAX_SUGGESTIONS if request.htmx else MAX_RESULTS
    # An emptied box empties the suggestions and reads nothing.
    groups = _groups(request.actor, text, limit) if text else []
    context = {"groups": [group for group in groups if group.results], "search_text": text}
    return render(request, "partials/search_results.html" if request.htmx else "search.html", context)


def _groups(by: Actor, text: str, limit: int) -> list[ResultGroup]:
    return [
        ResultGroup(_("学生"), "users", _pupils(by, text, limit)),
        ResultGroup(_("教职工"), "user", _staff(by, text, limit)),
        ResultGroup(_("学校"), "building", _schools(by, text, limit)),
        ResultGroup(_("页面"), "list-details", _pages(by, text)[:limit]),
    ]


def _pupils(by: Actor, text: str, limit: int) -> list[SearchResult]:
    if not by.has_permission(Permission.VIEW_PUPIL):
        return []
    pupils = lists.pupils(by, clock.now(), lists.PupilFilter(search_text=text))
    # Those with a case file first: they have a page. Who sees more than these types one more letter.
    rows = list(pupils.order_by(IsNull(F("child__id"), True), "pinyin", "id")[:limit])
    if rows:
        audit.log(AuditAction.PUPILS_LISTED, target=[row["public_id"] for row in rows], by=by, now=clock.now())
    today = clock.today()
    return [
        SearchResult(
            row["name"],
            _joined(
                lists.class_label(row, today),
                row["school__name"] if by.school_id is None else "",
                "" if row["child__public_id"] else _("没有建档"),
            ),
            reverse("web:child", args=[row["child__public_id"]]) if row["child__public_id"] else "",
        )
        for row in rows
    ]


def _staff(by: Actor, text: str, limit: int) -> list[SearchResult]:
    if not by.has_permission(Permission.VIEW_STAFF):
        return []
    rows = schools.search_staff(working_staff().select_related("school"), text)[:limit]
    is_county, url = by.school_id is None, reverse("web:staff")
    return [
        SearchResult(
            row.name,
            _joined(row.subject, row.school.name if is_county else ""),
            # By id: no name of a person stands in an address.
            f"{url}{f'?school={row.school.public_id}' if is_county else ''}#staff-{row.public_id}",
        )
        for row in rows
    ]


def _schools(by: Actor, text: str, limit: int) -> list[SearchResult]:
    # A school has one page of its own, which is among the pages.
    if by.school_id or not by.has_permission(Permission.VIEW_SCHOOL_FIGURES):
        return []
    rows = schools.search_schools(School.objects.select_related("township"), text).order_by("name")[:limit]
    return [SearchResult(row.name, row.township.name, reverse("web:school", args=[row.public_id])) for row in rows]


def _pages(by: Actor, text: str) -> list[SearchResult]:
    """Pages whose name holds the text, or that sound like it."""
    links = [(link.label, link.url) for link in layout.nav(by, "")]
    links += [(tab.label, tab.url) for tab in (*school_tabs(by, ""), *reminder_tabs(by, ""))]
    links.append((_("消息"), reverse("web:inbox")))
    return [SearchResult(label, "", url) for url, label in _by_address(links).items() if _matches(str(label), text)]


def _by_address(links: Iterable[tuple[Text, str]]) -> dict[str, Text]:
    # Reversed: of two names of one page the one in the navigation holds.
    return {url: label for label, url in reversed(list(links))}


def _matches(label: str, text: str) -> bool:
    plain = "".join(text.lower().split())
    return plain in label.lower() or pinyin.matches_sound(label, plain)


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)
