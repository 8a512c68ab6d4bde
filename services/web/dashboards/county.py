"""县级看板, the county dashboard, and the schools behind each of its numbers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.dashboards import figures, queries
from services.dashboards.attention.items import attention_items
from services.dashboards.choices import Basis
from services.dashboards.suppression.markers import THRESHOLD, Marker
from services.kit import clock
from services.kit.periods import Quarter
from services.web.components import Tab
from services.web.dashboards import county_charts
from services.web.dashboards.attention import unread_escalations
from services.web.dashboards.cards import CARDS, cards
from services.web.dashboards.filters import filter_context, selected_basis, selected_quarter
from services.web.dashboards.first_day import desk_card
from services.web.decorators import requires
from services.web.page_request import PageRequest, query_string


@requires(Permission.VIEW_COUNTY_FIGURES)
def county(request: PageRequest) -> HttpResponse:
    """Six numbers, what needs attention, charts with their tables, townships and schools."""
    quarter, basis = selected_quarter(request), selected_basis(request)
    page = queries.county_page(quarter=quarter, now=clock.now())
    is_running = quarter == Quarter.of(clock.today())
    context = {
        "page": page,
        "cards": cards(page.county, page.previous, basis, page.history, _schools_urls(quarter, basis)),
        # What was late in a past quarter cannot be made up for.
        "attention_items": attention_items(page.schools, clock.today()) if is_running else [],
        "escalations": unread_escalations(request.actor) if is_running else 0,
        "may_remind": request.actor.has_permission(Permission.REMIND_SCHOOLS),
        # Leaders read figures without scores: the link would end in 403.
        "rounds_url": reverse("web:rounds") if request.actor.has_permission(Permission.VIEW_SCORES) else "",
        "charts": county_charts.county_charts(page, basis, clock.today()),
        "basis_rule": figures.BY_CODE[basis].rule,
        "first_day": desk_card(request.actor),
        "unknown": _unknown(page, basis),
        "is_whole": page.is_whole,
        **filter_context(request, quarter, basis),
    }
    return render(request, "dashboards/county.html", context)


@requires(Permission.VIEW_SCHOOL_FIGURES)
def schools(request: PageRequest) -> HttpResponse:
    """All schools of the county; with `figure` one number of each: the rows behind a number of the county."""
    # A school has one row: its own page says more.
    if request.actor.school_id:
        return redirect("web:school", request.actor.school_public_id)
    quarter, basis = selected_quarter(request), selected_basis(request)
    page = queries.county_page(quarter=quarter, now=clock.now())
    township = request.GET.get("township", "")
    context = {
        "page": page,
        "schools": [school for school in page.schools if township in {"", school.township}],
        "figure": figures.BY_CODE.get(request.GET.get("figure", "")),
        "basis_figure": figures.BY_CODE[basis],
        "is_whole": page.is_whole,
        "directory_url": reverse("web:directory") if request.actor.has_permission(Permission.INVITE_MEMBERS) else "",
        "townships": _township_chips(request, page, township),
        **filter_context(request, quarter, basis),
    }
    return render(request, "dashboards/schools.html", context)


def _unknown(page: queries.CountyPage, basis: str) -> str:
    """How many children cannot be classified; "" for none."""
    count = page.county.counts.get(f"{basis}_unknown") or 0
    return Marker.SMALL.value if 0 < count < THRESHOLD else f"{count:,}" if count else ""


def _township_chips(request: PageRequest, page: queries.CountyPage, selected: str) -> list[Tab]:
    names = {"": _("全部乡镇")} | {township.name: township.name for township in page.townships}
    return [
        Tab(label, query_string(request, township=name), is_active=name == selected) for name, label in names.items()
    ]


def _schools_urls(quarter: Quarter, basis: str) -> dict[str, str]:
    """For each card, the schools behind its number."""
    url, query = reverse("web:schools"), {"quarter": str(quarter), "basis": basis}
    return {code: f"{url}?{urlencode(query | {'figure': code})}" for code in (*CARDS, *Basis.values)}
