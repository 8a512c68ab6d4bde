"""Evaluate rules tenant by tenant, each in its own scope and transaction. A rule that fails stops no other."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from django.db import transaction

from services.access.roles import Role
from services.jobs import occurrences
from services.jobs.models import Occurrence
from services.kit.clock import local_date
from services.notify import outbox
from services.notify.alerts import incidents
from services.notify.choices import IncidentKind
from services.reminders import calendars, queries, recipients
from services.reminders.evaluation import catch_up, compose, escalation
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.evaluation.due import DueOccurrence, PendingTenant, pending_tenants
from services.reminders.evaluation.requests import requests_of, root_id
from services.reminders.kinds import DateWindow, Recipient, ReminderKind
from services.reminders.message_templates import rendering
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, current, for_county, scope

log = logging.getLogger(__name__)


@dataclass
class EvaluationResult:
    """Counts of one evaluation."""

    tenants: int = 0
    notifications: int = 0
    failed: int = 0  # rules


def evaluate_due_rules(now: datetime) -> EvaluationResult:
    """Evaluate all due rules of all tenants. Idempotent, also when several run at once."""
    result = EvaluationResult()
    officers: dict[int, list[Recipient]] = {}
    for tenant in pending_tenants(now):
        try:
            if tenant.county_id not in officers:  # read once per county, not per school
                officers[tenant.county_id] = _officers(tenant.county_id, local_date(now))
            notifications, failed = evaluate_tenant(tenant, now, officers[tenant.county_id])
        except Exception as error:  # noqa: BLE001  one tenant's failure is logged and becomes an incident, the rest run
            log.error("tenant_failed", extra={"schedule": "reminders", "error": type(error).__name__})
            notifications, failed = 0, [occurrence.kind.key for occurrence in tenant.occurrences]
            _record_failures(tenant, now)
        _open_incidents(tenant, failed, now)
        result.tenants += 1
        result.notifications += notifications
        result.failed += len(failed)
    return result


def evaluate_tenant(tenant: PendingTenant, now: datetime, officers: Sequence[Recipient] = ()) -> tuple[int, list[str]]:
    """Evaluate the due rules of a tenant; the count of notifications, and the kinds that failed."""
    due = {(row.kind.schedule, row.due_at): row for row in tenant.occurrences}
    failed: list[str] = []
    with scope(tenant.scope):
        context = _context(tenant, now, officers)
        rows = occurrences.claim_many(due.keys(), now=now)
        for _schedule, group in groupby(rows, key=lambda row: row.schedule):
            claimed = list(group)
            same_kind = [due[row.schedule, row.due_at] for row in claimed]
            if not _evaluate_kind(same_kind[0].kind, claimed, same_kind, context):
                failed.append(same_kind[0].kind.key)
        occurrences.save_many(rows)
    return sum(row.result_count for row in rows), failed


def remind_now(kind: str, now: datetime) -> int:
    """Remind of everything that is late, in the open scope, at most once a day per item; the count."""
    reminder_kind, settings, today = queries.require_kind(kind), queries.settings_for(kind), local_date(now)
    tenant = current()
    assert tenant.county_id is not None, "rules belong to a tenant"  # noqa: S101
    days = calendars.load_calendars(today).of(tenant.county_id, tenant.school_id)
    context = EvaluationContext(now, days, rendering.load_templates())
    late = DateWindow(begins=today - calendars.BEHIND, ends=today - timedelta(days=1), today=today, now=now)
    chains = escalation.open_escalations(reminder_kind)
    return outbox.add_many(
        compose.compose_reminder(reminder_kind, item, settings, today, context, escalated_from_id=root_id(item, chains))
        for item in recipients.find_items(reminder_kind, late)
    )


def _officers(county_id: int, today: date) -> list[Recipient]:
    """Read in the county's scope: a school cannot see officers."""
    with scope(for_county(county_id)):
        return recipients.officers(today, Role.COUNTY, Role.COUNTY_LEAD)


def _context(tenant: PendingTenant, now: datetime, officers: Sequence[Recipient]) -> EvaluationContext:
    make = partial(EvaluationContext, now, tenant.days, rendering.load_templates(), officers)
    if tenant.school_id is None:
        return make()
    school = School.objects.only("name", "public_id").get(pk=tenant.school_id)
    return make(school_name=school.name, school_path=f"/schools/{school.public_id}/")


def _evaluate_kind(
    kind: ReminderKind, rows: Sequence[Occurrence], due: Sequence[DueOccurrence], context: EvaluationContext
) -> bool:
    """Write the notifications of a kind. False when it fails: its occurrences are retried after a while."""
    try:
        with transaction.atomic():
            _add_notifications(kind, rows, due, context)
    except Exception as error:  # noqa: BLE001  the failure becomes an incident, the tenant's other rules run
        log.error("rule_failed", extra={"kind": kind.key, "error": type(error).__name__})
        for row in rows:  # the transaction of the notifications is rolled back, the failure itself is kept
            row.finished_at, row.result_count, row.skip_reason, row.failures = None, 0, "", row.failures + 1
            row.claimed_at = context.now
        return False
    return True


def _add_notifications(
    kind: ReminderKind, rows: Sequence[Occurrence], due: Sequence[DueOccurrence], context: EvaluationContext
) -> None:
    decisions = catch_up.plan_catch_up([(row.due_at, row.settings) for row in due], context.now)
    for row, decision in zip(rows, decisions, strict=True):
        row.finished_at, row.skip_reason = context.now, decision.skipped
        row.result_count = outbox.add_many(requests_of(kind, decision, row, context)) if decision.covers else 0


def _record_failures(tenant: PendingTenant, now: datetime) -> None:
    try:
        with scope(tenant.scope):
            for row in tenant.occurrences:
                occurrences.record_failure(schedule=row.kind.schedule, due_at=row.due_at, now=now)
    except Exception as error:  # noqa: BLE001  the database may be restarting; the next evaluation tries again
        log.error("failure_not_recorded", extra={"schedule": "reminders", "error": type(error).__name__})


def _open_incidents(tenant: PendingTenant, failed: Sequence[str], now: datetime) -> None:
    with scope(ALL_TENANTS):
        for key in failed:
            incidents.open_incident(
                IncidentKind.RULE_FAILED, source=key, now=now, county_id=tenant.county_id, school_id=tenant.school_id
            )
