"""What the nurse enters: results judged while she types, absence, and the findings that follow."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.health import screening
from services.health.actions import notifications
from services.health.choices import AuditAction, CampaignState, CheckupState, FindingState
from services.health.models import Checkup, Finding
from services.health.models import Measurements as Measured
from services.health.plausibility import BOUNDS, Level, PlausibilityIssue, check_plausibility
from services.health.screening import MeasurementValues, ScreeningVerdict
from services.health.standards import months_between
from services.kit import clock
from services.kit.exceptions import ApplicationError

FIELDS = tuple(BOUNDS)


class Implausible(ApplicationError):
    """What cannot be, or is rare and was not confirmed; `issues` name every field with what to do."""

    def __init__(self, found: tuple[PlausibilityIssue, ...]) -> None:
        first = min(found, key=lambda doubt: doubt.level != Level.ERROR)
        super().__init__(str(first.sentence), field=first.field)
        self.issues = found

    @property
    def is_certain(self) -> bool:
        """An error among them: confirming does not help."""
        return any(doubt.level == Level.ERROR for doubt in self.issues)


class UnableToEnter(ApplicationError):
    """The sentence says why."""


@dataclass(frozen=True)
class EnteredResult:
    """A checkup as it now stands, every verdict, and how many findings are open because of it."""

    checkup: Checkup
    verdicts: tuple[ScreeningVerdict, ...]
    findings: int


@transaction.atomic
def enter_results(
    *,
    checkup: Checkup,
    by: Actor,
    now: datetime,
    height_cm: Decimal | None = None,
    weight_kg: Decimal | None = None,
    vision_left: Decimal | None = None,
    vision_right: Decimal | None = None,
    systolic: int | None = None,
    diastolic: int | None = None,
    confirmed: bool = False,
    on: date | None = None,
) -> EnteredResult:
    """Put down what was measured, in place of what stood there; `None` is not measured.

    Implausible with every doubt: errors always, warnings unless `confirmed`. A correction keeps the day of measuring.
    """
    given = MeasurementValues(height_cm, weight_kg, systolic, diastolic, vision_left, vision_right)
    fresh = _open(checkup, by)
    if all(value is None for value in asdict(given).values()):
        raise UnableToEnter(_("请至少填一项结果；没有来请记缺席。"), field="height_cm")
    day = on or (fresh.taken_on if fresh.state == CheckupState.DONE else None) or clock.local_date(now)
    if day > clock.local_date(now):
        raise UnableToEnter(_("体检日期不能在今天之后。"), field="on")
    _plausible(fresh, given, day, confirmed=confirmed)
    fresh.state, fresh.taken_on, fresh.entered_by_id, fresh.entered_at = CheckupState.DONE, day, by.user_id, now
    fresh.save(update_fields=["state", "taken_on", "entered_by", "entered_at"])
    Measured.objects.update_or_create(checkup=fresh, defaults=asdict(given))
    verdicts = screening.screen(given, sex=fresh.pupil.sex, birth_date=fresh.pupil.birth_date, on=day)
    count = _settle_findings(fresh, day, {each.kind: each for each in verdicts if each.is_abnormal}, by, now)
    measured = [name for name, value in asdict(given).items() if value is not None]
    audit.log(AuditAction.RESULTS_ENTERED, target=fresh, by=by, now=now, detail={"fields": measured})
    return EnteredResult(fresh, verdicts, count)


@transaction.atomic
def mark_absent(*, checkup: Checkup, by: Actor, now: datetime) -> Checkup:
    """The pupil did not come; results may still be entered when they do."""
    fresh = _open(checkup, by)
    if fresh.state == CheckupState.DONE:
        raise UnableToEnter(_("这名学生已有体检结果，不能记缺席。"))
    return _become(fresh, CheckupState.ABSENT, AuditAction.ABSENCE_RECORDED, by, now)


@transaction.atomic
def undo_absence(*, checkup: Checkup, by: Actor, now: datetime) -> Checkup:
    """Take an absence back."""
    fresh = _open(checkup, by)
    if fresh.state == CheckupState.DONE:
        raise UnableToEnter(_("这名学生已有体检结果。"))
    return _become(fresh, CheckupState.EXPECTED, AuditAction.ABSENCE_UNDONE, by, now)


def check_entry(checkup: Checkup, given: MeasurementValues, on: date) -> tuple[PlausibilityIssue, ...]:
    """Everything odd about an entry, in the light of the pupil's age, sex and last checkup."""
    pupil = checkup.pupil
    before = (
        Measured.objects.filter(checkup__pupil_id=checkup.pupil_id, checkup__state=CheckupState.DONE)
        .exclude(checkup_id=checkup.pk)
        .order_by("-checkup__taken_on", "-pk")
        .first()
    )
    return check_plausibility(given, sex=pupil.sex, months=months_between(pupil.birth_date, on), before=before)


