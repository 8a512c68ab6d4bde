"""Import care records of the past, for a school that kept them elsewhere before.

An imported record keeps its author and the moment of its writing, closes due work like any other, and is marked with
the moment of the import.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.care.actions import saving
from services.care.actions.saving import CareRecordValues
from services.care.choices import AuditAction
from services.care.models import CareRecord
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff


class UnableToImport(ApplicationError):
    """A record cannot have been written when it says; nothing is imported."""


class PastCareRecord(CareRecordValues):
    """What is stated of one care record that was written before, at `recorded_at`."""

    recorded_at: datetime


@transaction.atomic
def import_records(*, entries: Collection[PastCareRecord], staff: Staff, by: Actor, now: datetime) -> list[CareRecord]:
    """Import the past records of one member of staff, all or none. Raises UnableToImport."""
    require_permission(by, Permission.MANAGE_SCHOOL)
    for number, entry in enumerate(entries, start=1):
        _check(number, entry, now)
    author = staff.user_id or by.user_id  # staff who never had a login
    records = saving.save(
        [
            saving.draft(entry, staff_id=staff.pk, user_id=author, recorded_at=entry["recorded_at"], imported_at=now)
            for entry in entries
        ]
    )
    target = [*records, *{record.child_id: record.child for record in records}.values()]
    audit.log(AuditAction.RECORDS_IMPORTED, target=target, by=by, now=now, detail={"records": len(records)})
    return records


def _check(number: int, entry: PastCareRecord, now: datetime) -> None:
    where = _("第 %d 条：") % number
    if entry["recorded_at"] > now:
        raise UnableToImport(where + _("日期不能晚于今天。"), field="records")
    if entry["happened_on"] > clock.local_date(entry["recorded_at"]):
        raise UnableToImport(where + _("记录的日期不能晚于记下的时间。"), field="records")
