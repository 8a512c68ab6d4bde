"""Follow a finding to its close: guardian notified, doctor seen or cannot pay, closed."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.health.choices import AuditAction, FindingState
from services.health.models import Finding
from services.kit import clock
from services.kit.exceptions import ApplicationError

_S = FindingState
TRANSITIONS: dict[str, tuple[FindingState, ...]] = {
    _S.OPEN: (_S.GUARDIAN_NOTIFIED,),
    _S.GUARDIAN_NOTIFIED: (_S.SEEN_BY_DOCTOR, _S.CANNOT_PAY),
    _S.SEEN_BY_DOCTOR: (_S.CLOSED,),
    _S.CANNOT_PAY: (_S.SEEN_BY_DOCTOR, _S.CLOSED),
    _S.CLOSED: (),
}
# A step taken by mistake can be taken back; a closed finding can be opened again at the step before.
REVERSALS: dict[str, tuple[FindingState, ...]] = {
    _S.OPEN: (),
    _S.GUARDIAN_NOTIFIED: (_S.OPEN,),
    _S.SEEN_BY_DOCTOR: (_S.GUARDIAN_NOTIFIED, _S.CANNOT_PAY),
    _S.CANNOT_PAY: (_S.GUARDIAN_NOTIFIED,),
    _S.CLOSED: (_S.SEEN_BY_DOCTOR, _S.CANNOT_PAY, _S.GUARDIAN_NOTIFIED),
}

_COLUMNS = ("state", "guardian_notified_on", "guardian_responded_on", "closed_on")


class UnableToAdvance(ApplicationError):
    """The finding cannot go to that state; the message lists the possible ones."""


@transaction.atomic
def advance_finding(*, finding: Finding, to: FindingState, by: Actor, now: datetime) -> Finding:
    """Move a finding one step forward or back and set the days of its steps."""
    require_permission(by, Permission.UPDATE_FINDINGS)
    # Locked: two people may record different steps at the same moment.
    fresh = Finding.objects.select_for_update().get(pk=finding.pk)
    before = _S(fresh.state)
    # Somebody else recorded the step a moment ago: no error, no second event.
    if to == before:
        return fresh
    _check_step(before, to)
    _set(fresh, to, now)
    fresh.save(update_fields=_COLUMNS)
    audit.log(AuditAction.FINDING_ADVANCED, target=fresh, by=by, now=now, detail={"from": before, "to": to})
    return fresh


@transaction.atomic
def advance_findings(
    *, findings: Collection[Finding], before: FindingState, to: FindingState, by: Actor, now: datetime
) -> list[Finding]:
    """Move those of the findings that are still in the state `before` one step, and return them.

    Raises UnableToAdvance where no step leads from there.
    """
    require_permission(by, Permission.UPDATE_FINDINGS)
    _check_step(before, to)
    keys = [finding.pk for finding in findings]
    # Locked in the order of their keys: two people with overlapping lists must not deadlock.
    rows = list(Finding.objects.select_for_update().filter(pk__in=keys, state=before).order_by("pk"))
    for row in rows:
        _set(row, to, now)
    Finding.objects.bulk_update(rows, _COLUMNS)
    if rows:
        audit.log(AuditAction.FINDING_ADVANCED, target=rows, by=by, now=now, detail={"from": before, "to": to})
    return rows


def _check_step(before: FindingState, to: FindingState) -> None:
    if to not in (*TRANSITIONS[before], *REVERSALS[before]):
        steps = "、".join(str(state.label) for state in TRANSITIONS[before]) or _("无")
        message = _("现在是“%(state)s”，下一步只能是：%(steps)s。") % {"state": before.label, "steps": steps}
        raise UnableToAdvance(message, field="state")


def _set(finding: Finding, to: FindingState, now: datetime) -> None:
    for name, value in _days(finding, to, clock.local_date(now)).items():
        setattr(finding, name, value)


def _days(finding: Finding, to: FindingState, today: date) -> dict[str, object]:
    """New values: a day once set stays; the days of steps not, or no longer, taken are empty."""
    notified = None if to == _S.OPEN else finding.guardian_notified_on or today
    responded = None if to in {_S.OPEN, _S.GUARDIAN_NOTIFIED} else finding.guardian_responded_on or today
    return {
        "state": to,
        "guardian_notified_on": notified,
        "guardian_responded_on": responded,
        "closed_on": today if to == _S.CLOSED else None,
    }
