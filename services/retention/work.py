"""Rows of background work and messages: which have expired, and how they are deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from services.audit_log import queries as audit_log
from services.audit_log.actions import remove_seals
from services.audit_log.models import AuditSeal
from services.files import actions as files
from services.files.models import StoredFile
from services.jobs.choices import JobState
from services.jobs.models import IdempotencyKey, Job, Occurrence
from services.jobs.occurrences import MAX_FAILURES
from services.kit.database import bulk
from services.notify.actions import retention as notifications
from services.notify.models import Notification, SystemIncident
from services.retention.dependents import references

FINISHED = (JobState.DONE, JobState.FAILED)


def due_occurrences(county_id: int | None, before: datetime) -> QuerySet[Occurrence]:
    """Occurrences finished or given up, in the order of the index (county, due_at): a batch reads one range of it."""
    is_over = Q(finished_at__isnull=False) | Q(failures__gte=MAX_FAILURES)
    return Occurrence.objects.filter(is_over, county=county_id, due_at__lt=before).order_by("due_at", "pk")


def purge_occurrences(ids: Sequence[int]) -> int:
    # A notification outlives what it was written in; the database has no foreign key here that would do it.
    Notification.objects.filter(occurrence__in=ids).update(occurrence=None)
    return bulk.delete_by_key(Occurrence, ids)


def due_jobs(county_id: int | None, before: datetime) -> QuerySet[Job]:
    """Finished jobs that no plan, import or round refers to."""
    rows = Job.objects.filter(county=county_id, state__in=FINISHED, finished_at__lt=before)
    for model, field in references(Job):
        rows = rows.filter(~Exists(model.objects.filter(**{field: OuterRef("pk")})))
    return rows.order_by("pk")


def purge_jobs(ids: Sequence[int]) -> int:
    return bulk.delete_by_key(Job, ids)


def due_files(county_id: int | None, before: datetime) -> QuerySet[StoredFile]:
    """Files that no attachment, export or upload refers to: what they belonged to has been deleted."""
    rows = StoredFile.objects.filter(county=county_id, created_at__lt=before)
    for model, field in references(StoredFile):
        rows = rows.filter(~Exists(model.objects.filter(**{field: OuterRef("pk")})))
    return rows.order_by("pk")


def purge_files(ids: Sequence[int]) -> int:
    rows = list(StoredFile.objects.filter(pk__in=ids))
    files.delete(rows)
    return len(rows)


def due_idempotency_keys(county_id: int | None, before: datetime) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(county=county_id, created_at__lt=before).order_by("pk")


def purge_idempotency_keys(ids: Sequence[Any]) -> int:
    return bulk.delete_by_key(IdempotencyKey, ids)


def due_notifications(_county_id: int | None, before: datetime) -> QuerySet[Notification]:
    """Of all counties: the index orders them by age alone."""
    return notifications.due(before)


def purge_notifications(ids: Sequence[int]) -> int:
    return notifications.purge(ids)


def due_incidents(_county_id: int | None, before: datetime) -> QuerySet[SystemIncident]:
    return notifications.due_incidents(before)


def purge_incidents(ids: Sequence[int]) -> int:
    return bulk.delete_by_key(SystemIncident, ids)


def due_audit_seals(county_id: int | None, before: datetime) -> QuerySet[AuditSeal]:
    """The oldest links of the chain, each with its thousand events: only whole seals leave it verifiable."""
    return audit_log.seals_before(county_id, before)


def purge_audit_seals(ids: Sequence[int]) -> int:
    seals = list(AuditSeal.objects.filter(pk__in=ids))
    remove_seals(seals)
    return len(seals)
