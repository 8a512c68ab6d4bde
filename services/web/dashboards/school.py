"""One school: its numbers, its classes, its weeks."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from services.access.permissions import Permission
from services.dashboards import figures, queries, school_tables
from services.dashboards.choices import Basis
from services.kit import clock
from services.schools import classes
from services.schools.models import School
from services.schools.queries import school_year_of
from services.web import layout
from services.web.dashboards import county_charts
from services.web.dashboards.cards import CARDS, cards
from services.web.dashboards.filters import basis_of, quarter_of, switches
from services.web.decorators import requires


@requires(Permission.VIEW_SCHOOL_FIGURES)
def school(request: Any, public_id: UUID) -> HttpResponse:
    """One school: its numbers, its classes, its weeks."""
    where = School.objects.filter(public_id=public_id).select_related("region").first()
    if where is None:
        raise Http404
    quarter, basis = quarter_of(request), basis_of(request)
    outside = request.actor.school_id is None
    found = queries.school_figures(where, quarter, now=clock.now(), outside=outside)
    before = queries.school_figures(where, quarter.previous, now=clock.now(), outside=outside)
    weeks = queries.weeks(min(quarter.end, clock.today()), School.objects.filter(pk=where.pk))
    context = {
        "school": where,
        "found": found,
        "cards": cards(found, before, basis, [], _children_url(request, where)),
        "rows": [(figure, found.values[figure.code]) for figure in figures.ALL],
        "weeks": county_charts.weeks(weeks, clock.today()),
        "classes": _classes(request, where, outside=outside),
        "basis_rule": figures.BY_CODE[basis].rule,
        **switches(request, quarter, basis),
    }
    return render(request, "dashboards/school.html", context)


def _classes(request: Any, where: School, *, outside: bool) -> list[dict[str, Any]]:
    hide = figures.SUPPRESSION_THRESHOLD if outside else 0
    rows = school_tables.classes(school=where, on=clock.today())
    return [
        {
            "label": class_label(row),
            "url": _class_url(request, row["school_class__public_id"]),
            **{
                name: f"<{hide}" if 0 < number < hide else number
                for name, number in (
                    ("pupils", row["pupils"]),
                    ("children", row["children"]),
                    ("paired", row["paired"]),
                    ("cards", row["cards"]),
                )
            },
        }
        for row in rows
    ]


def _class_url(request: Any, public_id: UUID) -> str:
    return (
        f"{reverse('web:children')}?{urlencode({'class': str(public_id)})}"
        if request.actor.has_permission(Permission.VIEW_CHILD)
        else ""
    )


def class_label(row: school_tables.ClassRow | school_tables.LateByClass) -> str:
    return classes.class_label(
        entry_year=row["entry_year"],
        entry_grade=row["entry_grade"],
        number=row["class_number"],
        school_year=school_year_of(clock.today()),
    )


def _children_url(request: Any, where: School) -> dict[str, str]:
    """For each card, the children behind it, as far as the reader may see them."""
    url = layout.url("web:children")
    if not url or not request.actor.has_permission(Permission.VIEW_CHILD):
        return {}
    more = {} if request.actor.school_id else {"school": str(where.public_id)}
    wanted = {"paired": {"paired": "no"}, "cards": {"card": "no"}, "talks": {"late": "talk"}}
    wanted |= {code: {"basis": code} for code in ("d1", "d2", "d3")}
    return {code: f"{url}?{urlencode(more | wanted.get(code, {}))}" for code in (*CARDS, *Basis.values)}
