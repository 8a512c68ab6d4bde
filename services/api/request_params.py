"""What a caller sent: bodies checked by a serializer, query parameters read, each refusal naming its field."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from services.api.serializers import NamedReference

MAX_PARAM_LENGTH = 60


def validated_body(
    shape: type[serializers.Serializer[Any]], request: Request, *, partial: bool = False
) -> dict[str, Any]:
    """The checked values of a body; 400 names each field that is wrong."""
    asked = shape(data=request.data, partial=partial)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def date_param(request: Request, name: str) -> date | None:
    if not (wish := request.query_params.get(name)):
        return None
    try:
        found = parse_date(wish)
    except ValueError:
        found = None
    if found is None:
        raise ValidationError({name: [_("请按 2026-11-23 的样子填写日期。")]})
    return found


def uuid_param(request: Request, name: str) -> UUID | None:
    if not (wish := request.query_params.get(name)):
        return None
    try:
        return UUID(wish)
    except ValueError as reason:
        raise ValidationError({name: [_("编号的样子不对。")]}) from reason


def int_param(request: Request, name: str) -> int | None:
    wish = request.query_params.get(name, "")
    if wish and not (wish.isdecimal() and len(wish) < 6):
        raise ValidationError({name: [_("请填整数。")]})
    return int(wish) if wish else None


def choice_param(request: Request, name: str, words: Any) -> str | None:
    """One of an enum's words."""
    wish = request.query_params.get(name)
    if wish and wish not in words:
        raise ValidationError({name: [_("只能是：%(words)s。") % {"words": "、".join(words)}]})
    return wish or None


def str_param(request: Request, name: str) -> str:
    """A name of ours, like a kind's; "" when not said."""
    wish: str = request.query_params.get(name, "")
    if len(wish) > MAX_PARAM_LENGTH:
        raise ValidationError({name: [_("太长了。")]})
    return wish


def bool_param(request: Request, name: str) -> bool | None:
    """true or false, None when not said."""
    found = choice_param(request, name, ["true", "false"])
    return None if found is None else found == "true"


NamedReferenceSerializer = NamedReference


def page_schema(row: type[serializers.Serializer[Any]]) -> Any:
    """The shape of a page of a list, for the schema."""
    return inline_serializer(
        f"{row.__name__.removesuffix('Serializer')}Page",
        {
            "results": row(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )
