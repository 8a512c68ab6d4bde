"""The yardstick of the roster: django-import-export, as its documentation shows, writing the rows that ours writes.

A row is a pupil, found again by name, birth date and number; family, sealed numbers and archive follow it: row by
row in the default mode, table by table after each batch in the bulk mode. It checks next to nothing that ours checks.
"""

import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import tablib
from django.db import models, transaction
from import_export import fields, resources, widgets

from services.access.actor import Actor
from services.children import blind_indexes
from services.children.models import (
    Child,
    Guardian,
    ParentWhereabouts,
    PhoneNumber,
    Pupil,
    PupilPrivate,
    ReportedStatus,
)
from services.kit.names.pinyin import to_pinyin
from services.schools.models import SchoolClass
from services.schools.scope import scope
from tests.bench.seed import NOW

TODAY: date = NOW.date()
STATED = {"非留守": "none", "单亲留守": "one", "双亲留守": "both"}
ORDER: tuple[type[models.Model], ...] = (PupilPrivate, ParentWhereabouts, Guardian, PhoneNumber, ReportedStatus, Child)


class Sex(widgets.Widget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **_: Any) -> str:
        return {"男": "M", "女": "F"}[value]


class Day(widgets.Widget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **_: Any) -> date:
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=NOW.tzinfo).date()


class Key(widgets.Widget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **_: Any) -> str:
        return blind_indexes.person_key(value)


class PupilResource(resources.ModelResource):  # type: ignore[misc]
    name = fields.Field("name", "姓名")
    sex = fields.Field("sex", "性别", Sex())
    birth_date = fields.Field("birth_date", "出生日期", Day())
    person_key = fields.Field("person_key", "身份证件号", Key())
    ethnicity = fields.Field("ethnicity", "民族", default="")

    class Meta:
        model = Pupil
        import_id_fields = ("name", "birth_date", "person_key")
        fields = ("name", "sex", "birth_date", "person_key", "ethnicity")
        use_bulk = False

    def __init__(self, school_class: int) -> None:
        super().__init__()
        self.school_class_id = school_class

    def before_save_instance(self, instance: Pupil, row: Any, **_: Any) -> None:
        pinyin = to_pinyin(instance.name)
        instance.pinyin, instance.initials = pinyin.sort[:240], pinyin.initials[:40]
        instance.school_class_id = self.school_class_id
        instance.ethnicity = instance.ethnicity or ""

    def after_save_instance(self, instance: Pupil, row: Any, **_: Any) -> None:
        for item in around(instance, row):
            item.save()

    def after_import(self, *_: Any, **__: Any) -> None:
        """It would set sequences anew, which no login of ours may."""


class BulkResource(PupilResource):
    class Meta(PupilResource.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True

    def after_save_instance(self, instance: Pupil, row: Any, **_: Any) -> None:
        instance.line = row  # type: ignore[attr-defined]

    def bulk_create(self, *arguments: Any, **options: Any) -> None:
        created = list(self.create_instances)
        super().bulk_create(*arguments, **options)
        family = [item for pupil in created for item in around(pupil, pupil.line)]
        for table in ORDER:
            table._default_manager.bulk_create([item for item in family if isinstance(item, table)])


def around(pupil: Pupil, row: Any) -> Iterator[models.Model]:
    """What ours makes of the other cells."""
    number, student = row["身份证件号"], row["学籍号"]
    private = PupilPrivate(pupil=pupil, id_kind="resident" if number else "none")
    private.id_index, private.student_index = blind_indexes.id_index(number), blind_indexes.student_index(student)
    for column, text in (("id_number", number), ("student_number", student), ("address", row["现住址"])):
        private.seal(column, text)
    yield private
    for of, word in (("father", "父亲"), ("mother", "母亲"), ("guardian", "监护人")):
        phone = row.get(f"{word}联系电话") or row.get(f"{word}电话")
        if of != "guardian" and row[f"{word}姓名"]:
            location = row[f"{word}务工地"] or ""
            yield ParentWhereabouts(
                pupil=pupil, parent=of, name=row[f"{word}姓名"], location=location[:200], since=TODAY
            )
        if phone:
            contact = PhoneNumber(pupil=pupil, owner=of, number_index=blind_indexes.phone_index(phone))
            contact.seal("number", phone)
            yield contact
    if row["监护人姓名"]:
        yield Guardian(pupil=pupil, name=row["监护人姓名"], relation_text=row["监护人关系"] or "", since=TODAY)
    if stated := STATED.get(row["是否留守儿童"] or ""):
        yield ReportedStatus(pupil=pupil, reported=stated, reported_on=TODAY)
        if stated != "none":
            yield Child(pupil=pupil, opened_on=TODAY, opening_reason="reported")


def seconds(content: bytes, by: Actor, rows: int, *, is_bulk: bool) -> float:
    """From the file to rows, of its first `rows` rows. Rolled back."""
    with scope(by.scope), transaction.atomic():
        school_class = SchoolClass.objects.create(site_id=_site(), entry_year=2026, number=99)
        started = time.perf_counter()
        data = tablib.Dataset().load(content, "xlsx")
        reading = (time.perf_counter() - started) * rows / len(data)  # its share of reading the whole file
        part = tablib.Dataset(*data[:rows], headers=data.headers)
        started = time.perf_counter()
        resource = (BulkResource if is_bulk else PupilResource)(school_class.pk)
        result = resource.import_data(part, raise_errors=True, use_transactions=False)
        took = time.perf_counter() - started
        assert not result.has_errors()
        assert PupilPrivate.objects.filter(pupil__school_class=school_class).count() == rows
        transaction.set_rollback(True)
    return reading + took


def _site() -> int:
    from services.schools.models import Site

    return Site.objects.order_by("pk").values_list("pk", flat=True)[0]
