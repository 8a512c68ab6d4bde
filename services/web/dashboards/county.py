"""县级看板 and the schools behind each of its numbers; 催报."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.dashboards import actions, attention, figures, queries
from services.dashboards.choices import Basis
from services.kit import clock
from services.kit.periods import Quarter
from services.web.components import Tab, flash
from services.web.dashboards import county_charts
from services.web.dashboards.cards import CARDS, cards
from services.web.dashboards.filters import basis_of, current_path, quarter_of, switches
from services.web.decorators import requires


@requires(Permission.VIEW_COUNTY_FIGURES)
def county(request: Any) -> HttpResponse:
    """全县: six numbers, what to look at, pictures beside their tables, schools."""
    quarter, basis = quarter_of(request), basis_of(request)
    found = queries.county_page(quarter=quarter, now=clock.now())
    context = {
        "found": found,
        "cards": cards(found.county, found.previous, basis, found.history, _schools_url(quarter, basis)),
        "matters": attention.attention_items(found.schools) if quarter == Quarter.of(clock.today()) else [],
        "may_remind": request.actor.has_permission(Permission.REMIND_SCHOOLS),
        "charts": county_charts.county_charts(found, basis, clock.today()),
        "basis_rule": figures.BY_CODE[basis].rule,
        "unknown": found.county.counts.get(f"{basis}_unknown", 0),
        **switches(request, quarter, basis),
    }
    return render(request, "dashboards/county.html", context)


@require_POST
@requires(Permission.REMIND_SCHOOLS)
def remind_late_schools(request: Any, code: str) -> HttpResponse:
    """催报: remind the schools of one matter."""
    found = queries.county_page(quarter=Quarter.of(clock.today()), now=clock.now())
    matter = next((each for each in attention.attention_items(found.schools) if each.code == code), None)
    if matter is None:
        raise Http404
    told = actions.remind_late_schools(item=matter, by=request.actor, now=clock.now())
    flash(request, _("已提醒 %(n)d 人。") % {"n": told} if told else _("今天已经提醒过了。"))
    return redirect("web:county")


@requires(Permission.VIEW_SCHOOL_FIGURES)
def schools(request: Any) -> HttpResponse:
    """Every school of the reader's place, one figure in front where asked: the rows behind a county number."""
    quarter, basis = quarter_of(request), basis_of(request)
    if request.actor.school_id:
        return redirect("web:school", request.actor.school_public_id)
    found = queries.county_page(quarter=quarter, now=clock.now())
    wish = request.GET.get("township", "")
    context = {
        "found": found,
        "schools": [school for school in found.schools if wish in {"", school.township}],
        "figure": figures.BY_CODE.get(request.GET.get("figure", "")),
        "basis_figure": figures.BY_CODE[basis],
        "townships": [
            Tab(_("全部乡镇"), current_path(request, township=""), wish == ""),
            *(Tab(each.name, current_path(request, township=each.name), wish == each.name) for each in found.townships),
        ],
        **switches(request, quarter, basis),
    }
    return render(request, "dashboards/schools.html", context)


def _schools_url(quarter: Quarter, basis: str) -> dict[str, str]:
    """For each card, the schools behind it."""
    query = {"quarter": str(quarter), "basis": basis}
    return {code: f"{reverse('web:schools')}?{urlencode(query | {'figure': code})}" for code in (*CARDS, *Basis.values)}
