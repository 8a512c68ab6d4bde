"""Views about one row, or that make one: each HTTP method checks, then calls the view's own method of a plain name.

`GET` answers the row, `POST` calls `create` on a list and `perform` on an action, `PATCH` and `PUT` call `update`,
`DELETE` calls `destroy`. That method gets the checked body as keywords and its docstring describes the call in the
API's documentation.
"""

from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from services.api.base import BaseView, get_or_404
from services.api.lists import KeysetListView
from services.api.rows import Row, row_reader
from services.api.serializers import Serializer

M = TypeVar("M", bound=Model)


class ObjectView(BaseView, Generic[M]):
    # Addresses below `<uuid:public_id>`.

    def get_queryset(self) -> QuerySet[M]:
        """The rows that the caller may see."""
        raise NotImplementedError

    def get_object(self) -> M:
        row: M = get_or_404(self.get_queryset(), self.kwargs["public_id"])
        return row

    def get_row(self) -> Row:
        """The columns of the answer, read anew."""
        columns = row_reader(self._serializer).columns
        row: Row = get_or_404(self.get_queryset().values("id", *columns), self.kwargs["public_id"])
        return row

    def answer(self, status: int = 200) -> Response:
        return Response(self.represent(self.get_row()), status=status)


class DetailView(ObjectView[M]):
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_row()
        self.log_access([row])
        return Response(self.represent(row))


class UpdateMixin(ObjectView[M]):
    # `PATCH` with the fields that change.
    update_serializer: ClassVar[type[Serializer]]

    def update(self, target: M, /, *args: Any, **changes: Any) -> object:
        raise NotImplementedError

    def patch(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        target = self.get_object()
        self.update(target, **self.validated_body(self.update_serializer, partial=True))
        return self.answer()


class DestroyMixin(ObjectView[M]):
    def destroy(self, target: M, /) -> object:
        raise NotImplementedError

    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.destroy(self.get_object())
        return Response(status=204)


class ActionView(ObjectView[M]):
    # `POST` on one row. Answers the row, or 204 where the view names no serializer.
    body_serializer: ClassVar[type[Serializer] | None] = None
    status: ClassVar[int] = 200

    def perform(self, target: M, /, *args: Any, **body: Any) -> object:
        raise NotImplementedError

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        target = self.get_object()
        self.perform(target, **(self.validated_body(self.body_serializer) if self.body_serializer else {}))
        return self.answer(self.status) if self.serializer else Response(status=204)


class ListCreateView(KeysetListView):
    # A list that takes new rows; `Idempotency-Key` repeats the stored answer.
    create_serializer: ClassVar[type[Serializer] | None] = None
    created_serializer: ClassVar[type[Serializer] | None] = None  # of the answer, where it says more than a row
    created_status: ClassVar[int] = 201

    def create(self, *args: Any, **body: Any) -> Any:
        """Make the row and return it."""
        raise NotImplementedError

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        body = self.validated_body(self.create_serializer) if self.create_serializer else {}

        def create() -> Response:
            answer = self.serialize_created(self.create(**body))
            return Response(answer, status=self.created_status)

        return self.idempotent(create)

    def serialize_created(self, created: Any) -> Row:
        """The new row as the list shows it, with its annotations."""
        serializer = self.created_serializer or self._serializer
        row = self.get_queryset().values("id", *row_reader(serializer).columns).get(pk=created.pk)
        return self.represent(row, serializer)
