"""孩子: the children that the user may see, with filters and a search."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from services.access import audit
from services.access.permissions import Permission
from services.children.choices import AuditAction
from services.children.queries import lists
from services.kit import clock
from services.kit.pagination.keyset import Ordering
from services.schools.choices import Sex
from services.web.children import filters
from services.web.decorators import requires
from services.web.framework import paginate
from services.web.page_request import PageRequest, choice_param

BY_NAME = Ordering.of_columns("pinyin")
SIZE, MAX_RESULTS = 50, 50
MAX_SEARCH_LENGTH = 60
FEW = 8  # rows; a shorter list is shown without search and filters
ListRow = dict[str, Any]  # a row of queries.lists.children
NO_LINKS = {"newer": "", "older": ""}


@requires(Permission.VIEW_CHILD)
def children(request: PageRequest) -> HttpResponse:
    """The list of children. A search is a POST, so that no name gets into a URL or a log."""
    if request.method == "POST":
        return _search_results(request)
    rows = lists.children(request.actor, clock.now(), clock.today(), filters.pupil_filter(request))
    page = paginate(request, filters.filter_by_care(request, rows), "web.children", order=BY_NAME, size=SIZE)
    return _list(request, page.rows, "", page.links)


def _search_results(request: PageRequest) -> HttpResponse:
    return _list(request, _matches(request), _search_text(request), NO_LINKS)


def _search_text(request: PageRequest) -> str:
    return request.POST.get("q", "").strip()[:MAX_SEARCH_LENGTH]


def _matches(request: PageRequest) -> list[ListRow]:
    by_text = lists.PupilFilter(search_text=_search_text(request))
    # The first matches by name; who sees more than these types one more letter.
    rows = lists.children(request.actor, clock.now(), clock.today(), by_text)
    return list(rows.order_by("pinyin", "id")[:MAX_RESULTS])


def _log_listed(request: PageRequest, rows: Iterable[ListRow]) -> None:
    ids = [row["child__public_id"] for row in rows]
    audit.log(AuditAction.LISTED, target=ids, by=request.actor, now=clock.now())


def _list(request: PageRequest, rows: Sequence[ListRow], search_text: str, links: dict[str, str]) -> HttpResponse:
    _log_listed(request, rows)
    today = clock.today()
    basis = choice_param(request, "basis", filters.BASIS_LABELS, default="d1")
    # A head with two children today still needs the filters; a teacher of three does not.
    manages_many = bool(rows) and request.actor.sees_whole_school
    context = {
        "rows": [_row(row, basis, today) for row in rows],
        "search_text": search_text,
        "is_long": len(rows) > FEW or bool(search_text or request.GET) or manages_many,
        "chips": filters.chips(request),
        "classes": filters.class_options(request),
        "selection": filters.selection(request),
        "is_filtered": bool(search_text or set(request.GET) - {"cursor"}),
        "export_filters": filters.for_export(request),
        "is_county": request.actor.school_id is None,
        "may_import": request.actor.has_permission(Permission.IMPORT_ROSTER),
        **links,
    }
    return render(request, "children/list.html", context)


def _row(row: ListRow, basis: str, today: date) -> dict[str, object]:
    return {
        **row,
        "label": lists.class_label(row, today),
        "age": age(row["birth_date"], today),
        "sex_label": Sex(row["sex"]).label,
        "answer": row[basis],
    }


def age(birth_date: date, today: date) -> int:
    """Age in completed years."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))
