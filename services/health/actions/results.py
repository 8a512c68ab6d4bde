"""Enter results and absences of one pupil, and open, correct or close the findings that follow."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

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
from services.health.plausibility import BOUNDS, EYES, TO_CHOOSE, Level, PlausibilityIssue, check_plausibility
from services.health.screening import MeasurementValues, ScreeningVerdict
from services.health.standards import months_between
from services.kit import clock
from services.kit.exceptions import ApplicationError

FIELDS = tuple(BOUNDS)


class Implausible(ApplicationError):
    """Values are impossible, or unusual and not confirmed; `issues` name each field with what to do."""

    def __init__(self, issues: tuple[PlausibilityIssue, ...]) -> None:
        # An error before a warning: only the error has to be corrected.
        first = min(issues, key=lambda issue: issue.level != Level.ERROR)
        super().__init__(str(first.sentence), field=first.field)
        self.issues = issues

    @property
    def is_certain(self) -> bool:
        """Whether any issue is an error, which confirming does not allow."""
        return any(issue.level == Level.ERROR for issue in self.issues)

    @property
    def is_to_be_chosen(self) -> bool:
        """Whether one is a mark of low vision, which somebody has to choose and not to confirm."""
        return any(issue.code == TO_CHOOSE for issue in self.issues)


class UnableToEnter(ApplicationError):
    """The checkup is closed or has a result, the day is wrong, or nothing was measured."""


class Superseded(ApplicationError):
    """Somebody else has entered other values meanwhile; `current` has them by field."""

    def __init__(self, current: Mapping[str, Decimal | int | None]) -> None:
        super().__init__(_("刚才另一个站录了别的结果，请看一眼再保存。"), field=next(iter(current)))
        self.current = current


class SentMeasurements(TypedDict, total=False):
    """The measurements sent: cm, kg, five-mark vision, mmHg. None removes a value; a field left out stays as it is."""

    height_cm: Decimal | None
    weight_kg: Decimal | None
    vision_left: Decimal | None
    vision_right: Decimal | None
    systolic: int | None
    diastolic: int | None


@dataclass(frozen=True)
class EnteredResult:
    """The saved checkup, all its verdicts, and the number of abnormal ones."""

    checkup: Checkup
    verdicts: tuple[ScreeningVerdict, ...]
    findings: int


@transaction.atomic
def enter_results(
    *,
    checkup: Checkup,
    by: Actor,
    now: datetime,
    confirmed: bool = False,
    taken_on: date | None = None,
    seen: SentMeasurements | None = None,
    low_vision: Collection[str] = (),
    **sent: Unpack[SentMeasurements],
) -> EnteredResult:
    """Save the measurements that are sent and keep the others: two examiners may enter results of one pupil.

    `low_vision`: the eyes whose 0, 1 or 2 is of GB 11533. `seen` are the values the person saw before. Raises
    UnableToEnter; Superseded where a field that is sent holds neither the value that was seen nor the one that is sent;
    Implausible with every issue: errors always, warnings unless `confirmed`. A correction keeps the day of the checkup.
    """
    fresh = _lock_enterable(checkup, by)
    known = _known(fresh)
    _require_seen(known, seen, sent)
    values: dict[str, Any] = {**known, **sent}
    given = MeasurementValues(**values)
    if all(value is None for value in asdict(given).values()):
        raise UnableToEnter(_("请至少填一项结果；没有来请记缺席。"), field="height_cm")
    # A correction made days later must not move the checkup to the day of typing.
    day = taken_on or (fresh.taken_on if fresh.state == CheckupState.DONE else None) or clock.local_date(now)
    check_day(day, now)
    marked = {*low_vision, *(eye for eye in EYES if eye not in sent)}  # what is stored was marked when it was entered
    _require_plausible(fresh, given, day, confirmed=confirmed, low_vision=marked)
    verdicts = screening.screen(given, sex=fresh.pupil.sex, birth_date=fresh.pupil.birth_date, day=day)
    abnormal = {verdict.kind: verdict for verdict in verdicts if verdict.is_abnormal}
    # A nurse who looks at a pupil again and goes on has written nothing.
    if not sent and fresh.state == CheckupState.DONE:
        return EnteredResult(fresh, verdicts, len(abnormal))
    fresh.state, fresh.taken_on, fresh.entered_by_id, fresh.entered_at = CheckupState.DONE, day, by.user_id, now
    fresh.save(update_fields=["state", "taken_on", "entered_by", "entered_at"])
    Measured.objects.update_or_create(checkup=fresh, defaults=asdict(given))
    count = _update_findings(fresh, day, abnormal, by, now)
    # Which fields, never the values: people without access to results read the log.
    audit.log(AuditAction.RESULTS_ENTERED, target=fresh, by=by, now=now, detail={"fields": sorted(sent)})
    return EnteredResult(fresh, verdicts, count)


@transaction.atomic
def mark_absent(*, checkup: Checkup, by: Actor, now: datetime) -> Checkup:
    """Record that a pupil did not come. Results can still be entered later."""
    fresh = _lock_enterable(checkup, by)
    if fresh.state == CheckupState.DONE:
        # Results prove that the pupil came.
        raise UnableToEnter(_("这名学生已有体检结果，不能记缺席。"))
    return _set_state(fresh, CheckupState.ABSENT, AuditAction.ABSENCE_RECORDED, by, now)


@transaction.atomic
def undo_absence(*, checkup: Checkup, by: Actor, now: datetime) -> Checkup:
    """Take an absence back."""
    fresh = _lock_enterable(checkup, by)
    if fresh.state == CheckupState.DONE:
        raise UnableToEnter(_("这名学生已有体检结果。"))
    return _set_state(fresh, CheckupState.EXPECTED, AuditAction.ABSENCE_UNDONE, by, now)


def check_day(day: date, now: datetime) -> None:
    """Raises UnableToEnter for a day to come."""
    if day > clock.local_date(now):
        raise UnableToEnter(_("体检日期不能在今天之后。"), field="taken_on")


def check_entry(
    checkup: Checkup, given: MeasurementValues, day: date, low_vision: Collection[str] = ()
) -> tuple[PlausibilityIssue, ...]:
    """Check values against the pupil's age, sex and previous checkup."""
    pupil = checkup.pupil
    before = (
        Measured.objects.filter(checkup__pupil_id=checkup.pupil_id, checkup__state=CheckupState.DONE)
        # A correction is compared with the checkup before, not with the value that it replaces.
        .exclude(checkup_id=checkup.pk)
        .order_by("-checkup__taken_on", "-pk")
        .first()
    )
    months = months_between(pupil.birth_date, day)
    return check_plausibility(given, sex=pupil.sex, months=months, before=before, low_vision=low_vision)


