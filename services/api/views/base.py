"""What every view of the API shares: who calls, at what time, with which parameters, and how a row is answered."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from services.access import audit
from services.access.actor import Actor
from services.access.audit_actions import AuditActionChoices
from services.access.permissions import Permission
from services.api.resources.filters import Filter, Params, parse_params
from services.api.resources.rows import Row, Source, serialize
from services.api.resources.serializers import Serializer, unknown_fields
from services.api.views.idempotency import idempotent
from services.kit import clock

M = TypeVar("M", bound=Model)
R = TypeVar("R")
NULL = "\0"  # PostgreSQL stores no such text


class BaseView(APIView):
    # A view finds, checks, calls, answers. No docstring: the API's description would repeat it at every address.
    required_permissions: ClassVar[Mapping[str, Permission]] = {}
    serializer: ClassVar[type[Serializer] | None] = None  # of the answer
    queryset: ClassVar[QuerySet[Any] | None] = None  # where the scope alone says who sees what; else `get_queryset`
    filters: ClassVar[Mapping[str, Filter]] = {}
    audit_action: ClassVar[AuditActionChoices | None] = None  # of reading: rows about a child leave an event
    audit_columns: ClassVar[Sequence[str]] = ("public_id",)  # whom the event is about
    audits_empty: ClassVar[bool] = True  # whether a list that has shown nobody leaves an event

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        # Here, once for all lists: PostgreSQL would answer such a value with an error of its own.
        if wrong := [name for name, value in request.query_params.items() if NULL in value]:
            raise ValidationError({name: [_("不能含有空字符。")] for name in wrong})

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request._request.actor  # type: ignore[attr-defined]
        return actor

    by = actor

    # Read at each use: a long request must not date its writes before rows that others wrote meanwhile.
    @property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def today(self) -> date:
        """The county's day, one and the same for all rows of an answer."""
        return clock.today()

    @cached_property
    def params(self) -> Params:
        """The checked values of `filters`."""
        return parse_params(self.filters, self.request.query_params)

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that the caller may see."""
        if self.queryset is None:
            raise TypeError(f"{type(self).__name__} names no rows")
        return self.queryset.all()

    def validated_body(self, serializer: type[Serializer] | None, *, partial: bool = False) -> dict[str, Any]:
        """The checked values of the body; None: there is none. Raises ValidationError naming each wrong field."""
        if serializer is None:
            if unknown := unknown_fields(self.request.data, ()):
                raise ValidationError(unknown)
            return {}
        # The view goes along for reference fields: which rows exist depends on who asks.
        body = serializer(data=self.request.data, context={"view": self})
        # Not DRF's `partial`, which lets rows inside the body leave out their fields too.
        for field in body.fields.values() if partial else ():
            field.required, field.default = False, empty
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def represent(self, source: Source, serializer: type[Serializer] | None = None) -> Row:
        """A row, an instance or a dataclass as the JSON of `serializer`, by default the view's."""
        return serialize(serializer or self._serializer, self, source)

    def log_access(self, rows: Sequence[Row]) -> None:
        """Called with the rows that were read."""
        if self.audit_action and (rows or self.audits_empty):
            # An event lists the ids of all rows: one row per page, not one per child.
            columns = [row[column] for column in self.audit_columns for row in rows]
            target = [key for key in dict.fromkeys(columns) if key is not None]  # each once
            audit.log(self.audit_action, target=target, by=self.actor, now=self.now)

    def idempotent(self, create: Callable[[], Response]) -> Response:
        return idempotent(self.request, self.actor, self.now, create)

    @property
    def _serializer(self) -> type[Serializer]:
        if self.serializer is None:
            raise TypeError(f"{type(self).__name__} names no serializer")
        return self.serializer


def get_or_404(rows: QuerySet[M, R], public_id: UUID) -> R:
    """The row that a path names; unknown, foreign and invisible are all 404."""
    try:
        return rows.get(public_id=public_id)
    except ObjectDoesNotExist as reason:
        raise Http404 from reason


def get_or_400(rows: QuerySet[Any], public_id: UUID, field: str) -> Any:
    """An object named in a body; unknown, foreign and invisible are all 400 on the field, worded alike."""
    try:
        return rows.get(public_id=public_id)
    except rows.model.DoesNotExist as reason:
        raise ValidationError({field: [_("没有这个对象，或您看不到它。")]}) from reason
