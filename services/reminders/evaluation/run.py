"""Evaluate rules county by county: a kind at all its schools at once, in a transaction of its own.

Where that fails, each school is evaluated by itself: only the one at fault is left for a retry. Several processes share
the work, because each takes the tenants that no other one holds.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.jobs import occurrences
from services.jobs.models import Occurrence
from services.notify import outbox
from services.notify.alerts import incidents
from services.notify.choices import IncidentKind
from services.reminders.evaluation.due import PendingCounty, pending_counties
from services.reminders.evaluation.facts import Facts, load_facts
from services.reminders.evaluation.groups import Group, TenantPlan, group_tenants
from services.reminders.evaluation.requests import Evaluated, requests_of
from services.reminders.kinds import ReminderKind
from services.schools.scope import ALL_TENANTS, scope, worker_for_schools

log = logging.getLogger(__name__)
ALL_KINDS = "reminders"  # the source of an incident that concerns no single kind


@dataclass
class EvaluationResult:
    """Counts of one evaluation."""

    tenants: int = 0
    notifications: int = 0
    failed: int = 0  # rules at tenants
    split: int = 0  # rules evaluated school by school because they failed for all at once

    def add(self, other: "EvaluationResult") -> None:
        self.tenants += other.tenants
        self.notifications += other.notifications
        self.failed += other.failed
        self.split += other.split


def evaluate_due_rules(now: datetime, county: UUID | None = None) -> EvaluationResult:
    """Evaluate what is due, in all counties or in the one with this public id. Idempotent, also when several run."""
    result = EvaluationResult()
    for pending in pending_counties(now, county):
        try:
            result.add(_CountyEvaluation(pending, now).run())
        except Exception as error:  # noqa: BLE001  one county's failure is logged and becomes an incident, the rest run
            log.error("county_failed", extra={"schedule": ALL_KINDS, "error": type(error).__name__})
            result.failed += 1
            _open_incident(pending.county_id, None, ALL_KINDS, now)
    return result


class _CountyEvaluation:
    """One county's evaluation at one moment."""

    def __init__(self, county: PendingCounty, now: datetime) -> None:
        self.county, self.now, self.result = county, now, EvaluationResult(tenants=len(county.tenants))
        schools = [school_id for school_id in county.tenants if school_id is not None]
        self.schools = worker_for_schools(schools, county.county_id)

    def run(self) -> EvaluationResult:
        self._create_occurrences()
        shared = load_facts(self.schools, self.now)
        for kind, tenants in self.county.kinds:
            for group in group_tenants(self.county.county_id, tenants, self.now):
                self._try(kind, group, shared)
        return self.result

    def _create_occurrences(self) -> None:
        with scope(self.schools):
            occurrences.create(
                (
                    (tenant.school_id, kind.schedule, due_at)
                    for kind, tenants in self.county.kinds
                    for tenant in tenants
                    for due_at, _settings in tenant.moments
                ),
                now=self.now,
            )

    def _try(self, kind: ReminderKind, group: Group, facts: Facts) -> None:
        try:
            self.result.notifications += evaluate_group(kind, group, facts)
        except Exception as error:  # noqa: BLE001  logged; the failure of one school becomes an incident
            log.error("rule_failed", extra={"kind": kind.key, "error": type(error).__name__})
            if len(group.plans) == 1:
                self._record_failure(kind, group)
            else:
                self.result.split += 1
                for single in group.singles():
                    self._try(kind, single, facts)

    def _record_failure(self, kind: ReminderKind, group: Group) -> None:
        """The transaction of the notifications was rolled back; the failure itself is kept."""
        self.result.failed += 1
        [plan] = group.plans
        try:
            with scope(group.scope):
                for due_at in plan.moments:
                    occurrences.record_failure(schedule=kind.schedule, due_at=due_at, now=self.now)
        except Exception as error:  # noqa: BLE001  the database may be restarting; the next evaluation tries again
            log.error("failure_not_recorded", extra={"schedule": kind.schedule, "error": type(error).__name__})
        _open_incident(self.county.county_id, plan.school_id, kind.key, self.now)


def evaluate_group(kind: ReminderKind, group: Group, facts: Facts) -> int:
    """Claim a kind's occurrences at some tenants and write their notifications; the count of new ones."""
    with scope(group.scope):
        moments = {plan.school_id: plan.moments for plan in group.plans}
        claimed = occurrences.claim_by_tenant(kind.schedule, moments, now=facts.now)
        ours = group.only(claimed)
        rows = {row.pk: row for tenant_rows in claimed.values() for row in tenant_rows}
        if not rows:
            return 0
        for number, dates in enumerate(group.searches):  # a later moment sees what an earlier one wrote
            evaluations = {plan.school_id: _evaluated(plan, number, claimed, facts) for plan in ours.plans}
            requests = requests_of(kind, dates, evaluations, facts.directory.of_schools(ours.school_ids), facts.now)
            for notification in outbox.write(requests):
                rows[notification.occurrence_id or 0].result_count += 1
        for plan in ours.plans:
            for row, decision in zip(claimed[plan.school_id], plan.decisions, strict=True):
                row.skip_reason = decision.skip_reason
        occurrences.finish_many(rows.values(), now=facts.now)
        return sum(row.result_count for row in rows.values())


def _evaluated(
    plan: TenantPlan, number: int, claimed: Mapping[int | None, Sequence[Occurrence]], facts: Facts
) -> Evaluated:
    """The `number`th decision of a tenant that sends something, with its occurrence."""
    decision = plan.covering[number]
    [occurrence] = (row for row in claimed[plan.school_id] if row.due_at == decision.due_at)
    return Evaluated(occurrence, decision, facts.context_of(plan))


def _open_incident(county_id: int, school_id: int | None, source: str, now: datetime) -> None:
    try:
        with scope(ALL_TENANTS):
            incidents.open_incident(
                IncidentKind.RULE_FAILED, source=source, now=now, county_id=county_id, school_id=school_id
            )
    except Exception as error:  # noqa: BLE001  the database may be restarting; the failure repeats or is over
        log.error("failure_not_recorded", extra={"schedule": source, "error": type(error).__name__})
