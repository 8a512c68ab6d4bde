"""Record talks, home visits, calls and diary pages; withdraw a record while it is fresh."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.care.actions import saving
from services.care.actions.saving import CareRecordValues
from services.care.choices import AuditAction, DueState
from services.care.models import CareRecord, DueWork
from services.children import access as children
from services.kit import clock
from services.kit.exceptions import ApplicationError

MAX_BACKDATING = timedelta(days=183)  # an earlier date is a typing error
MAX_NOTE_LENGTH = 4000  # characters: two pages, and a phone still sends it in one request
WITHDRAW_WITHIN = timedelta(minutes=10)


class UnableToRecord(ApplicationError):
    """The record is not accepted; the text says why."""


class UnableToWithdraw(ApplicationError):
    """The record stays; the text says why."""


def record(*, by: Actor, now: datetime, **values: Unpack[CareRecordValues]) -> CareRecord:
    """Create a care record and close the author's due work for this child. Raises UnableToRecord."""
    return record_many(entries=[values], by=by, now=now)[0]


@transaction.atomic
def record_many(*, entries: Collection[CareRecordValues], by: Actor, now: datetime) -> list[CareRecord]:
    """Create the records of one member of staff, the oldest first. Raises UnableToRecord and then creates none."""
    if by.staff_id is None:
        raise UnableToRecord(_("您在这所学校没有教职工身份，不能记录。"))
    _check(entries, by, now)
    records = saving.save(
        [saving.draft(entry, staff_id=by.staff_id, user_id=by.user_id, recorded_at=now) for entry in entries]
    )
    # About each record, and once about each child, so that a child's page lists the event.
    target = [*records, *{record.child_id: record.child for record in records}.values()]
    audit.log(AuditAction.RECORD_CREATED, target=target, by=by, now=now, detail={"records": len(records)})
    return records


def _check(entries: Collection[CareRecordValues], by: Actor, now: datetime) -> None:
    today = clock.local_date(now)
    ids = {entry["child"].pk for entry in entries}
    # Counted together: the message must not reveal which of the children exists.
    if children.recordable_by(by, now).filter(pk__in=ids).count() < len(ids):
        raise UnableToRecord(_("您不能记录这个孩子。"), field="child")
    if any(entry["happened_on"] > today for entry in entries):
        raise UnableToRecord(_("日期不能晚于今天。"), field="happened_on")
    if any(entry["happened_on"] < today - MAX_BACKDATING for entry in entries):
        raise UnableToRecord(_("日期太早了，请核对。"), field="happened_on")


@transaction.atomic
def withdraw(*, record: CareRecord, by: Actor, now: datetime) -> None:
    """Delete one's own record within ten minutes of writing it. Raises UnableToWithdraw.

    Its due work is due again, or cancelled if the pairing has ended meanwhile.
    """
    if record.recorded_by_id != by.user_id:
        raise UnableToWithdraw(_("只有记录人可以撤销。"))
    if now - record.recorded_at > WITHDRAW_WITHIN:
        raise UnableToWithdraw(_("记录超过十分钟，不能再撤销。"))
    # Locked: of several withdrawals at once, one is made and logged.
    if not CareRecord.objects.select_for_update().filter(pk=record.pk).exists():
        raise UnableToWithdraw(_("这条记录已经撤销。"))
    # Before the record is deleted: the link to its work would be gone.
    work = DueWork.objects.filter(record=record)
    work.filter(pairing__ended_at__isnull=True).update(state=DueState.DUE, record=None)
    work.update(state=DueState.CANCELLED, record=None)  # still linked: work of a pairing that ended meanwhile
    audit.log(AuditAction.RECORD_WITHDRAWN, target=[record, record.child], by=by, now=now)
    record.delete()
