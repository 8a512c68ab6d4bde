"""Delete expired rows batch by batch; list those about children for confirmation, and delete confirmed lists."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.files.actions import remove_orphans
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.kit.database import locks
from services.kit.exceptions import ApplicationError
from services.retention.choices import AuditAction, JobKind
from services.retention.models import Deletion, RetentionList
from services.retention.rules import RULES, RetentionRule
from services.schools.models import County
from services.schools.scope import ALL_TENANTS, scope, worker_for_county

MAX_BATCHES = 100  # of one rule and run; the next night takes the rest
MAX_TARGETS = 2000  # of one list: more than a person reads, and a bound for its row
Progress = Callable[[int, int, str], None]


class UnableToConfirm(ApplicationError):
    """The list has been confirmed, or has changed since it was read."""


@transaction.atomic
def request_purge(*, county: County, now: datetime) -> Job:
    """Enqueue the nightly purge of the open scope's county."""
    return jobs.enqueue(kind=JobKind.PURGE, target_id=county.public_id, by=None, now=now)


def purge_shared(*, now: datetime) -> dict[str, int]:
    """Delete what has no county, or is ordered by age over all of them; rows by rule. Outside any scope.

    `orphans` are files that a crash left without a row.
    """
    counts = {rule.key: _purge(rule, None, now) for rule in RULES if rule.where != "county"}
    return {**counts, "orphans": remove_orphans(now=now)}


def purge_county(*, county_id: int, now: datetime, progress: Progress | None = None) -> dict[str, int]:
    """Delete what is over at one county; rows by rule. Outside any scope: each batch opens its own.

    Rows about children go only by a confirmed list; where there is none, one is drawn up.
    """
    rules = [rule for rule in RULES if rule.where == "county"]
    counts: dict[str, int] = {}
    for number, rule in enumerate(rules):
        if progress:
            progress(number, len(rules), str(rule.title))
        if rule.is_personal:
            counts[rule.key] = _purge_confirmed(rule, county_id, now)
            with scope(worker_for_county(county_id)):
                draw_list(rule=rule, county_id=county_id, now=now)
        else:
            counts[rule.key] = _purge(rule, county_id, now)
    return counts


@transaction.atomic
def draw_list(*, rule: RetentionRule, county_id: int, now: datetime) -> RetentionList | None:
    """List the rows of a personal rule whose time is over; None where there are none, or a list is open."""
    # Two nightly jobs of a county that overlap must not draw up two lists.
    locks.wait("retention.list", f"{county_id}:{rule.key}")
    if RetentionList.objects.filter(county=county_id, kind=rule.key, finished_at=None).exists():
        return None
    due = rule.due(county_id, rule.cutoff(now)).values_list("public_id", flat=True)
    targets = [str(public_id) for public_id in due[:MAX_TARGETS]]
    if not targets:
        return None
    return RetentionList.objects.create(
        county_id=county_id, kind=rule.key, cutoff=rule.cutoff(now), targets=targets, total=len(targets), drawn_at=now
    )


@transaction.atomic
def confirm_list(*, retention_list: RetentionList, by: Actor, now: datetime) -> None:
    """Let the rows of a list be deleted tonight. Raises UnableToConfirm."""
    require_permission(by, Permission.CONFIRM_DELETION)
    # In the condition of the update, not read before it: of two who confirm at once one is recorded.
    waiting = RetentionList.objects.filter(pk=retention_list.pk, confirmed_at=None)
    if not waiting.update(confirmed_at=now, confirmed_by_id=by.user_id):
        raise UnableToConfirm(_("这份清单已经确认过。"))
    detail = {"kind": retention_list.kind, "total": retention_list.total}
    audit.log(AuditAction.LIST_CONFIRMED, target=retention_list, by=by, now=now, detail=detail)


def _purge_confirmed(rule: RetentionRule, county_id: int, now: datetime) -> int:
    """Delete what stands on the confirmed list of a rule and is still over; the list is finished with it."""
    total = 0
    for _batch in range(MAX_BATCHES):
        with scope(worker_for_county(county_id)):
            confirmed = RetentionList.objects.select_for_update().filter(
                county=county_id, kind=rule.key, finished_at=None, confirmed_at__isnull=False
            )
            current = confirmed.first()
            if current is None:
                return total
            # By the cutoff and the ids of the list, not those of tonight: nothing goes that the person has not read.
            rows = rule.due(county_id, current.cutoff).filter(public_id__in=current.targets)
            deleted = _delete_batch(rule, rows, county_id, current.cutoff, now, current)
            total += deleted
            current.deleted += deleted
            # What is needed again meanwhile stays, and may stand on a later list.
            if not deleted:
                current.finished_at, current.targets = now, []
                detail = {"kind": rule.key, "count": current.deleted}
                audit.log(AuditAction.LIST_PURGED, target=current, by=None, now=now, detail=detail, county_id=county_id)
            current.save(update_fields=["deleted", "finished_at", "targets"])
    return total


def _purge(rule: RetentionRule, county_id: int | None, now: datetime) -> int:
    """Delete the rows of a rule that no person has to read first, at most MAX_BATCHES batches."""
    purge_batch = _purge_logins if rule.where == "logins" else _purge_rows
    total = 0
    for _batch in range(MAX_BATCHES):
        deleted = purge_batch(rule, county_id, now)
        if not deleted:
            break
        total += deleted
    return total


def _purge_rows(rule: RetentionRule, county_id: int | None, now: datetime) -> int:
    with scope(worker_for_county(county_id) if county_id else ALL_TENANTS):
        rows = rule.due(county_id, rule.cutoff(now))
        return _delete_batch(rule, rows, county_id, rule.cutoff(now), now)


def _purge_logins(rule: RetentionRule, _county_id: int | None, now: datetime) -> int:
    """Of tables that no scope can read; only what went is recorded in one."""
    with transaction.atomic():
        ids = list(rule.due(None, rule.cutoff(now)).values_list("pk", flat=True)[: rule.batch])
        if ids:
            rule.purge(ids)
    if ids:
        with scope(ALL_TENANTS):
            _record(rule, len(ids), None, rule.cutoff(now), now)
    return len(ids)


def _delete_batch(
    rule: RetentionRule,
    rows: QuerySet[Any],
    county_id: int | None,
    cutoff: datetime,
    now: datetime,
    retention_list: RetentionList | None = None,
) -> int:
    """Delete the oldest rows of a query, and record how many went in the same transaction."""
    ids = list(rows.values_list("pk", flat=True)[: rule.batch])
    if ids:
        rule.purge(ids)
        _record(rule, len(ids), county_id, cutoff, now, retention_list)
    return len(ids)


def _record(
    rule: RetentionRule,
    count: int,
    county_id: int | None,
    cutoff: datetime,
    now: datetime,
    retention_list: RetentionList | None = None,
) -> None:
    Deletion.objects.create(
        county_id=county_id, kind=rule.key, cutoff=cutoff, count=count, deleted_at=now, retention_list=retention_list
    )
