"""需要您处理 on the county's page: each item opens the schools behind it; 催报 from there."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.dashboards import actions, queries
from services.dashboards.attention.items import AttentionItem, LateSchool, attention_item
from services.kit import clock
from services.kit.periods import Quarter
from services.notify import queries as notifications
from services.web.components import flash
from services.web.decorators import requires
from services.web.page_request import PageRequest

# The children behind an item at one school: filters of their list.
CHILDREN_FILTERS: Mapping[str, Mapping[str, str]] = {
    "contact": {"contact": "no"},
    "paired": {"paired": "no"},
    "talks": {"late": "talk"},
    "visits": {"late": "home_visit"},
    "cards": {"card": "no"},
}


@dataclass(frozen=True)
class SchoolLine:
    """A school of an item, and where its number leads: the children, as far as the reader may see them."""

    school: LateSchool
    url: str


@requires(Permission.VIEW_COUNTY_FIGURES)
def attention(request: PageRequest, code: str) -> HttpResponse:
    """The schools of one item, the largest number first."""
    page, item = _page_and_item(code)
    late = sorted(item.schools, key=lambda school: (0 if school.marker else -school.count, school.row.name))
    context = {
        "item": item,
        "lines": [SchoolLine(school, _url(request.actor, code, school)) for school in late],
        "has_details": any(school.detail for school in late),
        "page": page,
        "may_remind": request.actor.has_permission(Permission.REMIND_SCHOOLS),
    }
    return render(request, "dashboards/attention.html", context)


@require_POST
@requires(Permission.REMIND_SCHOOLS)
def remind_late_schools(request: PageRequest, code: str) -> HttpResponse:
    """催报: remind the schools of one item."""
    # Computed anew: what the page showed may have been settled meanwhile.
    _page, item = _page_and_item(code)
    count = actions.remind_late_schools(item=item, by=request.actor, now=clock.now())
    flash(request, _("已提醒 %(n)d 人。") % {"n": count} if count else _("今天已经提醒过了。"))
    return redirect("web:attention", code)


def unread_escalations(actor: Actor) -> int:
    """Reminders that came up to this officer because nobody below has acknowledged them."""
    return notifications.escalated(actor).count()


def _page_and_item(code: str) -> tuple[queries.CountyPage, AttentionItem]:
    page = queries.county_page(quarter=Quarter.of(clock.today()), now=clock.now())
    item = attention_item(code, page.schools, clock.today())
    if item is None:
        raise Http404
    return page, item


def _url(actor: Actor, code: str, school: LateSchool) -> str:
    if code in CHILDREN_FILTERS and actor.has_permission(Permission.VIEW_CHILD):
        return f"{reverse('web:children')}?{urlencode({'school': str(school.row.public_id), **CHILDREN_FILTERS[code]})}"
    return reverse("web:school", args=[school.row.public_id])
