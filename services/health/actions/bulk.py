"""Many rows at once: the result slips of a class, the next step of many findings."""

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
    """One pupil's measurements; None: absent."""

    checkup: int
    measured: MeasurementValues | None


@transaction.atomic
def enter_results_many(*, slips: Collection[ResultSlip], day: date, by: Actor, now: datetime) -> int:
    """Enter the slips of one day in a few statements. Returns how many; a pupil who has a result keeps it.

    Raises Implausible for an impossible value, and nothing is written. Unusual values count as confirmed: on paper
    nobody can be asked.
    """
    require_permission(by, Permission.ENTER_RESULTS)
    measured = {slip.checkup: slip.measured for slip in slips}
    # Locked and read once: whoever got a result meanwhile is not among them.
    rows = list(_enterable(measured))
    present = [row for row in rows if measured[row.pk] is not None]
    before = _before(present)
    for row in present:
        _plausible(row, measured[row.pk], day, before.get(row.pupil_id))
    stamp = {"entered_by_id": by.user_id, "entered_at": now}
    done, absent = {row.pk for row in present}, {row.pk for row in rows if measured[row.pk] is None}
    Checkup.objects.filter(pk__in=done).update(state=CheckupState.DONE, taken_on=day, **stamp)
    Checkup.objects.filter(pk__in=absent).update(state=CheckupState.ABSENT, **stamp)
    Measured.objects.bulk_create(Measured(checkup=row, **_values(measured[row.pk])) for row in present)
    findings = [finding for row in present for finding in _findings(row, measured[row.pk], day)]
    Finding.objects.bulk_create(findings)
    notifications.notify_findings(findings=findings, now=now)
    if rows:
        audit.log(
            AuditAction.RESULTS_ENTERED, target=rows, by=by, now=now, detail={"done": len(done), "absent": len(absent)}
        )
    return len(rows)


@transaction.atomic
def advance_findings(*, findings: QuerySet[Finding], to: FindingState, by: Actor, now: datetime) -> int:
    """Move those of the findings that may go to a state there. Returns how many."""
    require_permission(by, Permission.UPDATE_FINDINGS)
    today = Value(clock.local_date(now), output_field=DateField())
    origins = [state for state, targets in TRANSITIONS.items() if to in targets]
    rows = Finding.objects.select_for_update().filter(pk__in=findings.values("pk"), state__in=origins).order_by("pk")
    ids = dict(rows.values_list("pk", "public_id"))
    # Coalesce keeps the day of a step that was recorded earlier.
    days: dict[str, Coalesce | Value] = {"guardian_notified_on": Coalesce("guardian_notified_on", today)}
    if to not in {FindingState.OPEN, FindingState.GUARDIAN_NOTIFIED}:
        days["guardian_responded_on"] = Coalesce("guardian_responded_on", today)
    if to == FindingState.CLOSED:
        days["closed_on"] = today
    Finding.objects.filter(pk__in=ids).update(state=to, **days)
    if ids:
        audit.log(AuditAction.FINDING_ADVANCED, target=ids.values(), by=by, now=now, detail={"to": to})
    return len(ids)


def _enterable(checkups: Collection[int]) -> QuerySet[Checkup]:
    """Checkups without a result, locked in the order of keys: two nurses with the same class cannot deadlock."""
    locked = Checkup.objects.select_for_update(of=("self",)).select_related("pupil", "campaign")
    rows = locked.filter(pk__in=checkups).exclude(state=CheckupState.DONE).order_by("pk")
    if any(row.campaign.state == CampaignState.CLOSED for row in rows):
        raise UnableToEnter(_("这次体检已结束，不能再录入。"))
    return rows


def _before(rows: Collection[Checkup]) -> dict[int, Measured]:
    """Each pupil's latest results, by pupil id."""
    done = Measured.objects.filter(checkup__pupil__in=[row.pupil_id for row in rows])
    in_time = done.select_related("checkup").order_by("checkup__taken_on", "pk")  # the latest comes last and wins
    return {values.checkup.pupil_id: values for values in in_time}


def _plausible(row: Checkup, measured: MeasurementValues | None, day: date, before: Measured | None) -> None:
    assert measured is not None, "an absent pupil has no values to check"  # noqa: S101
    months = months_between(row.pupil.birth_date, day)
    issues = check_plausibility(measured, sex=row.pupil.sex, months=months, before=before)
    if errors := tuple(issue for issue in issues if issue.level == Level.ERROR):
        raise Implausible(errors)


def _values(measured: MeasurementValues | None) -> dict[str, Any]:
    return asdict(measured) if measured else {}


def _findings(row: Checkup, measured: MeasurementValues | None, day: date) -> list[Finding]:
    if measured is None:
        return []
    verdicts = screening.screen(measured, sex=row.pupil.sex, birth_date=row.pupil.birth_date, day=day)
    return [
        Finding(
            checkup=row,
            pupil_id=row.pupil_id,
            kind=verdict.kind,
            interpretation=str(verdict.interpretation),
            value=verdict.value,
            limit=verdict.threshold,
            standard=verdict.standard,
            found_on=day,
        )
        for verdict in verdicts
        if verdict.is_abnormal
    ]