def _open(checkup: Checkup, by: Actor) -> Checkup:
    """The row, locked: two stations may have the same pupil before them."""
    require_permission(by, Permission.ENTER_RESULTS)
    fresh = Checkup.objects.select_for_update(of=("self",)).select_related("pupil", "campaign").get(pk=checkup.pk)
    if fresh.campaign.state == CampaignState.CLOSED:
        raise UnableToEnter(_("这次体检已结束，不能再录入。"))
    return fresh


def _plausible(checkup: Checkup, given: MeasurementValues, on: date, *, confirmed: bool) -> None:
    found = check_entry(checkup, given, on)
    weighing = tuple(each for each in found if each.level == Level.ERROR) if confirmed else found
    if weighing:
        raise Implausible(weighing)


def _become(checkup: Checkup, state: CheckupState, action: AuditAction, by: Actor, now: datetime) -> Checkup:
    if checkup.state == state:
        return checkup
    checkup.state, checkup.entered_by_id, checkup.entered_at = state, by.user_id, now
    checkup.save(update_fields=["state", "entered_by", "entered_at"])
    audit.log(action, target=checkup, by=by, now=now)
    return checkup


def _settle_findings(
    checkup: Checkup, day: date, wanted: Mapping[Any, ScreeningVerdict], by: Actor, now: datetime
) -> int:
    """One finding per abnormal verdict; how many.

    A correction takes away a finding nobody was told of, and closes one that somebody was.
    """
    known = {each.kind: each for each in Finding.objects.select_for_update().filter(checkup=checkup)}
    for finding in known.values():
        if finding.kind not in wanted:
            _drop(finding, by, now)
    fresh = []
    for kind, verdict in wanted.items():
        if old := known.get(kind):
            _correct(old, verdict)
        else:
            fresh.append(Finding(checkup=checkup, pupil_id=checkup.pupil_id, kind=kind, found_on=day, **_of(verdict)))
    Finding.objects.bulk_create(fresh)
    notifications.notify_findings(findings=fresh, now=now)
    return len(wanted)


def _drop(finding: Finding, by: Actor, now: datetime) -> None:
    if finding.state == FindingState.OPEN:
        finding.delete()
    elif finding.state != FindingState.CLOSED:
        finding.state, finding.closed_on = FindingState.CLOSED, clock.local_date(now)
        finding.save(update_fields=["state", "closed_on"])
        audit.log(AuditAction.FINDING_CORRECTED, target=finding, by=by, now=now)


def _correct(finding: Finding, verdict: ScreeningVerdict) -> None:
    """Take over the new value; another grade than the closed one is followed anew."""
    values = _of(verdict)
    if all(getattr(finding, name) == value for name, value in values.items()):
        return
    if finding.state == FindingState.CLOSED and finding.interpretation != verdict.interpretation:
        values |= {
            "state": FindingState.OPEN,
            "guardian_notified_on": None,
            "guardian_responded_on": None,
            "closed_on": None,
        }
    for name, value in values.items():
        setattr(finding, name, value)
    finding.save(update_fields=list(values))


def _of(verdict: ScreeningVerdict) -> dict[str, Any]:
    return {
        "interpretation": str(verdict.interpretation),
        "value": verdict.value,
        "limit": verdict.threshold,
        "standard": verdict.standard,
    }
