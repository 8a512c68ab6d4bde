"""One row of every tenant table for one school: data that could leak, made from the models themselves.

Every text of a `Rows` carries its own mark, so that a leak is seen in an answer as well as in SQL.
"""

import base64
import zlib
from datetime import date, time, timedelta
from itertools import count, cycle, product
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import fields as f

from services.access.roles import Role
from services.accounts.models import User
from services.children.models import Child, Pupil
from services.reminders.choices import JobKind
from services.schools.choices import Season
from services.schools.models import County, School
from services.schools.sealed import Sealed
from services.schools.tenancy import CountyOwned, TenantModel
from tests.cast import MONDAY, TenantCast

_numbers = count(1)
_terms = cycle(product(range(2027, 2036), Season.values))  # classes of 2024 are at school all the while


def _next_term() -> dict[str, Any]:
    year, season = next(_terms)
    return {"school_year": year, "season": season}


SEALED = {"phone": "13800138000", "id_number": "110101201803050018", "student_number": "G110101201803050018"}
EMPTY_FILE = base64.b64encode(zlib.compress(b"")).decode()
PACKED = {"content": EMPTY_FILE, "rows": "", "summary": "", "undo_snapshot": ""}  # children.importing.storing

# Where a constraint says more than a field's type does.
_SAID: dict[str, Any] = {
    "access.membership": lambda: {"role": Role.TEACHER, "until": None},
    "schools.schooldayoverride": lambda: {"date": MONDAY.date() + timedelta(days=next(_numbers))},
    "schools.schoolclass": lambda: {"entry_year": 2024, "number": 100 + next(_numbers)},
    "schools.term": lambda: _next_term() | {"ends_on": date(2030, 2, 1)},
    "health.finding": lambda: {"state": "open", "closed_on": None},
    "jobs.job": lambda: {"kind": JobKind.PREVIEW},  # the one kind that an address names
    "notify.integration": lambda: {"channel": "webhook", "kinds": []},
    "notify.delivery": lambda: {"channel": "call", "state": "to_call", "attempt_count": 1},
    "care.backgroundcheck": lambda: {"valid_until": date(2030, 1, 1)},
    "activities.dutyshift": lambda: {"end_time": time(9)},
    "care.pairing": lambda: {"ended_at": None, "ended_by": None},
    "assessment.assessmentround": lambda: {"year": 2030 + next(_numbers), "state": "computed"},
    "assessment.indicator": lambda: {"measure": "leading_group"},
    "assessment.rubric": lambda: {"version": 100 + next(_numbers)},
}
_BY_TYPE: list[tuple[type[Any], Any]] = [
    (f.UUIDField, uuid4),
    (f.DateTimeField, lambda: MONDAY),
    (f.DateField, MONDAY.date),
    (f.TimeField, lambda: time(8)),
    (f.BooleanField, lambda: False),
    (f.BinaryField, lambda: b"sealed"),
    (f.EmailField, lambda: "nobody@example.test"),
    (f.DecimalField, lambda: 1),
    (f.IntegerField, lambda: 1),
    (models.JSONField, dict),
    (ArrayField, list),
]
ROOM_FOR_A_MARK = 20  # characters


class Rows:
    """Builds rows for one school, foreign keys first, each table once."""

    is_marking_children = False  # only what is about a child bears the mark

    def __init__(self, place: TenantCast, user: User, of_county: dict[type[models.Model], models.Model]) -> None:
        self.place, self.user, self.of_county = place, user, of_county
        self.mark, self.plain = f"mark{uuid4().hex[:10]}", f"words{uuid4().hex[:10]}"
        self.made: dict[type[models.Model], models.Model] = {School: place.school, County: place.school.county}

    def of(self, model: type[models.Model]) -> Any:
        """The school's row of a table."""
        if issubclass(model, User):
            return self.user
        if issubclass(model, Permission):
            return Permission.objects.get(codename="view_child")
        shelf = self.of_county if issubclass(model, CountyOwned) else self.made
        if model not in shelf:
            shelf[model] = self._make(model)
        return shelf[model]

    def _make(self, model: Any) -> models.Model:
        said = _SAID.get(model._meta.label_lower, dict)()
        values = {field.name: self._value(field) for field in model._meta.concrete_fields if field.name not in said}
        values = {name: value for name, value in values.items() if value is not _LEFT_OUT} | said
        if not issubclass(model, Sealed):
            return model.objects.create(**values)  # type: ignore[no-any-return]
        row = model(**values)
        for field in model._meta.concrete_fields:
            if isinstance(field, f.BinaryField):
                row.seal(field.name, (SEALED | PACKED).get(field.name, "words"))
        row.save()
        return row

    def _value(self, field: Any) -> Any:
        if isinstance(field, models.ForeignKey):
            is_key = field.name in {"school", "county"}
            return self.of(field.related_model) if is_key or not field.null else None
        if field.primary_key or field.has_default() or field.null:
            return _LEFT_OUT
        if field.choices:
            return field.choices[0][0]
        return next((make() for kind, make in _BY_TYPE if isinstance(field, kind)), self._text(field))

    def _text(self, field: Any) -> Any:
        if not isinstance(field, f.CharField | f.TextField):
            return _LEFT_OUT
        if (field.max_length or 1000) < ROOM_FOR_A_MARK:
            return uuid4().hex[: min(4, field.max_length)]
        return self.mark if is_about_a_child(field.model) or not self.is_marking_children else self.plain


def is_about_a_child(model: type[models.Model]) -> bool:
    """A pupil, a care file, or a row that points at one, however far."""
    if issubclass(model, Child | Pupil):
        return True
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    near = {key.related_model for key in keys} - {model}
    return any(is_about_a_child(each) for each in near if issubclass(each, TenantModel))  # type: ignore[arg-type]


_LEFT_OUT = object()


def tenant_tables() -> list[type[TenantModel]]:
    """Every table behind the wall."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, TenantModel)]
