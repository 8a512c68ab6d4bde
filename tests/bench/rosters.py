"""A roster of L1's layout with any number of rows, from the file to committed rows, against django-import-export."""

import io
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from services.access.actor import Actor
from services.children.importing import commit, upload
from services.children.models import Pupil, RosterImport
from services.children.roster.cells.identity import check_character
from services.jobs import runner
from services.schools.models import School, Site, Staff, Township
from services.schools.scope import ALL_TENANTS, for_school, scope
from tests.bench import import_export
from tests.bench.ratio import Ratio
from tests.bench.seed import NOW, Seeded

SAMPLE = Path(__file__).resolve().parents[1] / "rosters" / "l1_pupil_status_export.xlsx"


def all_of(seeded: Seeded, rows: int) -> Iterator[Ratio]:
    content, school_name = workbook(rows)
    ours, count = _import(seeded, content, school_name)
    for name, is_bulk, sample, at_least in (("default", False, 300, 40.0), ("bulk", True, 3000, 6.0)):
        taken = min(sample, rows)
        theirs = import_export.seconds(content, seeded.actors["head"], taken, is_bulk=is_bulk) * rows / taken
        note = f"{count} pupils with families, sealed numbers, archives; yardstick: the first {taken} rows"
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
    started = time.perf_counter()
    with scope(by.scope):
        roster = upload.upload(content=content, file_name="l1.xlsx", by=by, now=NOW)
        job = RosterImport.objects.values_list("job__public_id", flat=True).get(pk=roster.pk)
    runner.run(job, NOW)
    with scope(by.scope):
        roster.refresh_from_db()
        requested = commit.request_commit(roster=roster, by=by, now=NOW)
        job = RosterImport.objects.values_list("job__public_id", flat=True).get(pk=requested.pk)
    runner.run(job, NOW)
    took = time.perf_counter() - started
    with scope(by.scope):
        return took, Pupil.objects.count()


def _at_a_new_school(seeded: Seeded, name: str) -> Actor:
    """The head of the first school leads a new one, too."""
    from services.access.actions import memberships as access
    from services.access.queries import actor_of
    from services.access.roles import Role

    head = seeded.actors["head"]
    with scope(ALL_TENANTS):
        township = Township.objects.filter(county=seeded.county).order_by("pk")[0]
        school = School.objects.create(county=seeded.county, township=township, name=name)
    with scope(for_school(school.pk, seeded.county.pk)):
        site = Site.objects.create(name="本部")
        staff = Staff.objects.create(name="校长", site=site, user_id=head.user_id)
        membership = access.add_membership(user_id=head.user_id, role=Role.HEAD, since=date(2026, 8, 1), staff=staff)
        membership.school = school
        return actor_of(membership)
