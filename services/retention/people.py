"""Rows about children: uploaded rosters, and the files of pupils who left long ago. A person confirms them first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from services.assessment.choices import RoundState
from services.assessment.models import AssessmentRound
from services.children.choices import ImportState, PupilState
from services.children.models import EmergencyAccess, Pupil, RosterFile, RosterImport
from services.health.choices import CampaignState, FindingState
from services.health.models import Checkup, Finding
from services.kit import clock
from services.kit.database import bulk
from services.retention.dependents import delete_with_dependents

# States in which a job reads the file or writes its rows.
IN_WORK = (ImportState.STAGING, ImportState.COMMITTING)


@dataclass(frozen=True)
class Entry:
    """One line of a list, for whoever confirms it."""

    name: str
    school: str
    on: date | None


def due_rosters(county_id: int | None, before: datetime) -> QuerySet[RosterImport]:
    """Imports whose workbook is still there, and that no job works on."""
    has_file = Exists(RosterFile.objects.filter(roster_import=OuterRef("pk")))
    rows = RosterImport.objects.filter(has_file, county=county_id, uploaded_at__lt=before)
    return rows.exclude(state__in=IN_WORK).order_by("uploaded_at", "pk")


def purge_rosters(ids: Sequence[int]) -> int:
    """The workbooks with the rows read from them; the import itself stays, with its counts."""
    files = RosterFile.objects.filter(roster_import__in=list(ids)).values_list("pk", flat=True)
    # The import stays with its counts: who imported what and when is part of the history.
    return bulk.delete_by_key(RosterFile, list(files))


def roster_entries(public_ids: Sequence[str]) -> list[Entry]:
    rows = (
        RosterImport.objects.filter(public_id__in=list(public_ids))
        .select_related("school")
        .order_by("uploaded_at", "pk")
    )
    return [Entry(row.file_name, row.school.name, clock.local_date(row.uploaded_at)) for row in rows]


def due_leavers(county_id: int | None, before: datetime) -> QuerySet[Pupil]:
    """Pupils who left, about whom nothing is open: no finding, checkup, access to review, or round of their time."""
    rows = Pupil.objects.filter(county=county_id, state=PupilState.LEFT, left_on__lt=clock.local_date(before))
    about = {"pupil": OuterRef("pk")}
    open_finding = Finding.objects.filter(**about).exclude(state=FindingState.CLOSED)
    running_checkup = Checkup.objects.filter(**about).exclude(campaign__state=CampaignState.CLOSED)
    to_review = EmergencyAccess.objects.filter(child__pupil=OuterRef("pk"), reviewed_at__isnull=True)
    # A round that began before the pupil left may still be computed again, from rows about this pupil too.
    open_round = AssessmentRound.objects.filter(county=OuterRef("county"), begins_on__lte=OuterRef("left_on"))
    return rows.filter(
        ~Exists(open_finding),
        ~Exists(running_checkup),
        ~Exists(to_review),
        ~Exists(open_round.exclude(state=RoundState.PUBLISHED)),
    ).order_by("left_on", "pk")


def purge_leavers(ids: Sequence[int]) -> int:
    """The pupils with every row of any app that depends on them."""
    return delete_with_dependents(Pupil, list(ids))


def leaver_entries(public_ids: Sequence[str]) -> list[Entry]:
    rows = Pupil.objects.filter(public_id__in=list(public_ids)).select_related("school").order_by("left_on", "pk")
    return [Entry(row.name, row.school.name, row.left_on) for row in rows]
