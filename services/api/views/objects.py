"""Views about one row, or that make one: each HTTP method checks, then calls the view's own method of a plain name.

`GET` answers the row, `POST` calls `create` on a list and `perform` on an action, `PATCH` and `PUT` call `update`,
`DELETE` calls `destroy`. That method gets the checked body as keywords and its docstring describes the call in the
API's documentation. An address below a row, `POST …/{id}/end`, is a method of the row's view under `@action`.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from services.access.permissions import Permission
from services.api.resources.rows import Row, Source, row_reader
from services.api.resources.serializers import JobAccepted, Serializer
from services.api.views.base import BaseView, get_or_404
from services.api.views.lists import KeysetListView
from services.api.views.versions import VersionedView, versioned_response

T = TypeVar("T")  # the row, or what stands for it


class ObjectView(BaseView, Generic[T]):
    # Addresses below `<uuid:public_id>`.
    reads_instance: ClassVar[bool] = False  # the answer holds related rows, which `values()` cannot give

    def get_object(self) -> T:
        row: T = get_or_404(self.get_queryset(), self.kwargs["public_id"])
        return row

    def get_row(self) -> Source:
        """What the answer is made of, read anew."""
        if self.reads_instance:
            return self.get_object()
        columns = row_reader(self._serializer).columns
        return get_or_404(self.get_queryset().values("id", *columns), self.kwargs["public_id"])

    def represent_result(self, result: Source | None) -> Row:
        """What the view's own method returned, else the row read anew."""
        return self.represent(self.get_row() if result is None else result)

    def version_of(self, answer: Row) -> Row:
        """The part of an answer that can be changed: its digest is the ETag."""
        return answer


class DetailView(ObjectView[T]):
    def get(self, request: Request, **kwargs: object) -> Response:
        row = self.get_row()
        self.log_access([row])
        answer = self.represent(row)
        return versioned_response(answer, self.version_of(answer))


class UpdateMixin(ObjectView[T], VersionedView):
    # `PATCH` with the fields that change. Answers what `update` returns, else the row read anew.
    update_serializer: ClassVar[type[Serializer]]
    is_partial: ClassVar[bool] = True  # whether the body may leave out required fields

    def update(self, target: T, /, *args: Any, **changes: Any) -> Any:
        raise NotImplementedError

    def current_version(self) -> Row:
        return self.version_of(self.represent(self.get_row()))

    def patch(self, request: Request, **kwargs: object) -> Response:
        target = self.get_object()  # before the body: to a stranger a wrong body is 404 too
        self.require_match(request)
        changes = self.validated_body(self.update_serializer, partial=self.is_partial)
        result = self.update(target, **changes)
        answer = self.represent_result(result)
        if not self.is_versioned:
            return Response(answer)
        return versioned_response(answer, self.version_of(answer) if result is None else self.current_version())


class ReplaceMixin(UpdateMixin[T]):
    # `PUT` with the whole body, in place of `PATCH`.
    is_partial = False
    http_method_names = [name for name in APIView.http_method_names if name != "patch"]

    def put(self, request: Request, **kwargs: object) -> Response:
        return self.patch(request, **kwargs)


class DestroyMixin(ObjectView[T]):
    def destroy(self, target: T, /) -> object:
        raise NotImplementedError

    def delete(self, request: Request, **kwargs: object) -> Response:
        self.destroy(self.get_object())
        return Response(status=204)


class ActionView(ObjectView[T]):
    # `POST` on one row. Answers what `perform` returns, else the row read anew, or 204 without a serializer.
    body_serializer: ClassVar[type[Serializer] | None] = None
    status: ClassVar[int] = 200
    accepts_idempotency_key: ClassVar[bool] = False

    def perform(self, target: T, /, *args: Any, **body: Any) -> Any:
        raise NotImplementedError

    def post(self, request: Request, **kwargs: object) -> Response:
        def perform() -> Response:
            # Inside: a repeated key gets its stored answer although the row may have left the queryset.
            target = self.get_object()
            body = self.validated_body(self.body_serializer)
            result = self.perform(target, **body)
            if not self.serializer:
                return Response(status=204)
            return Response(self.represent_result(result), status=self.status)

        return self.idempotent(perform) if self.accepts_idempotency_key else perform()


class action:  # noqa: N801  a decorator
    """Make a method of a row's view the view of its own address: `PairingDetailView.end` answers `POST …/end`.

    It finds the row, checks and answers as its class does. `attributes` are those of ActionView that differ.
    """

    def __init__(self, permission: Permission, **attributes: Any) -> None:
        self.attributes = attributes | {"required_permissions": {"POST": permission}}

    def __call__(self, perform: Callable[..., Any]) -> type[APIView]:
        self.attributes["perform"] = perform
        return cast("type[APIView]", self)  # what it is once its class is complete

    def __set_name__(self, owner: type[ObjectView[Any]], name: str) -> None:
        # The subclass has the owner's other methods, too, which this address must not answer.
        only = {"http_method_names": ["post", "options"], "__module__": owner.__module__}
        setattr(owner, name, type(f"{owner.__name__}.{name}", (ActionView, owner), self.attributes | only))


def job_action(permission: Permission) -> action:
    """An action that a worker completes: it answers the job, and one key starts one job."""
    return action(permission, serializer=JobAccepted, status=202, accepts_idempotency_key=True)


class CreateMixin(BaseView):
    # `POST` that makes a row, or 204 without a serializer; a repeated `Idempotency-Key` gets the stored answer.
    create_serializer: ClassVar[type[Serializer] | None] = None
    created_serializer: ClassVar[type[Serializer] | None] = None  # of the answer, where it is not the list's
    created_status: ClassVar[int] = 201

    def create(self, *args: Any, **body: Any) -> Any:
        """Make the row and return it."""
        raise NotImplementedError

    def represent_created(self, created: Any) -> Row:
        return self.represent(created, self.created_serializer)

    def post(self, request: Request, **kwargs: object) -> Response:
        body = self.validated_body(self.create_serializer)

        def create() -> Response:
            created = self.create(**body)
            if not (self.created_serializer or self.serializer):
                return Response(status=204)
            return Response(self.represent_created(created), status=self.created_status)

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
