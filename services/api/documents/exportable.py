"""Turn a list of the API into one that can be exported: read by the same view, as the same person would."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType, SimpleNamespace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from services.access.actor import Actor
from services.api.documents.columns import Column, columns_of
from services.api.documents.filter_labels import describe
from services.api.documents.headings import heading_of
from services.api.resources.filters import SearchFilter, parse_params
from services.api.resources.rows import Row
from services.api.views.lists import KeysetListView
from services.documents.lists import Cells, ExportableList, Filters, InvalidFilter, Rows
from services.kit.pagination.keyset import batches

BATCH = 1000  # rows: read, and named by one audit event
SCHOOL = "school.name"  # for the county, whose lists hold the rows of many schools
SCHOOL_COLUMN = "school__name"


class ListRequest:
    """What a list reads of a request: who asks, and the filters."""

    def __init__(self, by: Actor, filters: Filters) -> None:
        self._request = SimpleNamespace(actor=by)
        self.query_params: Mapping[str, str] = filters


def exportable(
    key: str,
    view: type[KeysetListView],
    title: Promise | str,
    *,
    is_personal: bool = True,
    is_of_school: bool = True,
    without: Collection[str] = (),
    own_headings: Mapping[str, Promise | str] = MappingProxyType({}),
) -> ExportableList:
    """The list of an API view under its address. `is_personal`: taking it out needs a reason.

    `is_of_school`: each row belongs to a school, which the county wants to read beside it. `without` names columns
    that hold codes of ours, which a reader of the file could not read; `own_headings` those of this list alone.
    """
    return ExportableList(
        key=key,
        title=title,
        permission=view.required_permissions["GET"],
        is_personal=is_personal,
        columns=lambda by: {
            name: str(own_headings.get(name, heading))
            for name, heading in _headings(view, with_school=is_of_school and by.school_id is None).items()
            if name not in without
        },
        check=lambda _by, filters, _now: _check(view, filters),
        describe=lambda filters, _now: describe(view, filters),
        read=lambda by, filters, columns: _read(_view(view, by, filters), columns),
    )


def _headings(view: type[KeysetListView], *, with_school: bool) -> dict[str, str]:
    headings = {name: heading_of(column.path) for name, column in columns_of(view.serializer).items()}
    return {SCHOOL: heading_of((SCHOOL,)), **headings} if with_school else headings


def _view(view: type[KeysetListView], by: Actor, filters: Filters) -> KeysetListView:
    reader = view()
    reader.request, reader.kwargs = ListRequest(by, filters), {}  # type: ignore[assignment]  # all that it reads of one
    return reader


def _check(view: type[KeysetListView], filters: Filters) -> None:
    for name in filters:
        # What is typed into a search is a name, which must not lie about in a row of exports.
        if name not in view.filters or isinstance(view.filters[name], SearchFilter):
            raise InvalidFilter(_("这个列表不能按“%(name)s”筛选导出。") % {"name": name[:60]}, field="filters")
    try:
        parse_params(view.filters, filters)
    except ValidationError as error:
        raise InvalidFilter(_first_reason(error.detail), field="filters") from error


def _first_reason(detail: object) -> str:
    assert isinstance(detail, Mapping), "an error for each parameter"  # noqa: S101
    name, (reason, *_more) = next(iter(detail.items()))
    return f"{heading_of((name,))}：{reason}"


def _read(view: KeysetListView, names: Sequence[str]) -> Rows:
    order = next(iter(view.orderings.values()))
    known = columns_of(view.serializer)
    # A list that names the school itself has this column already.
    by_us = [SCHOOL_COLUMN] if SCHOOL in names and SCHOOL not in known else []
    rows = view.get_rows(order, by_us)
    chosen = [known.get(name) for name in names]
    return Rows(rows.count(), (_cells(view, batch, chosen) for batch in batches(rows, order=order, size=BATCH)))


def _cells(view: KeysetListView, rows: Sequence[Row], columns: Sequence[Column | None]) -> Sequence[Cells]:
    view.log_access(rows)
    view.prefetch(rows)
    shown = view.represent_rows(rows)
    return [
        [row[SCHOOL_COLUMN] if column is None else column.read(answer) for column in columns]
        for row, answer in zip(rows, shown, strict=True)
    ]
