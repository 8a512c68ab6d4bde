"""Read the workbook in the sandbox, compare it with the school, and keep what an import would do."""

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.children.choices import AuditAction, ImportState
from services.children.importing import matching, storage
from services.children.importing.changes import CHUNK_SIZE
from services.children.importing.comparison.diff import ImportDiff, diff_roster
from services.children.importing.correction import rows
from services.children.models import ColumnAnswer, HeaderAlias, RosterFile, RosterImport
from services.children.queries.rosters import term_of_import
from services.children.roster.cells.classes import calendar_of
from services.children.roster.faulty import MAX_FAULTY
from services.children.roster.issues import RosterIssue
from services.children.roster.reader import REFUSE, RosterReading, Rows, read_roster
from services.children.roster.record import ReadContext
from services.children.roster.result import SheetSummary
from services.jobs.registry import ProgressCallback
from services.kit.execution.gc_control import gc_paused
from services.schools.models import School, Site
from services.schools.tenancy import current_school_id


@dataclass(frozen=True)
class StagingInput:
    """All that the reader needs, loaded before it runs outside every transaction."""

    content: bytes
    school_name: str
    site_names: list[str]
    county_name: str
    township_name: str
    today: date
    term_start: date
    aliases: dict[str, str]
    answers: dict[str, str]
    corrections: list[tuple[str, int, dict[str, str], bool]]
    namesakes: list[tuple[str, str]]


def load_staging_input(public_id: UUID, today: date) -> StagingInput | None:
    """Load the workbook to read; None when it has been read already (a job runs again after a crash)."""
    roster = RosterImport.objects.get(public_id=public_id)
    if roster.state != ImportState.STAGING:
        return None
    aliases = dict(HeaderAlias.objects.filter(is_declined=False).values_list("header", "field"))
    answers = dict(ColumnAnswer.objects.values_list("header", "field"))
    context = context_of(today)
    return StagingInput(
        storage.load_content(roster),
        context.school_name,
        list(context.site_names),
        context.county_name,
        context.township_name,
        today,
        context.term_start,
        aliases,
        answers,
        _corrections(roster),
        matching.namesakes(),
    )


def context_of(today: date) -> ReadContext:
    """The school, the day and the term that a roster of the scope is read for."""
    start, _year = term_of_import(today)
    school = School.objects.select_related("county", "township").get(pk=current_school_id())
    sites = tuple(Site.objects.values_list("name", flat=True))
    calendar, county, township = calendar_of(start, school.name), school.county.name, school.township.name
    return ReadContext(school.name, today, start, calendar, sites, county, township)


def _corrections(roster: RosterImport) -> list[tuple[str, int, dict[str, str], bool]]:
    corrections = rows.load(roster).corrections.values()
    return [(kept.sheet, kept.row, kept.cells, kept.is_left_out) for kept in corrections]


def read(staging_input: StagingInput) -> RosterReading:
    """Read in the sandbox: needs no database, and never raises for what is in a file."""
    # the sandboxed process opens the file by its path; it may write none itself
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(staging_input.content)
        file.flush()
        return read_roster(
            Path(file.name),
            school_name=staging_input.school_name,
            site_names=staging_input.site_names,
            county_name=staging_input.county_name,
            township_name=staging_input.township_name,
            today=staging_input.today,
            term_start=staging_input.term_start,
            aliases=staging_input.aliases,
            answers=staging_input.answers,
            corrections=staging_input.corrections,
            namesakes=staging_input.namesakes,
        )


@transaction.atomic
@gc_paused()
def stage(
    *, public_id: UUID, reading: RosterReading, today: date, by: Actor | None, now: datetime, progress: ProgressCallback
) -> RosterImport:
    """Keep what was read: `ready` to be committed, `rejected` with every issue, `mapping` until columns are known."""
    roster = RosterImport.objects.select_for_update().get(public_id=public_id)
    if roster.state != ImportState.STAGING:
        return roster
    progress(0, len(reading.rows), _("核对"))
    diff = diff_roster(reading.rows, reading.sheets, today=today, now=now, is_preview=True)
    preview = Counter(new=0, changed=0, unchanged=0)
    for number, changes in enumerate(diff.chunks, 1):
        preview.update(changes.counts)
        progress(min(number * CHUNK_SIZE, len(reading.rows)), len(reading.rows), _("核对"))
    issues = in_reading_order(reading.sheets, [*reading.issues, *diff.issues.values()])
    roster.state = _state_of(reading, diff)
    roster.counts = dict(preview) | {
        "errors": reading.counts["errors"] + len(diff.issues),
        "warnings": reading.counts["warnings"],
        "rows": reading.counts["rows"],
        "issues_left_out": reading.counts["issues_left_out"],
    }
    roster.save(update_fields=["state", "counts"])
    # sealing needs the keys of the row and not its megabytes
    file = RosterFile.objects.only("school_id", "county_id", "seal_id").get(roster_import=roster)
    storage.seal_rows(file, _with_issues(reading, diff.issues))
    storage.seal_summary(file, storage.Summary(reading.sheets, issues, reading.columns))
    storage.seal_bytes(file, "faulty_rows", orjson.dumps(_faulty(reading, diff.issues)))
    file.save(update_fields=["rows", "summary", "faulty_rows"])
    _mark_read(roster)
    audit.log(AuditAction.ROSTER_READ, target=roster, by=by, now=now, detail={"state": roster.state, **roster.counts})
    return roster


def _state_of(reading: RosterReading, diff: ImportDiff) -> ImportState:
    if reading.is_to_be_mapped:
        return ImportState.MAPPING
    return ImportState.REJECTED if reading.outcome == REFUSE or diff.issues else ImportState.READY


def in_reading_order(sheets: list[SheetSummary], issues: list[RosterIssue]) -> list[RosterIssue]:
    """Issues by sheet and row, as a person goes through the workbook."""
    order = {sheet["name"]: number for number, sheet in enumerate(sheets)}
    return sorted(issues, key=lambda issue: (order.get(issue.sheet or "", -1), issue.row or 0))


def _faulty(reading: RosterReading, issues: dict[int, RosterIssue]) -> dict[str, object]:
    """The faulty rows and those that the school's pupils leave unclear, as typed."""
    kept = {(row["sheet"], row["row"]): row["cells"] for row in reading.faulty.get("namesakes", ())}
    listed = {(row["sheet"], row["row"]) for row in reading.faulty["rows"]}  # for a warning
    positions = [(row["sheet"], row["row"]) for row in (reading.rows[index] for index in list(issues)[:MAX_FAULTY])]
    unclear = [
        {"sheet": sheet, "row": row, "cells": kept.get((sheet, row), {}), "is_wrong": True}
        for sheet, row in positions
        if (sheet, row) not in listed
    ]
    return {"frames": reading.faulty["frames"], "rows": [*reading.faulty["rows"], *unclear]}


def _mark_read(roster: RosterImport) -> None:
    """From now on the reading, and no longer the check of one row, says what is wrong with corrected rows."""
    faulty = rows.load(roster)
    if faulty.has_changes:
        for correction in faulty.corrections.values():
            correction.is_read, correction.issues = True, []
        faulty.save()


def _with_issues(reading: RosterReading, issues: dict[int, RosterIssue]) -> Rows:
    """The rows, those with an issue of matching no longer acceptable."""
    lines = list(reading.rows.lines)
    for index, issue in issues.items():
        row = reading.rows[index]
        lines[index] = orjson.dumps({**row, "is_acceptable": False, "issues": [*row["issues"], issue.code]})
    return Rows(lines)
