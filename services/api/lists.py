"""Lists: `?q=`, filters by field, a fixed list of orderings, keyset pages; rows straight from `values()`."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.api.base import BaseView
from services.kit.cursors import InvalidCursor
from services.kit.pagination import MAX_PAGE_SIZE, Ordering, paginate

DEFAULT_ROWS = 50
LIST_PARAMETERS = [
    OpenApiParameter("cursor", str, description="从 next 或 previous 取得"),
    OpenApiParameter("page_size", int, description=f"每页行数，至多 {MAX_PAGE_SIZE}"),
    OpenApiParameter("ordering", str),
]


class KeysetListView(BaseView):
    """A page of rows. `next` and `previous` are the addresses of its neighbours, null at the ends."""

    # `rows()` gives the visible queryset, filtered; `row()` turns one `values()` dict into the answer's.
    name: ClassVar[str]
    orderings: ClassVar[dict[str, Ordering]]  # the first is the default

    @abstractmethod
    def rows(self) -> QuerySet[Any, Any]:
        """What the caller may see, filtered, as `values()` with the ordering columns."""

    def to_representation(self, found: Any) -> Any:
        return found

    def log_access(self, found: Iterable[Any]) -> None:
        """Called with the page's raw rows: a list of children leaves its trail here."""

    def get(self, request: Request) -> Response:
        found = paginate(
            self.rows(),
            order=self._order(request),
            size=size_of(request),
            cursor=request.query_params.get("cursor"),
            name=self.name,
            key=settings.SECRET_KEY.encode(),
        )
        self.log_access(found.rows)
        return Response(
            {
                "results": [self.to_representation(each) for each in found.rows],
                "next": _link(request, found.next),
                "previous": _link(request, found.previous),
            }
        )

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, InvalidCursor):
            exc = ValidationError({"cursor": [_("翻页标记无效，请从第一页重新开始。")]})
        return super().handle_exception(exc)

    def _order(self, request: Request) -> Ordering:
        wish = request.query_params.get("ordering", "")
        if not wish:
            return next(iter(self.orderings.values()))
        if wish not in self.orderings:
            raise ValidationError({"ordering": [_("只能是：%(words)s。") % {"words": "、".join(self.orderings)}]})
        return self.orderings[wish]


def size_of(request: Request) -> int:
    """`?page_size=`, as every list takes it."""
    wish = request.query_params.get("page_size", str(DEFAULT_ROWS))
    if not (wish.isdecimal() and len(wish) <= len(str(MAX_PAGE_SIZE)) and 1 <= int(wish) <= MAX_PAGE_SIZE):
        raise ValidationError({"page_size": [_("请填 1 到 %(most)d 的整数。") % {"most": MAX_PAGE_SIZE}]})
    return int(wish)


def _link(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    params = request.query_params.copy()
    params["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{params.urlencode()}"
