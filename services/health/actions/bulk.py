"""The result slips of many pupils at once, as a clinic hands them over."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.health import screening
from services.health.actions import notifications
from services.health.actions.results import UnableToEnter, check_day
from services.health.choices import AuditAction, CampaignState, CheckupState
from services.health.models import Checkup, Finding
from services.health.models import Measurements as Measured
from services.health.plausibility import TO_CHOOSE, Level, PlausibilityIssue, check_plausibility
from services.health.screening import MeasurementValues
from services.health.standards import months_between
from services.kit.exceptions import ApplicationError


@dataclass(frozen=True)
class ResultSlip:
    """One pupil's measurements; None: absent."""

    checkup: int
    measured: MeasurementValues | None
    low_vision: Collection[str] = ()  # the eyes whose 0, 1 or 2 is of GB 11533


class ImplausibleSlips(ApplicationError):
    """Impossible values; `issues` has them by checkup. The text names the first pupil."""

    def __init__(self, name: str, issues: dict[int, tuple[PlausibilityIssue, ...]]) -> None:
        first, *_others = next(iter(issues.values()))
        super().__init__(_("%(name)s：%(issue)s") % {"name": name, "issue": first.sentence}, field="results")
        self.issues = issues


@transaction.atomic
def enter_results_many(*, slips: Collection[ResultSlip], day: date, by: Actor, now: datetime) -> int:
    """Enter the slips of one day in a few statements. Returns how many; a pupil who has a result keeps it.

    Raises ImplausibleSlips for impossible values, UnableToEnter for a day to come and a slip without any; then nothing
    is written. Unusual values count as confirmed: on paper nobody can be asked.
    """
    require_permission(by, Permission.ENTER_RESULTS)
    check_day(day, now)
    measured = {slip.checkup: slip.measured for slip in slips}
    marked = {slip.checkup: slip.low_vision for slip in slips}
    # Locked: a pupil who has got a result meanwhile is left out.
    rows = list(_enterable(measured))
    present = [row for row in rows if measured[row.pk] is not None]
    _require_plausible(present, measured, marked, day)
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


def _require_plausible(
    rows: Collection[Checkup],
    measured: Mapping[int, MeasurementValues | None],
    marked: Mapping[int, Collection[str]],
    day: date,
) -> None:
    before, wrong = _before(rows), {}
    for row in rows:
        values = measured[row.pk]
        assert values is not None, "an absent pupil has no values to check"  # noqa: S101
        if all(value is None for value in asdict(values).values()):
            raise UnableToEnter(_("%s：请至少填一项结果；没有来请记缺席。") % row.pupil.name, field="results")
        if errors := tuple(_errors(row, values, day, before.get(row.pupil_id), marked[row.pk])):
            wrong[row] = errors
    if wrong:
        raise ImplausibleSlips(next(iter(wrong)).pupil.name, {row.pk: errors for row, errors in wrong.items()})


def _errors(
    row: Checkup, values: MeasurementValues, day: date, before: Measured | None, low_vision: Collection[str]
) -> Iterable[PlausibilityIssue]:
    months = months_between(row.pupil.birth_date, day)
    issues = check_plausibility(values, sex=row.pupil.sex, months=months, before=before, low_vision=low_vision)
    return (issue for issue in issues if issue.level == Level.ERROR or issue.code == TO_CHOOSE)


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
