"""The one number to ring for a child somebody cares for: no reason asked, a trail row left."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children import access
from services.children.choices import AuditAction, PhoneOwner, VerificationResult
from services.children.models import Child, Guardian, ParentWhereabouts, PhoneNumber
from services.kit.exceptions import ApplicationError

_ORDER = (PhoneOwner.GUARDIAN, PhoneOwner.MOTHER, PhoneOwner.FATHER)
_DEAD = {VerificationResult.NOT_IN_SERVICE, VerificationResult.SUSPENDED, VerificationResult.WRONG_PERSON}


class NoReachableNumber(ApplicationError):
    """No number is known, or none that works, or the child is not the caller's."""


@dataclass(frozen=True)
class CallTarget:
    """Whom one rings. `number` is whole: it goes into one answer and nowhere else."""

    owner: str
    name: str
    relation: str
    number: str
    is_verified: bool


@transaction.atomic
def call_family(*, child: Child, by: Actor, now: datetime) -> CallTarget:
    """The guardian's number, then the parents'; one that was rung and found good before one never tried."""
    require_permission(by, Permission.CALL_FAMILY)
    if not access.recordable_by(by, now).filter(pk=child.pk).exists():
        raise NoReachableNumber(_("这个孩子没有托付给您，不能取电话。"))
    known = [one for one in PhoneNumber.objects.filter(pupil=child.pupil_id) if one.verification not in _DEAD]
    if not known:
        raise NoReachableNumber(_("还没有能打通的电话，请学校管理员登记或核实。"))
    best = min(
        known,
        key=lambda one: (one.verification != VerificationResult.VALID, _ORDER.index(PhoneOwner(one.owner)), one.order),
    )
    audit.log(AuditAction.FAMILY_CALLED, target=child, by=by, now=now, detail={"owner": best.owner})
    name, relation = _who(child, PhoneOwner(best.owner))
    return CallTarget(
        str(PhoneOwner(best.owner).label),
        name,
        relation,
        best.unseal("number"),
        best.verification == VerificationResult.VALID,
    )


def _who(child: Child, of: PhoneOwner) -> tuple[str, str]:
    """Name, and relation where it says more than father or mother does."""
    if of == PhoneOwner.GUARDIAN:
        guardian = Guardian.objects.filter(pupil=child.pupil_id, until__isnull=True).first()
        return (guardian.name, guardian.relation_text) if guardian else ("", "")
    fact = ParentWhereabouts.objects.filter(pupil=child.pupil_id, parent=of, until__isnull=True).first()
    return (fact.name if fact else "", "")
