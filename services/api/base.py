"""What every door of the API shares: who calls, at what time, and how an object is found."""

from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock


class BaseView(APIView):
    # A view that finds, asks, calls, answers. No docstring: the API's description would repeat it at every address.
    required_permissions: ClassVar[dict[str, Permission]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if wrong := [name for name, value in request.query_params.items() if "\0" in value]:
            raise ValidationError({name: [_("不能含有空字符。")] for name in wrong})

    @property
    def by(self) -> Actor:
        actor: Actor = self.request._request.actor  # type: ignore[attr-defined]
        return actor

    @property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def today(self) -> date:
        """The county's day, one and the same for all rows of an answer."""
        return clock.today()


def get_or_404(rows: QuerySet[Any], public_id: UUID) -> Any:
    """The object in the path; unknown, foreign and invisible are all 404."""
    try:
        return rows.get(public_id=public_id)
    except rows.model.DoesNotExist as reason:
        raise Http404 from reason


def get_or_400(rows: QuerySet[Any], public_id: UUID, field: str) -> Any:
    """An object named in a body; unknown, foreign and invisible are all 400 on the field, worded alike."""
    try:
        return rows.get(public_id=public_id)
    except rows.model.DoesNotExist as reason:
        raise ValidationError({field: [_("没有这个对象，或您看不到它。")]}) from reason
