"""Lists: filters by field, a fixed list of orderings, keyset pages; rows straight from `values()`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.api.resources.filters import filter_rows
from services.api.resources.rows import Row, Source, row_reader
from services.api.views.base import BaseView
from services.kit.pagination.cursors import InvalidCursor
from services.kit.pagination.keyset import MAX_PAGE_SIZE, Ordering, Page, paginate

DEFAULT_ROWS = 50
PAGE_PARAMETERS = [
    OpenApiParameter("cursor", str, description="从 next 或 previous 取得"),
    OpenApiParameter("page_size", int, description=f"每页行数，至多 {MAX_PAGE_SIZE}"),
]


def ordered_by(*names: str) -> dict[str, Ordering]:
    """Orderings that are called like their column; the first is the default."""
    return {name: Ordering.of_columns(name) for name in names}


class KeysetListView(BaseView):
    # A page of rows. `next` and `previous` are the addresses of its neighbours, null at the ends.
    orderings: ClassVar[Mapping[str, Ordering]] = {}  # the first is the default

    def prefetch(self, rows: Sequence[Row]) -> None:
        """Read once for the whole page what its computed fields need."""

    def get(self, request: Request, **kwargs: object) -> Response:
        page = self.get_page(request)
        self.log_access(page.rows)  # first: what is prefetched or computed below counts as read already
        self.prefetch(page.rows)
        return Response(
            {
                "results": self.represent_rows(page.rows),
                "next": _link(request, page.next),
                "previous": _link(request, page.previous),
            }
        )

    def get_page(self, request: Request) -> Page[Row]:
        order = self._order(request)
        return paginate(
            self.get_rows(order),
            order=order,
            size=size_of(request),
            cursor=request.query_params.get("cursor"),
            name=type(self).__name__,  # a cursor of one list is refused by every other
            key=settings.SECRET_KEY.encode(),
        )

    def get_rows(self, order: Ordering, more_columns: Sequence[str] = ()) -> QuerySet[Any, Row]:
        """Every row that the filters leave, with the columns that the answer and the order need, and some more."""
        # A dict keeps the order, so that the same list always sends the same SQL.
        columns = dict.fromkeys(["id", *row_reader(self._serializer).columns, *order.columns, *more_columns])
        return filter_rows(self.filters, self.params, self.get_queryset()).values(*columns)

    def represent_rows(self, rows: Sequence[Row]) -> list[Row]:
        read = row_reader(self._serializer)
        return [read(self, row) for row in rows]

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, InvalidCursor):
            exc = ValidationError({"cursor": [_("翻页标记无效，请从第一页重新开始。")]})
        return super().handle_exception(exc)

    def _order(self, request: Request) -> Ordering:
        name = request.query_params.get("ordering", "")
        if not name:
            return next(iter(self.orderings.values()))
        if name not in self.orderings:
            raise ValidationError({"ordering": [_("只能是：%(choices)s。") % {"choices": "、".join(self.orderings)}]})
        return self.orderings[name]


class WholeListView(BaseView):
    # Every row at once, where there are few by their nature and none is a row of a table.

    def get_rows(self) -> Iterable[Source]:
        """What the caller may see."""
        raise NotImplementedError

    def get(self, request: Request, **kwargs: object) -> Response:
        return Response({"results": [self.represent(row) for row in self.get_rows()]})


def size_of(request: Request) -> int:
    """`?page_size=`, as every list takes it."""
    text = request.query_params.get("page_size", str(DEFAULT_ROWS))
    # The length first: int() of a thousand digits is slow.
    if not (text.isdecimal() and len(text) <= len(str(MAX_PAGE_SIZE)) and 1 <= int(text) <= MAX_PAGE_SIZE):
        raise ValidationError({"page_size": [_("请填 1 到 %(most)d 的整数。") % {"most": MAX_PAGE_SIZE}]})
    return int(text)


def _link(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    # With the filters of this page: the next one must be of the same list.
    params = request.query_params.copy()
    params["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{params.urlencode()}"
