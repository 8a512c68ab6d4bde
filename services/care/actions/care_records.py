"""A talk, a home visit or a call that took place: told once, settling what was due, taken back while it is fresh."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.care.choices import AuditAction, DueState, Mood, Topic
from services.care.models import CareNote, CareRecord, DueWork, Pairing
from services.children import access as children
from services.children.models import Child
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans.choices import CareActivity
from services.schools.scope import current

MAX_BACKDATING = timedelta(days=183)  # a date further back is a slip of the finger
MAX_NOTE_LENGTH = 4000  # characters: two pages, and a phone still sends it in one request
WITHDRAW_WITHIN = timedelta(minutes=10)
_DONE = f"""
UPDATE care_duework w SET state = '{DueState.DONE}', record_id = told.record
  FROM unnest(%s::bigint[], %s::bigint[]) AS told (work, record)
 WHERE w.school_id = %s AND w.id = told.work
"""  # noqa: S608  our own word


class UnableToRecord(ApplicationError):
    """The sentence says why."""


class UnableToWithdraw(ApplicationError):
    """The sentence says why."""


@dataclass(frozen=True, kw_only=True)
class CareRecordInput:
    """What somebody has to tell about one child. `agreed` is what comes next, seen first at the next visit."""

    child: Child
    activity: CareActivity
    happened_on: date
    mood: Mood | None = None
    topics: Collection[Topic] = ()
    text: str = ""
    agreed: str = ""
    at: datetime | None = None  # when it was told, where that is not now: history played back


def record(
    *,
    child: Child,
    activity: CareActivity,
    happened_on: date,
    by: Actor,
    now: datetime,
    mood: Mood | None = None,
    topics: Collection[Topic] = (),
    text: str = "",
    agreed: str = "",
) -> CareRecord:
    """Write down one. Settles the teacher's work with this child: of the day's period, else the oldest late."""
    told = CareRecordInput(
        child=child, activity=activity, happened_on=happened_on, mood=mood, topics=topics, text=text, agreed=agreed
    )
    return record_many(told=[told], by=by, now=now)[0]


@transaction.atomic
def record_many(*, told: Collection[CareRecordInput], by: Actor, now: datetime) -> list[CareRecord]:
    """Write down what one member of staff has to tell, in a few statements however many there are."""
    if by.staff_id is None:
        raise UnableToRecord(_("您在这所学校没有教职工身份，不能记录。"))
    ordered = sorted(told, key=lambda one: one.happened_on)
    _check(ordered, by, now)
    own = _own_pairings(ordered, by.staff_id)
    rows = [
        CareRecord(
            child=one.child,
            pairing_id=own.get(one.child.pk),
            staff_id=by.staff_id,
            activity=one.activity,
            happened_on=one.happened_on,
            mood=one.mood,
            topics=list(dict.fromkeys(one.topics)),
            recorded_at=one.at or now,
            recorded_by_id=by.user_id,
        )
        for one in ordered
    ]
    CareRecord.objects.bulk_create(rows)
    CareNote.objects.bulk_create(
        CareNote(record=row, text=one.text.strip(), agreed=one.agreed.strip()[:300])
        for row, one in zip(rows, ordered, strict=True)
        if one.text.strip() or one.agreed.strip()
    )
    _settle(rows, by.staff_id)
    about = [*rows, *{row.child_id: row.child for row in rows}.values()]
    audit.log(AuditAction.RECORD_CREATED, target=about, by=by, now=now, detail={"records": len(rows)})
    return rows


def _check(told: Iterable[CareRecordInput], by: Actor, now: datetime) -> None:
    told, today = list(told), clock.local_date(now)
    ids = {one.child.pk for one in told}
    if children.recordable_by(by, now).filter(pk__in=ids).count() < len(ids):
        raise UnableToRecord(_("您不能记录这个孩子。"), field="child")
    if any(one.happened_on > today for one in told):
        raise UnableToRecord(_("日期不能晚于今天。"), field="happened_on")
    if any(one.happened_on < clock.local_date(one.at or now) - MAX_BACKDATING for one in told):
        raise UnableToRecord(_("日期太早了，请核对。"), field="happened_on")


def _own_pairings(told: Iterable[CareRecordInput], staff_id: int) -> dict[int, int]:
    """Child id → the teacher's own open pairing, locked: two records at once settle two different works."""
    rows = Pairing.objects.select_for_update(of=("self",)).filter(
        child__in=[one.child for one in told], mentor__staff=staff_id, ended_at__isnull=True
    )
    return dict(rows.order_by("pk").values_list("child_id", "pk"))


def _settle(rows: Collection[CareRecord], staff_id: int) -> None:
    """Each record takes the open work whose period holds its day, else the oldest that was late on that day."""
    pairings = {row.pairing_id for row in rows if row.pairing_id}
    undone = DueWork.objects.filter(pairing__in=pairings, staff=staff_id, state=DueState.DUE)
    waiting = list(undone.order_by("due_on", "number", "pk"))
    settled: list[DueWork] = []
    for row in rows:
        fitting = [work for work in waiting if (work.pairing_id, work.activity) == (row.pairing_id, row.activity)]
        of_the_day = [work for work in fitting if work.period_start <= row.happened_on <= work.period_end]
        was_late = [work for work in fitting if work.due_on < row.happened_on]
        if chosen := next(iter(of_the_day or was_late), None):
            chosen.state, chosen.record = DueState.DONE, row
            waiting.remove(chosen)
            settled.append(chosen)
    _done(settled)


def _done(works: Collection[DueWork]) -> None:
    """One short statement: Django's own, a CASE per row, took half of the time of telling a term's records."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [[work.pk for work in works], [work.record_id for work in works], current().school_id])


@transaction.atomic
def withdraw(*, record: CareRecord, by: Actor, now: datetime) -> None:
    """Take a record back: its author, within ten minutes. What it had settled is due again."""
    if record.recorded_by_id != by.user_id:
        raise UnableToWithdraw(_("只有记录人可以撤销。"))
    if now - record.recorded_at > WITHDRAW_WITHIN:
        raise UnableToWithdraw(_("记录超过十分钟，不能再撤销。"))
    again = DueWork.objects.filter(record=record)
    again.filter(pairing__ended_at__isnull=True).update(state=DueState.DUE, record=None)
    again.update(state=DueState.CANCELLED, record=None)
    audit.log(AuditAction.RECORD_WITHDRAWN, target=[record, record.child], by=by, now=now)
    record.delete()
