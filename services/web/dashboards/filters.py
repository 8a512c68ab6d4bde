"""The quarter and the counting basis that every page of figures has in its address."""

from django.http import Http404, HttpRequest

from services.dashboards import queries
from services.dashboards.choices import Basis
from services.kit import clock
from services.kit.periods import InvalidPeriod, Quarter
from services.web.components import Tab
from services.web.page_request import choice_param, query_string

SHOWN_QUARTERS = 4


def selected_quarter(request: HttpRequest) -> Quarter:
    """The quarter of the address, else the current one. Raises Http404 for what is no quarter."""
    text = request.GET.get("quarter")
    if not text:
        return Quarter.of(clock.today())
    try:
        return Quarter.parse(text)
    except InvalidPeriod as error:
        raise Http404 from error


def selected_basis(request: HttpRequest) -> str:
    return choice_param(request, "basis", Basis.values, default=Basis.D1.value)


def filter_context(request: HttpRequest, quarter: Quarter, basis: str) -> dict[str, object]:
    """Quarter and counting basis, and chips to change them."""
    # The selected one too, however old: its chip shows what the page is about.
    quarters = sorted({*queries.quarters(), Quarter.of(clock.today()), quarter}, reverse=True)[:SHOWN_QUARTERS]
    return {
        "quarter": quarter,
        "quarters": [
            Tab(other.label, query_string(request, quarter=str(other)), is_active=other == quarter)
            for other in quarters
        ],
        "basis": basis,
        "bases": [
            Tab(choice.label, query_string(request, basis=choice.value), is_active=choice == basis) for choice in Basis
        ],
    }
