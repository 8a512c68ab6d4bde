"""What every page of figures is asked for: a quarter and a counting basis, both in the address."""

from typing import Any

from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from services.dashboards import figures, queries
from services.kit import clock
from services.kit.periods import InvalidPeriod, Quarter
from services.web.components import Tab


def quarter_of(request: Any) -> Quarter:
    try:
        return Quarter.parse(request.GET.get("quarter") or str(Quarter.of(clock.today())))
    except InvalidPeriod as reason:
        raise Http404 from reason


def basis_of(request: Any) -> str:
    wish = request.GET.get("basis", "")
    return wish if wish in figures.BASES else figures.BASES[0]


def switches(request: Any, quarter: Quarter, basis: str) -> dict[str, Any]:
    """Quarter and counting basis as chips; both live in the address."""
    known = sorted({*queries.quarters(), Quarter.of(clock.today()), quarter}, reverse=True)[:4]
    return {
        "quarter": quarter,
        "quarters": [Tab(each.label, current_path(request, quarter=str(each)), each == quarter) for each in known],
        "bases": [Tab(_SHORT[code](), current_path(request, basis=code), code == basis) for code in figures.BASES],
        "basis": basis,
    }


_SHORT = {
    "d1": lambda: _("学校口径"),
    "d2": lambda: _("国发13号"),
    "d3": lambda: _("教育统计"),
    "reported": lambda: _("名册声明"),
}


def current_path(request: Any, **changed: str) -> str:
    kept = {**request.GET.dict(), **changed}
    return f"?{urlencode({key: value for key, value in kept.items() if value})}"
