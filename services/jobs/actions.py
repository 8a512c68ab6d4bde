"""Job actions: enqueue a job."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction

from services.access.actor import Actor
from services.jobs.models import Job
from services.kit import dispatch
from services.schools import scope

# A client that retries does so within minutes; a day also covers a laptop that was closed over night.
IDEMPOTENCY_KEY_TTL = timedelta(hours=24)


@transaction.atomic
def enqueue(
    *,
    kind: models.TextChoices,
    target_id: UUID | None,
    by: Actor | None,
    now: datetime,
    total: int = 0,
    arguments: Mapping[str, object] | None = None,
) -> Job:
    """Create a job of the open scope's school or county; a worker starts it after the transaction has committed.

    `target_id` is the public id of what it works on. `arguments` are JSON values, never a person's data.
    `total` is the number of rows to do, 0 where it is not known yet.
    """
    current = scope.current_scope()
    # A cross-tenant worker has no tenant of its own: the job then belongs to the tenant of its actor.
    tenant = by if current.county_id is None and by is not None else current
    job = Job.objects.create(
        kind=kind,
        target_id=target_id,
        arguments=dict(arguments or {}),
        requested_by_id=by.user_id if by else None,
        requested_as=by.role if by else "",
        membership_id=by.membership_id if by else None,
        created_at=now,
        total=total,
        school_id=tenant.school_id,
        county_id=tenant.county_id,
    )
    # On commit: a worker that is quicker than this transaction would look for a job that is not there yet. A lost
    # message costs nothing, because the sweep finds the row.
    dispatch.delay_on_commit("workers.jobs.run", str(job.public_id))
    return job
