"""大屏: the county on a large screen, for whoever passes by. No names, small groups withheld, renewed each minute."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from services.access.permissions import Permission
from services.accounts.displays import is_display
from services.dashboards import figures, queries
from services.dashboards.attention.items import attention_items
from services.dashboards.choices import Basis
from services.dashboards.figures import Figure, FigureValue
from services.dashboards.queries import CountyPage, WeekCounts
from services.kit import clock
from services.kit.periods import Quarter
from services.web.components import Text
from services.web.dashboards.cards import CARDS, cards
from services.web.decorators import requires
from services.web.page_request import PageRequest, choice_param
from services.web.templatetags.components import HEAT_STEPS

SHOWN_TOWNSHIPS, SHOWN_ITEMS = 24, 6  # as many as fit at a size that is read from four metres
LOOKS = ("dark", "light")
COLUMNS_UP_TO = {6: 2, 12: 3, SHOWN_TOWNSHIPS: 4}  # townships: columns


@dataclass(frozen=True)
class Township:
    name: str
    value: FigureValue


@dataclass(frozen=True)
class Course:
    """One kind of work over the weeks that are over; `last` is the latest of them."""

    name: Text
    values: list[int]

    @property
    def last(self) -> int:
        return self.values[-1] if self.values else 0


@requires(Permission.VIEW_COUNTY_FIGURES)
def display(request: PageRequest) -> HttpResponse:
    """The figures of the running quarter. Another session than a display's is first told what that is.

    A page that asks again each minute would keep a whole login open for ever.
    """
    if not is_display(request.session):
        return redirect("account_display")
    now = clock.now()
    quarter = Quarter.of(clock.local_date(now))
    page = queries.county_page(quarter=quarter, now=now)
    figure = _figure_of_minute(now)
    townships = _townships(page, figure)[:SHOWN_TOWNSHIPS]
    items = attention_items(page.schools, clock.local_date(now))
    context = {
        "look": choice_param(request, "look", LOOKS, "dark"),
        "quarter": quarter,
        "as_of": page.as_of,
        "cards": cards(page.county, page.previous, Basis.D1, page.history, {}),
        "figure": figure,
        "townships": townships,
        "columns": next(columns for count, columns in COLUMNS_UP_TO.items() if len(townships) <= count),
        "heat_steps": list(enumerate(HEAT_STEPS, start=2)),
        "more_townships": max(len(page.townships) - SHOWN_TOWNSHIPS, 0),
        "courses": _courses(page.weeks, now),
        "items": items[:SHOWN_ITEMS],
        "more_items": max(len(items) - SHOWN_ITEMS, 0),
    }
    return render(request, "dashboards/display.html", context)


def _figure_of_minute(now: datetime) -> Figure:
    """Each share in its turn, so that one grid of townships shows them all."""
    return figures.BY_CODE[CARDS[now.minute % len(CARDS)]]


def _townships(page: CountyPage, figure: Figure) -> list[Township]:
    """The lowest first; behind them those whose share is withheld or not due, by name."""
    townships = [Township(row.name, row.values[figure.code]) for row in page.townships]
    return sorted(townships, key=lambda item: (item.value.percent is None, item.value.percent or 0, item.name))


def _courses(weeks: list[WeekCounts], now: datetime) -> list[Course]:
    # The week under way is left out: from afar it would look like a fall.
    over = [week for week in weeks if (clock.local_date(now) - week.starts_on).days >= 7]
    return [
        Course(_("谈心"), [week.talks for week in over]),
        Course(_("家访"), [week.visits for week in over]),
        Course(_("通话"), [week.calls for week in over]),
    ]
