"""Take a roster through the whole import, as jobs run it, inside a test."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import connection

from services.access.actor import Actor
from services.children import jobs
from services.children.choices import ImportState, JobKind
from services.children.importing import commit as committing
from services.children.importing import mapping, storage, upload
from services.children.importing import undo as undoing
from services.children.importing.mapping import ColumnChoice
from services.children.models import RosterImport
from services.jobs.registry import JobContext
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import TenantCast

FOLDER = Path(__file__).parents[1] / "rosters"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
L1, L2 = "l1_pupil_status_export.xlsx", "l2_left_behind_ledger.xlsx"
# What every import writes besides pupils: the import, its job, the audit log, and the rollup to refresh.
NOT_DUMPED = (
    "children_rosterimport",
    "children_rosterfile",
    "jobs_job",
    "access_auditevent",
    "access_audittarget",
    "dashboards_stalerollup",
)


def named(tenant: TenantCast, name: str) -> None:
    """Give the school the name that a sample roster has."""
    with scope(ALL_TENANTS):
        School.objects.filter(pk=tenant.school.pk).update(name=name)
    tenant.school.name = name


def content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def workbook(headers: list[str], *rows: list[Any]) -> bytes:
    """A small roster: one sheet, one header row, every cell text."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate([headers, *rows]):
            for column, value in enumerate(row):
                sheet.write_string(number, column, str(value))
    return target.getvalue()


def stage(by: Actor, file: bytes, now: datetime = NOW) -> RosterImport:
    """Upload and read."""
    with scope(by.scope):
        roster = upload.upload(content=file, file_name="名单.xlsx", by=by, now=now)
    jobs.read(run(JobKind.READ_ROSTER, roster, by, now))
    return fresh(by, roster)


def mapped(by: Actor, roster: RosterImport, now: datetime = NOW) -> RosterImport:
    """Leave out the columns that nobody knows."""
    with scope(by.scope):
        columns = storage.load_summary(roster).columns
        choices = [ColumnChoice(column["sheet"], column["column"], column["field"]) for column in columns]
        mapping.choose_columns(roster=roster, choices=choices, by=by, now=now)
    jobs.read(run(JobKind.READ_ROSTER, roster, by, now))
    return fresh(by, roster)


def commit(by: Actor, roster: RosterImport, now: datetime = NOW) -> RosterImport:
    with scope(by.scope):
        committing.request_commit(roster=roster, by=by, now=now)
    jobs.commit(run(JobKind.COMMIT_ROSTER, roster, by, now))
    return fresh(by, roster)


def undo(by: Actor, roster: RosterImport, now: datetime = NOW) -> RosterImport:
    with scope(by.scope):
        undoing.request_undo(roster=roster, by=by, now=now)
    jobs.undo(run(JobKind.UNDO_ROSTER, roster, by, now))
    return fresh(by, roster)


def imported(by: Actor, file: bytes, now: datetime = NOW) -> RosterImport:
    """Upload, leave out unknown columns, and commit."""
    staged = stage(by, file, now)
    return commit(by, mapped(by, staged, now) if staged.state == ImportState.MAPPING else staged, now)


def run(kind: str, roster: RosterImport, by: Actor, now: datetime) -> JobContext:
    return JobContext(roster.public_id, kind, roster.public_id, by, now, by.scope)


def fresh(by: Actor, roster: RosterImport) -> RosterImport:
    with scope(by.scope):
        return RosterImport.objects.get(pk=roster.pk)


def dump(tenant: TenantCast) -> dict[str, list[str]]:
    """Every row of the school in every tenant table, as text, without what every import writes."""
    with tenant.inside(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped"
            " AND has_table_privilege('r_school', c.oid, 'SELECT') ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall() if name not in NOT_DUMPED]
        dumped = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            dumped[table] = [text for (text,) in cursor.fetchall()]
    return {table: rows for table, rows in dumped.items() if rows}
