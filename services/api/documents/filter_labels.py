"""The filters of an exported list in words, for the head of its file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.api.documents.columns import columns_of
from services.api.documents.headings import HEADINGS, heading_of
from services.api.resources.filters import BooleanFilter, UuidFilter
from services.api.views.lists import KeysetListView
from services.documents.lists import Filters
from services.kit import clock
from services.reminders.kinds import kinds
from services.schools.models import School, SchoolClass, Staff
from services.schools.queries import school_year_of


def describe(view: type[KeysetListView], filters: Filters) -> list[tuple[str, str]]:
    """Each filter as (heading, value in words)."""
    return [(heading_of((name,)), _value(view, name, text)) for name, text in filters.items()]


def _value(view: type[KeysetListView], name: str, text: str) -> str:
    filter_ = view.filters[name]
    if isinstance(filter_, BooleanFilter):
        return _("是") if text == "true" else _("否")
    if isinstance(filter_, UuidFilter):
        return _name_of(name, UUID(text))
    if column := columns_of(view.serializer).get(name):
        return str(column.cell(text))
    return _reminder_title(text) if name == "kind" else str(HEADINGS.get(text, text))


def _reminder_title(key: str) -> str:
    return next((str(kind.title) for kind in kinds() if kind.key == key), key)


def _name_of(name: str, public_id: UUID) -> str:
    """The name of a school, class or member of staff; of anything else, that one was chosen."""
    if name == "class" and (school_class := SchoolClass.objects.filter(public_id=public_id).first()):
        return school_class.label(school_year_of(clock.today()))
    models: dict[str, QuerySet[Any]] = {"school": School.objects.all(), "staff": Staff.objects.all()}
    row = models[name].filter(public_id=public_id).first() if name in models else None
    return str(row.name) if row else _("指定的一个")
