"""One row of every tenant table for one school, made from the models: data that could leak.

Every text of a `Rows` contains its own mark, so that a leak is visible in an answer as well as in SQL.
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
from services.files.models import StoredFile
from services.notify.models import Integration
from services.reminders.choices import JobKind
from services.retention.rules import BY_KEY
from services.schools.choices import Season
from services.schools.models import County, School
from services.schools.sealed import Sealed
from services.schools.tenancy import CountyOwned, TenantModel
from tests.cast import MONDAY, TenantCast

Model = type[models.Model]

_numbers = count(1)
_retention_kinds = cycle(BY_KEY)  # one open list of each at a county
_terms = cycle(product(range(2027, 2036), Season.values))  # classes of 2024 are at school in all of them


def _next_term() -> dict[str, Any]:
    year, season = next(_terms)
    return {"school_year": year, "season": season}


_SEALED = {
    "id_number": "110101201803050018",
    "number": "13800138000",
    "phone": "13800138000",
    "student_number": "G110101201803050018",
}
_EMPTY_FILE = base64.b64encode(zlib.compress(b"")).decode()
_FAULTY = b'{"frames":{},"rows":[{"sheet":"S","row":3,"cells":{},"is_wrong":true}]}'
_PACKED = {  # children.importing.storage
    "content": _EMPTY_FILE,
    "faulty_rows": base64.b64encode(zlib.compress(_FAULTY)).decode(),
    **dict.fromkeys(("rows", "summary", "corrections", "undo_snapshot"), ""),
}

# Values that satisfy constraints which a field's type does not show.
_OVERRIDES: dict[str, Any] = {
    "audit_log.unsealedevent": lambda: {"id": uuid4()},
    "access.membership": lambda: {"role": Role.TEACHER, "until": date(2030, 1, 1)},
    "access.invitation": lambda: {"role": Role.TEACHER, "expires_at": MONDAY + timedelta(days=3650)},
    "children.emergencyaccess": lambda: {"expires_at": MONDAY + timedelta(minutes=60), "verdict": ""},
    "retention.retentionlist": lambda: {"kind": next(_retention_kinds)},
    "schools.schooldayoverride": lambda: {"date": MONDAY.date() + timedelta(days=next(_numbers))},
    "schools.schoolclass": lambda: {"entry_year": 2024, "number": 100 + next(_numbers)},
    "schools.term": lambda: _next_term() | {"ends_on": date(2030, 2, 1)},
    "files.storedfile": lambda: {"storage_name": f"files/{uuid4()}"},
    "health.finding": lambda: {"state": "open", "closed_on": None},
    "jobs.job": lambda: {"kind": JobKind.PREVIEW},  # the only kind that an address names
    "notify.integration": lambda: {"channel": "webhook", "kinds": []},
    "notify.delivery": lambda: {"channel": "call", "state": "to_call", "attempt_count": 1},
    "care.backgroundcheck": lambda: {"valid_until": date(2030, 1, 1)},
    "activities.dutyshift": lambda: {"end_time": time(9)},
    "care.pairing": lambda: {"ended_at": None, "ended_by": None},
    "assessment.assessmentround": lambda: {"year": 2030 + next(_numbers), "state": "computed"},
    "assessment.indicator": lambda: {"measure": "leading_group"},
    "assessment.rubric": lambda: {"version": 100 + next(_numbers)},
}
_NEEDED_KEYS = {"access.Membership.staff"}  # null in other rows, which a constraint tells apart
_OWN_ROWS = {"files.UploadPiece.file"}  # deleted with theirs, so that no other row may refer to them
_DEFAULTS_BY_TYPE: list[tuple[type[Any], Any]] = [
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
_MIN_LENGTH_FOR_MARK = 20  # characters; shorter fields get a random text


class Rows:
    """Builds rows for one school, foreign keys first, each table once."""

    marks_children_only = False  # whether only rows about a child contain the mark

    def __init__(self, school: TenantCast, user: User, county_rows: dict[Model, Any]) -> None:
        self.school, self.user, self.county_rows = school, user, county_rows
        self.mark, self.unmarked = f"mark{uuid4().hex[:10]}", f"text{uuid4().hex[:10]}"
        self.school_rows: dict[Model, Any] = {School: school.school, County: school.school.county}

    def of(self, model: Model) -> Any:
        """Return the school's row of a table; make it, and what it refers to, at the first call."""
        if issubclass(model, User):
            return self.user
        if issubclass(model, Permission):
            return Permission.objects.get(codename="view_child")
        rows = self.county_rows if issubclass(model, CountyOwned) else self.school_rows
        if model not in rows:
            rows[model] = self._make(model)
        return rows[model]

    def _make(self, model: Any) -> models.Model:
        overrides = _OVERRIDES.get(model._meta.label_lower, dict)()
        values = {
            field.name: self._value(field) for field in model._meta.concrete_fields if field.name not in overrides
        }
        values = {name: value for name, value in values.items() if value is not _OMITTED} | overrides
        if issubclass(model, Integration):
            (row := model(**values)).seal("address", "https://hooks.example.test/nuanyang")
            row.save()
            return row
        if not issubclass(model, Sealed | StoredFile):
            return model.objects.create(**values)  # type: ignore[no-any-return]
        row = model(**values)
        for field in model._meta.concrete_fields:
            if isinstance(field, f.BinaryField):
                row.seal(field.name, (_SEALED | _PACKED).get(field.name, "text"))
        row.save()
        return row

    def _value(self, field: Any) -> Any:
        if str(field) in _OWN_ROWS:
            return self._make(field.related_model)
        if isinstance(field, models.ForeignKey):
            is_key = field.name in {"school", "county"} or str(field) in _NEEDED_KEYS
            return self.of(field.related_model) if is_key or not field.null else None
        if field.name in {"school_id", "county_id"}:  # a key without a foreign key
            return self.of(School if field.name == "school_id" else County).pk
        if field.primary_key or field.has_default() or field.null:
            return _OMITTED
        if field.choices:
            return field.choices[0][0]
        return next((make() for kind, make in _DEFAULTS_BY_TYPE if isinstance(field, kind)), self._text(field))

    def _text(self, field: Any) -> Any:
        if not isinstance(field, f.CharField | f.TextField):
            return _OMITTED
        if (field.max_length or 1000) < _MIN_LENGTH_FOR_MARK:
            return uuid4().hex[: min(4, field.max_length)]
        return self.mark if is_about_a_child(field.model) or not self.marks_children_only else self.unmarked


def is_about_a_child(model: Model) -> bool:
    """Whether a table holds pupils, case files, or rows that refer to one directly or indirectly."""
    if issubclass(model, Child | Pupil):
        return True
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    referred = {key.related_model for key in keys} - {model}
    return any(is_about_a_child(target) for target in referred if issubclass(target, TenantModel))  # type: ignore[arg-type]


_OMITTED = object()


def tenant_tables() -> list[type[TenantModel]]:
    """Return every table under row-level security."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, TenantModel)]
