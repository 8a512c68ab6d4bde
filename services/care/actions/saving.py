"""Save care records with their notes and close the due work they fulfil, for recording and for import."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Required, TypedDict

from django.db import connection

from services.care import sql
from services.care.choices import DueState, Mood, Topic
from services.care.models import CareNote, CareRecord, DueWork, Pairing
from services.children.models import Child
from services.plans.choices import CareActivity
from services.schools.scope import current_scope

MAX_AGREED_LENGTH: int = CareNote.agreed.field.max_length or 0

Draft = tuple[CareRecord, CareNote]


class CareRecordValues(TypedDict, total=False):
    """What is stated of one care record. `agreed` is shown first at the next visit."""

    child: Required[Child]
    activity: Required[CareActivity]
    happened_on: Required[date]
    mood: Mood | None
    topics: Collection[Topic]
    text: str | None
    agreed: str | None


def draft(
    values: CareRecordValues,
    *,
    staff_id: int,
    user_id: int,
    recorded_at: datetime,
    imported_at: datetime | None = None,
) -> Draft:
    """An unsaved record and its note, which may be empty."""
    record = CareRecord(
        child=values["child"],
        staff_id=staff_id,
        activity=values["activity"],
        happened_on=values["happened_on"],
        mood=values.get("mood"),
        topics=list(dict.fromkeys(values.get("topics", ()))),  # each once, in the order given
        recorded_at=recorded_at,
        recorded_by_id=user_id,
        imported_at=imported_at,
    )
    text, agreed = (values.get("text") or "").strip(), (values.get("agreed") or "").strip()
    return record, CareNote(record=record, text=text, agreed=agreed[:MAX_AGREED_LENGTH])


def save(drafts: Collection[Draft]) -> list[CareRecord]:
    """Save the drafts of one member of staff in a fixed number of statements, by day: old records close old work."""
    # The oldest first, so that imported records close due work in the order in which it fell due.
    ordered = sorted(drafts, key=lambda pair: pair[0].happened_on)
    records = [record for record, _note in ordered]
    if not records:
        return []
    # A record of the class teacher for a colleague's child belongs to no pairing.
    pairings = _lock_own_pairings(records)
    for record in records:
        record.pairing_id = pairings.get(record.child_id)
    CareRecord.objects.bulk_create(records)
    # Most calls have no text: an empty note would be a row to read for nothing.
    CareNote.objects.bulk_create(note for _record, note in ordered if note.text or note.agreed)
    _complete_due_work(records)
    return records


def _lock_own_pairings(records: Sequence[CareRecord]) -> dict[int, int]:
    """Child id → the author's own open pairing, locked so that two records at once close two different works."""
    rows = Pairing.objects.select_for_update(of=("self",)).filter(
        child__in=[record.child_id for record in records], mentor__staff=records[0].staff_id, ended_at__isnull=True
    )
    return dict(rows.order_by("pk").values_list("child_id", "pk"))


def _complete_due_work(records: Sequence[CareRecord]) -> None:
    pairings = {record.pairing_id for record in records if record.pairing_id}
    open_work = DueWork.objects.filter(pairing__in=pairings, staff=records[0].staff_id, state=DueState.DUE)
    pending = list(open_work.order_by("due_on", "number", "pk"))
    completed: dict[int, int] = {}
    for record in records:
        if work := _work_for(record, pending):
            # One record closes one piece of work, even if two are due.
            pending.remove(work)
            completed[work.pk] = record.pk
    parameters = {
        "done": DueState.DONE,
        "works": list(completed),
        "records": list(completed.values()),
        "school": current_scope().school_id,
    }
    # One statement for all: an imported term closes thousands of rows.
    with connection.cursor() as cursor:
        cursor.execute(sql.COMPLETE_DUE_WORK, parameters)


def _work_for(record: CareRecord, pending: Sequence[DueWork]) -> DueWork | None:
    """The pending work of the period that holds the record's day, else the oldest that was late on that day."""
    key = (record.pairing_id, record.activity)
    alike = [work for work in pending if (work.pairing_id, work.activity) == key]
    in_period = [work for work in alike if work.period_start <= record.happened_on <= work.period_end]
    # A talk held a week late is the talk that was due then.
    late = [work for work in alike if work.due_on < record.happened_on]
    return next(iter(in_period or late), None)
