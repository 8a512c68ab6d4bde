"""Get the number to call for a child: needs no reason, unlike unmasking, and leaves an audit event."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children import access
from services.children.choices import GUARDIANS, UNUSABLE_RESULTS, AuditAction, PhoneOwner, VerificationResult
from services.children.models import Child, ParentWhereabouts, PhoneNumber
from services.children.queries.family import current_guardians
from services.kit.exceptions import ApplicationError

_PREFERRED = (*GUARDIANS.values(), PhoneOwner.MOTHER, PhoneOwner.FATHER)


class UnableToCall(ApplicationError):
    """No number is known, none works, or the child is not assigned to the caller."""


@dataclass(frozen=True)
class CallTarget:
    """Whom to call. `number` is unmasked: show it in one response and store it nowhere."""

    owner: str
    name: str
    relation: str
    number: str
    is_verified: bool


@transaction.atomic
def get_number_to_call(*, child: Child, by: Actor, now: datetime) -> CallTarget:
    """Get the number to call: a valid one first, then the guardian's, then a parent's. Raises UnableToCall."""
    require_permission(by, Permission.CALL_FAMILY)
    if not access.recordable_by(by, now).filter(pk=child.pk).exists():
        raise UnableToCall(_("这个孩子没有托付给您，不能取电话。"))
    usable = [
        row for row in PhoneNumber.objects.filter(pupil=child.pupil_id) if row.verification not in UNUSABLE_RESULTS
    ]
    if not usable:
        raise UnableToCall(_("还没有能打通的电话，请学校管理员登记或核实。"))
    best = min(
        usable,
        key=lambda row: (
            row.verification != VerificationResult.VALID,
            _PREFERRED.index(PhoneOwner(row.owner)),
            row.order,
        ),
    )
    # the event names whose number it was, never the number
    audit.log(AuditAction.FAMILY_CALLED, target=child, by=by, now=now, detail={"owner": best.owner})
    name, relation = _name_and_relation(child, PhoneOwner(best.owner))
    return CallTarget(
        str(PhoneOwner(best.owner).label),
        name,
        relation,
        best.unseal("number"),
        best.verification == VerificationResult.VALID,
    )


def _name_and_relation(child: Child, owner: PhoneOwner) -> tuple[str, str]:
    """Name and relation; a parent's relation is clear from the owner."""
    if owner in GUARDIANS.values():
        guardian = current_guardians(child.pupil).filter(order=list(GUARDIANS.values()).index(owner) + 1).first()
        return (guardian.name, guardian.relation_text) if guardian else ("", "")
    parent = ParentWhereabouts.objects.filter(pupil=child.pupil_id, parent=owner, until__isnull=True).first()
    return (parent.name if parent else "", "")
