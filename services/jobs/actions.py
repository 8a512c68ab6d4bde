"""Asking for long work."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction

from services.access.actor import Actor
from services.jobs.models import IdempotencyKey, Job
from services.kit import dispatch
from services.schools import scope

IDEMPOTENCY_KEY_TTL = timedelta(hours=24)


@transaction.atomic
def enqueue(
    *,
    kind: models.TextChoices,
    subject: UUID | None,
    by: Actor | None,
    now: datetime,
    total: int = 0,
    given: Mapping[str, Any] | None = None,
) -> Job:
    """Put a job in the open scope's school or county; a worker begins when this transaction has committed."""
    here = scope.current()
    place = {"school_id": here.school_id, "county_id": here.county_id}
    if here.county_id is None and by is not None:
        place = {"school_id": by.school_id, "county_id": by.county_id}
    job = Job.objects.create(
        kind=kind,
        subject=subject,
        arguments=dict(given or {}),
        requested_by_id=by.user_id if by else None,
        requested_as=by.role if by else "",
        membership_id=by.membership_id if by else None,
        created_at=now,
        total=total,
        **place,
    )
    dispatch.delay_on_commit("workers.jobs.run", str(job.public_id))
    return job


def purge_idempotency_keys(*, now: datetime) -> int:
    """Delete the answers kept for repeated requests longer ago than a day; how many."""
    deleted, _each = IdempotencyKey.objects.filter(created_at__lt=now - IDEMPOTENCY_KEY_TTL).delete()
    return deleted