def _lock_enterable(checkup: Checkup, by: Actor) -> Checkup:
    """The checkup, locked: two stations may enter the same pupil."""
    require_permission(by, Permission.ENTER_RESULTS)
    # Only the checkup: a lock on its campaign would make everybody who enters results of the county wait in line.
    fresh = Checkup.objects.select_for_update(of=("self",)).select_related("pupil", "campaign").get(pk=checkup.pk)
    if fresh.campaign.state == CampaignState.CLOSED:
        raise UnableToEnter(_("这次体检已结束，不能再录入。"))
    return fresh


def _known(checkup: Checkup) -> dict[str, Any]:
    """What is stored now; the row of the checkup is locked."""
    stored: dict[str, Any] | None = Measured.objects.filter(checkup=checkup).values(*FIELDS).first()
    return stored or dict.fromkeys(FIELDS)


def _require_seen(known: Mapping[str, Any], seen: SentMeasurements | None, sent: Mapping[str, object]) -> None:
    # Without `seen` there is nothing to compare with, and the last one wins.
    before: Mapping[str, object] = {**seen} if seen is not None else known
    changed = {name: known[name] for name in sent if known[name] not in (before.get(name), sent[name])}
    if changed:
        raise Superseded(changed)


def _require_plausible(
    checkup: Checkup, given: MeasurementValues, day: date, *, confirmed: bool, low_vision: Collection[str]
) -> None:
    issues = check_entry(checkup, given, day, low_vision)
    if confirmed:
        issues = tuple(issue for issue in issues if issue.level == Level.ERROR or issue.code == TO_CHOOSE)
    if issues:
        raise Implausible(issues)


def _set_state(checkup: Checkup, state: CheckupState, action: AuditAction, by: Actor, now: datetime) -> Checkup:
    # Pressed twice: not a second audit event.
    if checkup.state == state:
        return checkup
    checkup.state, checkup.entered_by_id, checkup.entered_at = state, by.user_id, now
    checkup.save(update_fields=["state", "entered_by", "entered_at"])
    audit.log(action, target=checkup, by=by, now=now)
    return checkup


def _update_findings(
    checkup: Checkup, day: date, abnormal: Mapping[Any, ScreeningVerdict], by: Actor, now: datetime
) -> int:
    """Keep one finding per abnormal verdict: create, correct or drop. Returns how many."""
    existing = {finding.kind: finding for finding in Finding.objects.select_for_update().filter(checkup=checkup)}
    for finding in existing.values():
        if finding.kind not in abnormal:
            _drop(finding, by, now)
    created = []
    for kind, verdict in abnormal.items():
        if known := existing.get(kind):
            _correct(known, verdict)
        else:
            created.append(
                Finding(checkup=checkup, pupil_id=checkup.pupil_id, kind=kind, found_on=day, **_columns(verdict))
            )
    Finding.objects.bulk_create(created)
    # Corrections notify nobody: the finding is known already.
    notifications.notify_findings(findings=created, now=now)
    return len(abnormal)


def _drop(finding: Finding, by: Actor, now: datetime) -> None:
    """Delete a finding nobody knows of yet; close one of which a guardian was notified, so that the record stays."""
    if finding.state == FindingState.OPEN:
        finding.delete()
    elif finding.state != FindingState.CLOSED:
        finding.state, finding.closed_on = FindingState.CLOSED, clock.local_date(now)
        finding.save(update_fields=["state", "closed_on"])
        audit.log(AuditAction.FINDING_CORRECTED, target=finding, by=by, now=now)


def _correct(finding: Finding, verdict: ScreeningVerdict) -> None:
    """Store the new value. A closed finding with another interpretation is opened again."""
    values = _columns(verdict)
    # The same value entered again must not reopen a closed finding.
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


def _columns(verdict: ScreeningVerdict) -> dict[str, object]:
    return {
        "interpretation": str(verdict.interpretation),
        "value": verdict.value,
        "limit": verdict.threshold,
        "standard": verdict.standard,
    }
