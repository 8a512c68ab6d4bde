"""Views about one row, or that make one: each HTTP method checks, then calls the view's own method of a plain name.

`GET` answers the row, `POST` calls `create` on a list and `perform` on an action, `PATCH` and `PUT` call `update`,
`DELETE` calls `destroy`. That method gets the checked body as keywords and its docstring describes the call in the
API's documentation.
"""

from typing import Any, ClassVar, Generic

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from services.api.resources.rows import Row, Source, row_reader
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView, M, get_or_404
from services.api.views.lists import KeysetListView


class ObjectView(BaseView, Generic[M]):
    # Addresses below `<uuid:public_id>`.
    reads_instance: ClassVar[bool] = False  # the answer holds related rows, which `values()` cannot give

    def get_queryset(self) -> QuerySet[M]:
        """The rows that the caller may see."""
        raise NotImplementedError

    def get_object(self) -> M:
        return get_or_404(self.get_queryset(), self.kwargs["public_id"])

    def get_row(self) -> Source:
        """What the answer is made of, read anew."""
        if self.reads_instance:
            return self.get_object()
        columns = row_reader(self._serializer).columns
        return get_or_404(self.get_queryset().values("id", *columns), self.kwargs["public_id"])


class DetailView(ObjectView[M]):
    def get(self, request: Request, **kwargs: object) -> Response:
        row = self.get_row()
        self.log_access([row])
        return Response(self.represent(row))


class UpdateMixin(ObjectView[M]):
    # `PATCH` with the fields that change. Answers what `update` returns, else the row read anew.
    update_serializer: ClassVar[type[Serializer]]
    is_partial: ClassVar[bool] = True  # whether the body may leave out required fields

    def update(self, target: M, /, *args: Any, **changes: Any) -> Any:
        raise NotImplementedError

    def patch(self, request: Request, **kwargs: object) -> Response:
        target = self.get_object()  # before the body: to a stranger a wrong body is 404 too
        result = self.update(target, **self.validated_body(self.update_serializer, partial=self.is_partial))
        return Response(self.represent(self.get_row() if result is None else result))


class DestroyMixin(ObjectView[M]):
    def destroy(self, target: M, /) -> object:
        raise NotImplementedError

    def delete(self, request: Request, **kwargs: object) -> Response:
        self.destroy(self.get_object())
        return Response(status=204)


class ActionView(ObjectView[M]):
    # `POST` on one row. Answers what `perform` returns, else the row read anew, or 204 without a serializer.
    body_serializer: ClassVar[type[Serializer] | None] = None
    status: ClassVar[int] = 200
    accepts_idempotency_key: ClassVar[bool] = False

    def perform(self, target: M, /, *args: Any, **body: Any) -> Any:
        raise NotImplementedError

    def post(self, request: Request, **kwargs: object) -> Response:
        def perform() -> Response:
            # Inside: a repeated key gets its stored answer although the row may have left the queryset.
            target = self.get_object()
            body = self.validated_body(self.body_serializer) if self.body_serializer else {}
            result = self.perform(target, **body)
            if not self.serializer:
                return Response(status=204)
            return Response(self.represent(self.get_row() if result is None else result), status=self.status)

        return self.idempotent(perform) if self.accepts_idempotency_key else perform()


class CreateMixin(BaseView):
    # `POST` that makes a row; a repeated `Idempotency-Key` gets the stored answer.
    create_serializer: ClassVar[type[Serializer] | None] = None
    created_serializer: ClassVar[type[Serializer] | None] = None  # of the answer, where it is not the list's
    created_status: ClassVar[int] = 201

    def create(self, *args: Any, **body: Any) -> Any:
        """Make the row and return it."""
        raise NotImplementedError

    def represent_created(self, created: Any) -> Row:
        return self.represent(created, self.created_serializer)

    def post(self, request: Request, **kwargs: object) -> Response:
        body = self.validated_body(self.create_serializer) if self.create_serializer else {}

        def create() -> Response:
            return Response(self.represent_created(self.create(**body)), status=self.created_status)

        return self.idempotent(create)


class ListCreateView(CreateMixin, KeysetListView):
    # A list that takes new rows.

    def get_created_queryset(self) -> QuerySet[Any]:
        """Where the new row is read, where `created_serializer` needs more columns than the list."""
        return self.get_queryset()

    def represent_created(self, created: Any) -> Row:
        """The new row as it is listed, with its annotations."""
        serializer = self.created_serializer or self._serializer
        columns = row_reader(serializer).columns
        # Read anew: the instance has neither the annotations nor what the database set.
        row = self.get_created_queryset().values("id", *columns).get(pk=created.pk)
        return self.represent(row, serializer)
