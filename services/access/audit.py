"""The trail: every write, and every read of a child's record, leaves a row in the same transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from services.access.actor import Actor
from services.access.models import AuditEvent


def log(
    action: str,
    *,
    about: object = (),
    by: Actor | None,
    now: datetime,
    purpose: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Leave a row: `deed` like "care.pairing_created", `about` an object with a public id, or several, or ids.

    `detail` holds names of fields and counts, never a person's data. by=None: a worker acted.
    """
    things = list(about) if isinstance(about, Iterable) and not isinstance(about, str) else [about]
    AuditEvent.objects.create(
        recorded_at=now,
        user_id=by.user_id if by else None,
        role=by.role if by else "",
        action=action,
        subject=type(things[0])._meta.label_lower if things and hasattr(things[0], "_meta") else "",
        target=[_public_id(thing) for thing in things],
        purpose=purpose,
        detail=detail or {},
    )


def _public_id(thing: object) -> str:
    return str(thing if isinstance(thing, UUID | str) else getattr(thing, "public_id", ""))
