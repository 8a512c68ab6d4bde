"""Read the workbook in the sandbox, compare it with the school, and say what an import would do."""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from services.access import audit
from services.access.actor import Actor
from services.children.choices import AuditAction, ImportState
from services.children.importing import storage
from services.children.importing.diff import CHUNK_SIZE, diff_roster, term_of_import
from services.children.models import HeaderAlias, RosterFile, RosterImport
from services.children.roster.issues import RosterIssue
from services.children.roster.reader import REFUSE, RosterReading, Rows, read_roster
from services.kit.gc_control import gc_paused
from services.schools.models import School
from services.schools.tenancy import current_school_id

ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True)
class StagingInput:
    """All that the reader needs, fetched before it runs outside every transaction."""

    content: bytes
    school_name: str
    today: date
    term_start: date
    synonyms: dict[str, str]


def load_staging_input(public_id: UUID, today: date) -> StagingInput | None:
    """What to read; None when it has been read already (a job runs again after a crash)."""
    roster = RosterImport.objects.get(public_id=public_id)
    if roster.state != ImportState.STAGING:
        return None
    words = dict(HeaderAlias.objects.values_list("header", "field"))
    start, _year = term_of_import(today)
    school = School.objects.get(pk=current_school_id())
    return StagingInput(storage.content_of(roster), school.name, today, start, words)


def read(order: StagingInput) -> RosterReading:
    """In the sandbox; needs no database, and never raises for what is in a file."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(order.content)
        file.flush()
        return read_roster(
            Path(file.name),
            school_name=order.school_name,
            today=order.today,
            term_start=order.term_start,
            synonyms=order.synonyms,
        )


@transaction.atomic
@gc_paused()
def stage(
    *, public_id: UUID, reading: RosterReading, today: date, by: Actor | None, now: datetime, tell: ProgressCallback
) -> RosterImport:
    """Keep what was read: `ready` to be committed, or `refused` with every fault."""
    roster = RosterImport.objects.select_for_update().get(public_id=public_id)
    if roster.state != ImportState.STAGING:
        return roster
    tell(0, len(reading.rows))
    outcome = diff_roster(reading.rows, reading.sheets, today=today, now=now, is_preview=True)
    foreseen = Counter(new=0, changed=0, unchanged=0)
    for number, changes in enumerate(outcome.chunks, 1):
        foreseen.update(changes.counts)
        tell(min(number * CHUNK_SIZE, len(reading.rows)), len(reading.rows))
    issues = in_reading_order(reading.sheets, [*reading.issues, *outcome.issues.values()])
    is_refused = reading.outcome == REFUSE or bool(outcome.issues)
    roster.state = ImportState.REJECTED if is_refused else ImportState.READY
    roster.counts = dict(foreseen) | {
        "errors": reading.counts["errors"] + len(outcome.issues),
        "warnings": reading.counts["warnings"],
        "rows": reading.counts["rows"],
        "issues_left_out": reading.counts["issues_left_out"],
    }
    roster.save(update_fields=["state", "counts"])
    file = RosterFile.objects.only("school_id", "county_id", "seal_id").get(roster_import=roster)
    storage.put_rows(file, _marked(reading, outcome.issues))
    storage.put_summary(file, reading.sheets, issues)
    file.save(update_fields=["rows", "summary"])
    audit.log(AuditAction.ROSTER_READ, target=roster, by=by, now=now, detail={"state": roster.state, **roster.counts})
    return roster


def in_reading_order(sheets: list[dict[str, Any]], issues: list[RosterIssue]) -> list[RosterIssue]:
    """By sheet and row, as a person goes through the workbook."""
    order = {sheet["name"]: number for number, sheet in enumerate(sheets)}
    return sorted(issues, key=lambda issue: (order.get(issue.sheet or "", -1), issue.row or 0))


def _marked(reading: RosterReading, issues: dict[int, RosterIssue]) -> Rows:
    """The rows, those that the school's own pupils make doubtful no longer acceptable."""
    lines = list(reading.rows.lines)
    for place, issue in issues.items():
        row = reading.rows[place]
        lines[place] = orjson.dumps({**row, "is_acceptable": False, "issues": [*row["issues"], issue.code]})
    return Rows(lines)
