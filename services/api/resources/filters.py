"""Query parameters of a list. A filter is declared once and gives the check, the query and the description.

`filters = {"child": UuidFilter("child__public_id"), "from": DateFilter("happened_on__gte")}`. A filter without a
lookup only checks: the view reads `self.params[name]`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

MAX_LENGTH = 60  # of a name or code; nothing of ours that is looked for is longer
MAX_DIGITS = 5

Params = Mapping[str, Any]  # parameter → its checked value, None when not given
Lookup = str | Callable[[QuerySet[Any], Any], QuerySet[Any]]


class Filter(ABC):
    """`lookup` is Django's ("child__public_id") or a function of rows and value."""

    schema_type: ClassVar[type] = str
    choices: Sequence[str] = ()

    def __init__(self, lookup: Lookup = "", *, description: str = "") -> None:
        self.lookup, self.description = lookup, description

    @abstractmethod
    def parse(self, text: str) -> object:
        """The value of a text that is not empty. Raises ValidationError."""

    def filter(self, rows: QuerySet[Any], value: object) -> QuerySet[Any]:
        if callable(self.lookup):
            return self.lookup(rows, value)
        return rows.filter(**{self.lookup: value}) if self.lookup else rows

    def parameter(self, name: str) -> OpenApiParameter:
        enum = [*self.choices] or None
        return OpenApiParameter(name, self.schema_type, description=self.description, enum=enum)


class UuidFilter(Filter):
    schema_type = UUID

    def parse(self, text: str) -> UUID:
        try:
            return UUID(text)
        except ValueError as reason:
            raise ValidationError(_("编号的样子不对。")) from reason


class DateFilter(Filter):
    schema_type = date

    def parse(self, text: str) -> date:
        try:
            day = parse_date(text)
        except ValueError:  # well formed, but not a day: 2026-02-30
            day = None
        if day is None:
            raise ValidationError(_("请按 2026-11-23 的样子填写日期。"))
        return day


class IntegerFilter(Filter):
    schema_type = int

    def parse(self, text: str) -> int:
        if not (text.isdecimal() and len(text) <= MAX_DIGITS):
            raise ValidationError(_("请填整数。"))
        return int(text)


class ChoiceFilter(Filter):
    """One of an enum's values, or of a list of texts."""

    def __init__(self, choices: Collection[str], lookup: Lookup = "", *, description: str = "") -> None:
        super().__init__(lookup, description=description)
        self.choices = [str(choice) for choice in choices]

    def parse(self, text: str) -> str:
        if text not in self.choices:
            raise ValidationError(_("只能是：%(choices)s。") % {"choices": "、".join(self.choices)})
        return text


class BooleanFilter(Filter):
    schema_type = bool

    def parse(self, text: str) -> bool:
        if text not in {"true", "false"}:
            raise ValidationError(_("只能是：%(choices)s。") % {"choices": "true、false"})
        return text == "true"


class TextFilter(Filter):
    """A name of ours, like a kind's."""

    def parse(self, text: str) -> str:
        if len(text) > MAX_LENGTH:
            raise ValidationError(_("太长了。"))
        return text


class SearchFilter(Filter):
    """Text typed by a person, truncated to MAX_LENGTH rather than rejected: no name is longer."""

    def parse(self, text: str) -> str:
        return text[:MAX_LENGTH]


def parse_params(filters: Mapping[str, Filter], query: Mapping[str, str]) -> Params:
    """Every parameter's value. Raises ValidationError naming each that is wrong."""
    params: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for name, filter_ in filters.items():
        text = query.get(name, "")
        try:
            params[name] = filter_.parse(text) if text else None
        except ValidationError as error:
            errors[name] = error.detail
    if errors:
        raise ValidationError(errors)
    return params


def filter_rows(filters: Mapping[str, Filter], params: Params, rows: QuerySet[Any]) -> QuerySet[Any]:
    for name, filter_ in filters.items():
        if params[name] is not None:
            rows = filter_.filter(rows, params[name])
    return rows
