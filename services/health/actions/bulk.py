"""A whole list at once: a class's slips brought from the hall, the parents of a school told in one afternoon."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.health import screening
from services.health.actions import notifications
from services.health.actions.findings import TRANSITIONS
from services.health.actions.results import Implausible, UnableToEnter
from services.health.choices import AuditAction, CampaignState, CheckupState, FindingState
from services.health.models import Checkup, Finding
from services.health.models import Measurements as Measured
from services.health.plausibility import Level, check_plausibility
from services.health.screening import MeasurementValues
from services.health.standards import months_between
from services.kit import clock


@dataclass(frozen=True)
class ResultSlip:
    """What was measured of one pupil. None measured: absent."""

    checkup: int
    measured: MeasurementValues | None


@transaction.atomic
def enter_results_many(*, slips: Collection[ResultSlip], on: date, by: Actor, now: datetime) -> int:
    """Put down the slips of one day, in a few statements; how many. Who has a result already keeps it.

    Implausible when one cannot be, and nothing is written; what is merely rare was confirmed in the hall.
    """
    require_permission(by, Permission.ENTER_RESULTS)
    told = {slip.checkup: slip.measured for slip in slips}
    rows = list(_waiting(told))
    present = [row for row in rows if told[row.pk] is not None]
    before = _before(present)
    for row in present:
        _plausible(row, told[row.pk], on, before.get(row.pupil_id))
    stamp = {"entered_by_id": by.user_id, "entered_at": now}
    came, missed = {row.pk for row in present}, {row.pk for row in rows if told[row.pk] is None}
    Checkup.objects.filter(pk__in=came).update(state=CheckupState.DONE, taken_on=on, **stamp)
    Checkup.objects.filter(pk__in=missed).update(state=CheckupState.ABSENT, **stamp)
    Measured.objects.bulk_create(Measured(checkup=row, **_values(told[row.pk])) for row in present)
    findings = [finding for row in present for finding in _findings(row, told[row.pk], on)]
    Finding.objects.bulk_create(findings)
    notifications.notify_findings(findings=findings, now=now)
    if rows:
        audit.log(
            AuditAction.RESULTS_ENTERED, target=rows, by=by, now=now, detail={"done": len(came), "absent": len(missed)}
        )
    return len(rows)


@transaction.atomic
def advance_findings(*, findings: QuerySet[Finding], to: FindingState, by: Actor, now: datetime) -> int:
    """One step on for all of these that can take it; how many."""
    require_permission(by, Permission.UPDATE_FINDINGS)
    today = Value(clock.local_date(now), output_field=DateField())
    before = [state for state, onward in TRANSITIONS.items() if to in onward]
    rows = Finding.objects.select_for_update().filter(pk__in=findings.values("pk"), state__in=before)
    ids = dict(rows.values_list("pk", "public_id"))
    days: dict[str, Any] = {"guardian_notified_on": Coalesce("guardian_notified_on", today)}
    if to not in {FindingState.OPEN, FindingState.GUARDIAN_NOTIFIED}:
        days["guardian_responded_on"] = Coalesce("guardian_responded_on", today)
    if to == FindingState.CLOSED:
        days["closed_on"] = today
    Finding.objects.filter(pk__in=ids).update(state=to, **days)
    if ids:
        audit.log(AuditAction.FINDING_ADVANCED, target=ids.values(), by=by, now=now, detail={"to": to})
    return len(ids)


def _waiting(checkups: Collection[int]) -> QuerySet[Checkup]:
    rows = Checkup.objects.select_for_update(of=("self",)).select_related("pupil", "campaign")
    found = rows.filter(pk__in=checkups).exclude(state=CheckupState.DONE).order_by("pk")
    if any(row.campaign.state == CampaignState.CLOSED for row in found):
        raise UnableToEnter(_("这次体检已结束，不能再录入。"))
    return found


def _before(rows: Collection[Checkup]) -> dict[int, Measured]:
    """The last results of each of these pupils."""
    done = Measured.objects.filter(checkup__pupil__in=[row.pupil_id for row in rows])
    return {each.checkup.pupil_id: each for each in done.select_related("checkup").order_by("checkup__taken_on", "pk")}


def _plausible(row: Checkup, measured: MeasurementValues | None, on: date, before: Measured | None) -> None:
    assert measured is not None, "only who came is judged"  # noqa: S101
    months = months_between(row.pupil.birth_date, on)
    found = check_plausibility(measured, sex=row.pupil.sex, months=months, before=before)
    if wrong := tuple(each for each in found if each.level == Level.ERROR):
        raise Implausible(wrong)


def _values(measured: MeasurementValues | None) -> dict[str, Any]:
    return asdict(measured) if measured else {}


def _findings(row: Checkup, measured: MeasurementValues | None, on: date) -> list[Finding]:
    if measured is None:
        return []
    verdicts = screening.screen(measured, sex=row.pupil.sex, birth_date=row.pupil.birth_date, on=on)
    return [
        Finding(
            checkup=row,
            pupil_id=row.pupil_id,
            kind=each.kind,
            interpretation=str(each.interpretation),
            value=each.value,
            limit=each.threshold,
            standard=each.standard,
            found_on=on,
        )
        for each in verdicts
        if each.is_abnormal
    ]
