"""One school: its numbers, its classes, its weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.access.permissions import Permission
from services.dashboards import figures, queries
from services.dashboards.choices import Basis
from services.dashboards.figures import FigureValue
from services.dashboards.queries import FigureRow
from services.dashboards.suppression.markers import Markers
from services.dashboards.tables import school_tables
from services.kit import clock
from services.kit.periods import Quarter
from services.schools import classes
from services.schools.models import School
from services.schools.queries import school_year_of
from services.web import drill_path
from services.web.components import Text
from services.web.dashboards.cards import CARDS, WARN_BELOW, cards
from services.web.dashboards.county_charts import weeks_chart
from services.web.dashboards.filters import filter_context, selected_basis, selected_quarter
from services.web.decorators import requires
from services.web.framework import get_visible_or_404
from services.web.page_request import PageRequest

COMPLETE, SHOWN_LAGS = 100, 8  # percent; rows that stand beside the classes of a school
CHILDREN_FILTERS = {"paired": {"paired": "no"}, "cards": {"card": "no"}, "talks": {"late": "talk"}} | {
    code: {"basis": code} for code in ("d1", "d2", "d3")
}


@dataclass(frozen=True)
class ClassCounts:
    """Counts of a class as text: a small group is withheld from readers outside the school."""

    label: str
    url: str
    pupils: str
    children: str
    paired: str
    cards: str


@dataclass(frozen=True)
class Lag:
    """A share that is not complete."""

    name: Text
    value: FigureValue

    @property
    def is_low(self) -> bool:
        return (self.value.percent or 0) < WARN_BELOW


@requires(Permission.VIEW_SCHOOL_FIGURES)
def school(request: PageRequest, public_id: UUID) -> HttpResponse:
    current = get_visible_or_404(School.objects.select_related("township"), public_id)
    quarter, basis = selected_quarter(request), selected_basis(request)
    now, today, outside = clock.now(), clock.today(), request.actor.school_id is None
    # Small groups are withheld from the county, not from the school itself.
    row = queries.school_figures(current, quarter, now=now, outside=outside)
    previous = queries.school_figures(current, quarter.previous, now=now, outside=outside)
    weeks = queries.school_weeks(row, min(quarter.ends, today))
    lags = _lags(row)
    context = {
        "school": current,
        "path": drill_path.to_school(request.actor, current)[:-1],
        "row": row,
        # No course: the page has a chart of its weeks.
        "cards": cards(row, previous, basis, [], _children_urls(request.actor, current)),
        "lags": lags[:SHOWN_LAGS],
        "answer": _answer(row, lags),
        "tone": "due" if any(lag.is_low for lag in lags) else "done",
        "figures": [(figure, row.values[figure.code]) for figure in figures.ALL],
        "weeks": weeks_chart(weeks, today) if weeks else None,
        "classes": _classes(request.actor, current, row if quarter == Quarter.of(today) else None),
        "basis_rule": figures.BY_CODE[basis].rule,
        "is_whole": row.is_whole,
        **filter_context(request, quarter, basis),
    }
    return render(request, "dashboards/school.html", context)


def _lags(row: FigureRow) -> list[Lag]:
    """The shares that are not complete, the lowest first; those that are withheld or not due are left out."""
    rows = [Lag(figure.name, row.values[figure.code]) for figure in figures.ALL]
    incomplete = [lag for lag in rows if lag.value.percent is not None and lag.value.percent < COMPLETE]
    return sorted(incomplete, key=lambda lag: lag.value.percent or 0)


def _answer(row: FigureRow, lags: Sequence[Lag]) -> str:
    low = [lag for lag in lags if lag.is_low]
    if low:
        values = {"count": len(low), "name": low[0].name, "value": low[0].value.text, "step": f"{WARN_BELOW:.0f}%"}
        return _("%(count)d 项不到 %(step)s，最低的是%(name)s：%(value)s。") % values
    if all(row.values[code].percent is None for code in CARDS):
        return _("本季度还没有到期的事。")
    return _("各项都到了 %(step)s。") % {"step": f"{WARN_BELOW:.0f}%"}


def class_label(row: school_tables.ClassRow | school_tables.LateByClass) -> str:
    return classes.class_label(
        entry_year=row["entry_year"],
        entry_grade=row["entry_grade"],
        number=row["class_number"],
        school_year=school_year_of(clock.today()),
    )


def _classes(actor: Actor, current: School, row: FigureRow | None) -> list[ClassCounts]:
    """The classes of today; `row` are the school's figures of this quarter, where they are at hand."""
    today = clock.today()
    if row is None:
        outside = actor.school_id is None
        row = queries.school_figures(current, Quarter.of(today), now=clock.now(), outside=outside)
    classes = school_tables.classes(school=current, day=today)
    markers = school_tables.class_markers(classes, row.markers)
    return [_class_counts(actor, current, *pair) for pair in zip(classes, markers, strict=True)]


def _class_counts(actor: Actor, current: School, row: school_tables.ClassRow, markers: Markers) -> ClassCounts:
    def text(column: str, count: int) -> str:
        return figures.marker_text(markers[column]) if column in markers else str(count)

    return ClassCounts(
        label=class_label(row),
        url=_children_url(actor, _school_filter(actor, current) | {"class": str(row["school_class__public_id"])}),
        pupils=text("pupils", row["pupils"]),
        children=text("children", row["children"]),
        paired=text("paired", row["paired"]),
        cards=text("cards", row["cards"]),
    )


def _children_urls(actor: Actor, current: School) -> dict[str, str]:
    """For each card, the children behind it."""
    narrowed = _school_filter(actor, current)
    return {code: _children_url(actor, narrowed | CHILDREN_FILTERS.get(code, {})) for code in (*CARDS, *Basis.values)}


def _school_filter(actor: Actor, current: School) -> dict[str, str]:
    """The county's list holds all schools and must be narrowed to this one."""
    return {} if actor.school_id else {"school": str(current.public_id)}


def _children_url(actor: Actor, query: dict[str, str]) -> str:
    """The filtered list of children; "" for readers who may not open it."""
    return f"{reverse('web:children')}?{urlencode(query)}" if actor.has_permission(Permission.VIEW_CHILD) else ""
