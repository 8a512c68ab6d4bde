"""A roster of L1's layout with any number of rows, from the file to committed rows, against django-import-export."""

import io
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import tablib
import xlsxwriter
from django.db import connection, transaction
from import_export import fields, resources, widgets

from services.access.actor import Actor
from services.children.importing import committing, receiving
from services.children.models import Pupil
from services.children.roster.identity import check_character
from services.jobs import running
from services.kit.pinyin import sort_key
from services.schools.models import Region, School, SchoolClass, Site
from services.schools.scope import EVERYWHERE, for_school, scope
from tests.bench.ratio import Ratio
from tests.bench.seed import NOW, Seeded

SAMPLE = Path(__file__).resolve().parents[1] / "rosters" / "l1_pupil_status_export.xlsx"


def all_of(seeded: Seeded, rows: int) -> Iterator[Ratio]:
    content, school_name = workbook(rows)
    ours, count = _import(seeded, content, school_name)
    for name, is_bulk, sample, at_least in (("default", False, 300, 40.0), ("bulk", True, 3000, 6.0)):
        taken = min(sample, rows)
        theirs = _import_export(seeded, taken, is_bulk=is_bulk) * rows / taken
        note = f"{count} pupils; yardstick measured on {taken} rows of pupils alone, no families, no archives"
        yield Ratio(
            f"roster of {rows} rows, xlsx to rows",
            f"django-import-export, {name} mode",
            ours,
            theirs,
            at_least=at_least,
            note=note,
        )


def workbook(rows: int) -> tuple[bytes, str]:
    """L1's rows over and over with numbers of their own; and the school it names."""
    sheet = openpyxl.load_workbook(SAMPLE, read_only=True).worksheets[0]
    title, head, *lines = list(sheet.iter_rows(values_only=True))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("学生信息")
        page.write_row(0, 0, head)
        for number in range(rows):
            page.write_row(
                number + 1,
                0,
                [
                    "" if cell is None else str(cell)
                    for cell in _line(list(lines[number % len(lines)]), number, len(lines))
                ],
            )
    return out.getvalue(), str(lines[0][head.index("学校名称")]) if "学校名称" in head else str(title[0] or "")


def _line(line: list[Any], number: int, length: int) -> list[Any]:
    again = number // length
    if line[8] and line[7] == "居民身份证":
        digits = f"999{again:03d}{line[8][6:17]}"
        line[8] = digits + check_character(digits)
        line[9] = f"G{line[8]}"
    else:
        line[4] += chr(0x4E00 + again)
        line[8] = f"E{number:08d}" if line[8] else line[8]
        line[9] = f"L999{number:015d}"
    return line


def _import(seeded: Seeded, content: bytes, school_name: str) -> tuple[float, int]:
    by = _at_a_new_school(seeded, school_name)
    began = time.perf_counter()
    with scope(by.scope):
        roster = receiving.receive(content=content, file_name="l1.xlsx", by=by, now=NOW)
        job = roster.job.public_id
    running.run(job, NOW)
    with scope(by.scope):
        roster.refresh_from_db()
        asked = committing.ask(roster=roster, by=by, now=NOW)
        job = asked.job.public_id
    running.run(job, NOW)
    took = time.perf_counter() - began
    with scope(by.scope):
        return took, Pupil.objects.count()


def _at_a_new_school(seeded: Seeded, name: str) -> Actor:
    """The head of the first school leads a new one, too."""
    from services.access import actions as access
    from services.access.queries import actor_of
    from services.access.roles import Role

    head = seeded.actors["head"]
    with scope(EVERYWHERE):
        region = Region.objects.filter(county=seeded.county).order_by("pk")[0]
        school = School.objects.create(county=seeded.county, region=region, name=name)
    with scope(for_school(school.pk, seeded.county.pk)):
        Site.objects.create(name="本部")
        membership = access.join(user_id=head.user_id, role=Role.HEAD, since=date(2026, 8, 1))
        membership.school = school
        return actor_of(membership)


class PupilResource(resources.ModelResource):  # type: ignore[misc]
    """As its documentation shows: a row a pupil, found again by name and birth date."""

    school_class = fields.Field("school_class", "school_class", widgets.ForeignKeyWidget(SchoolClass, "pk"))

    class Meta:
        model = Pupil
        import_id_fields = ("name", "birth_date")
        fields = ("name", "pinyin", "sex", "birth_date", "school_class")
        use_bulk = False

    def after_import(self, *_: Any, **__: Any) -> None:
        """It would set sequences anew, which no login of ours may."""


class BulkResource(PupilResource):
    class Meta(PupilResource.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True


def _import_export(seeded: Seeded, rows: int, *, is_bulk: bool) -> float:
    """Its usual way: the workbook read by tablib, each row matched, saved. Rolled back."""
    with scope(seeded.actors["head"].scope), transaction.atomic():
        class_id = SchoolClass.objects.order_by("pk").values_list("pk", flat=True)[0]
        data = tablib.Dataset(headers=["name", "pinyin", "sex", "birth_date", "school_class"])
        for number in range(rows):
            name = f"王小明{number}"
            data.append([name, sort_key(name), "M", f"201{number % 8}-0{number % 9 + 1}-1{number % 9}", class_id])
        sheet = data.export("xlsx")
        began = time.perf_counter()
        resource = BulkResource() if is_bulk else PupilResource()
        result = resource.import_data(tablib.Dataset().load(sheet, "xlsx"), raise_errors=True, use_transactions=False)
        assert not result.has_errors()
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    connection.queries_log.clear()
    return took
