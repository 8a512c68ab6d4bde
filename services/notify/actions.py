"""What a reader does with notices."""

from datetime import datetime

from django.db import transaction

from services.access.actor import Actor
from services.notify import queries
from services.notify.models import Notice


@transaction.atomic
def read(*, notice: Notice, now: datetime) -> None:
    """Mark one as read; the first time counts."""
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])


@transaction.atomic
def read_all(*, by: Actor, now: datetime) -> int:
    """Mark everything of this person as read; how many were new."""
    return queries.inbox_of(by).filter(read_at=None).update(read_at=now)
