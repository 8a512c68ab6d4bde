"""What every page of figures is asked for: a quarter and a counting basis, both in the address."""

from typing import Any

from django.http import Http404
from django.utils.http import urlencode

from services.dashboards import queries
from services.dashboards.choices import Basis
from services.kit import clock
from services.kit.periods import InvalidPeriod, Quarter
from services.web.components import Tab


def quarter_of(request: Any) -> Quarter:
    try:
        return Quarter.parse(request.GET.get("quarter") or str(Quarter.of(clock.today())))
    except InvalidPeriod as reason:
        raise Http404 from reason


def basis_of(request: Any) -> str:
    code = request.GET.get("basis", "")
    return code if code in Basis.values else Basis.D1.value


def switches(request: Any, quarter: Quarter, basis: str) -> dict[str, Any]:
    """Quarter and counting basis as chips; both live in the address."""
    known = sorted({*queries.quarters(), Quarter.of(clock.today()), quarter}, reverse=True)[:4]
    return {
        "quarter": quarter,
        "quarters": [Tab(each.label, current_path(request, quarter=str(each)), each == quarter) for each in known],
        "bases": [Tab(choice.label, current_path(request, basis=choice.value), choice == basis) for choice in Basis],
        "basis": basis,
    }


def current_path(request: Any, **changed: str) -> str:
    kept = {**request.GET.dict(), **changed}
    return f"?{urlencode({key: value for key, value in kept.items() if value})}"
