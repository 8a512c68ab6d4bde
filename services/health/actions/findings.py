"""An abnormal result followed to its close: the guardian told, the doctor seen or the money missing, closed."""

from datetime import date, datetime
from typing import Any

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
# A step taken by mistake is taken back; a closed one is followed anew from where it stood.
REVERSALS: dict[str, tuple[FindingState, ...]] = {
    _S.OPEN: (),
    _S.GUARDIAN_NOTIFIED: (_S.OPEN,),
    _S.SEEN_BY_DOCTOR: (_S.GUARDIAN_NOTIFIED, _S.CANNOT_PAY),
    _S.CANNOT_PAY: (_S.GUARDIAN_NOTIFIED,),
    _S.CLOSED: (_S.SEEN_BY_DOCTOR, _S.CANNOT_PAY, _S.GUARDIAN_NOTIFIED),
}


class UnableToAdvance(ApplicationError):
    """The sentence says which steps there are."""


@transaction.atomic
def advance_finding(*, finding: Finding, to: FindingState, by: Actor, now: datetime) -> Finding:
    """One step on, or one back; each keeps its day."""
    require_permission(by, Permission.UPDATE_FINDINGS)
    fresh = Finding.objects.select_for_update().get(pk=finding.pk)
    before = _S(fresh.state)
    if to == before:
        return fresh
    if to not in (*TRANSITIONS[before], *REVERSALS[before]):
        steps = "、".join(str(each.label) for each in TRANSITIONS[before]) or _("无")
        words = _("现在是“%(state)s”，下一步只能是：%(steps)s。") % {"state": before.label, "steps": steps}
        raise UnableToAdvance(words, field="state")
    values = _days(fresh, to, clock.local_date(now))
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(values))
    audit.log(AuditAction.FINDING_ADVANCED, target=fresh, by=by, now=now, detail={"from": before, "to": to})
    return fresh


def _days(finding: Finding, to: FindingState, today: date) -> dict[str, Any]:
    """State and days: a day once written stays, those of steps not (or no longer) taken are empty."""
    told = None if to == _S.OPEN else finding.guardian_notified_on or today
    answered = None if to in {_S.OPEN, _S.GUARDIAN_NOTIFIED} else finding.guardian_responded_on or today
    return {
        "state": to,
        "guardian_notified_on": told,
        "guardian_responded_on": answered,
        "closed_on": today if to == _S.CLOSED else None,
    }
