"""The audit log: every write, and every read of a child's record, leaves an event in the same transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.access.audit_actions import AuditActionChoices, is_registered
from services.access.models import AuditEvent

Target = Model | UUID | str  # a row with a public id, or its public id


class ActorWithoutPerson(PermissionDenied):
    """The actor has no row of staff or of an officer, so the event would name nobody."""


def log(
    action: AuditActionChoices,
    *,
    target: Target | Iterable[Target] = (),
    by: Actor | None,
    now: datetime,
    purpose: str = "",
    detail: Mapping[str, object] | None = None,
    county_id: int | None = None,
    school_id: int | None = None,
    operator: str = "",
) -> None:
    """Write an audit event about one target, several or none.

    `by` is None where a worker acts by itself, or where the operator does, whose name is `operator`.

    `county_id` names the tenant where the scope does not: the operator acts in none. `school_id` puts what the county
    does into the log of one of its schools. `detail` holds field names and
    counts, never a person's data. Raises TypeError for an action of no app, ActorWithoutPerson for an actor whom the
    log could not name.
    """
    if not is_registered(action):
        raise TypeError(f"not a registered audit action: {action!r}")
    if by and not by.is_person:
        raise ActorWithoutPerson(_("您的账号没有对应的人员，请联系管理员。"))
    targets = [target] if isinstance(target, Target) else list(target)
    AuditEvent.objects.create(
        recorded_at=now,
        user_id=by.user_id if by else None,
        role=by.role if by else "",
        operator=operator,
        action=action.value,
        target_model=targets[0]._meta.label_lower if targets and isinstance(targets[0], Model) else "",
        target=[_public_id(row) for row in targets],
        purpose=purpose,
        detail=dict(detail or {}),
        **({"county_id": county_id, "school_id": None} if county_id else {}),
        **({"school_id": school_id} if school_id else {}),
    )


def _public_id(target: Target) -> str:
    return str(getattr(target, "public_id", "") if isinstance(target, Model) else target)
