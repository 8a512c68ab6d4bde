"""One round: from place to place, each in its own scope and transaction; one rule that fails takes no other with it."""

import logging
from collections.abc import Mapping, Sequence
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
from services.notify.requests import NotificationRequest
from services.reminders import calendars, recipients, rules
from services.reminders.evaluation import catch_up, compose, escalation
from services.reminders.evaluation.catch_up import CatchUpDecision
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.evaluation.due import DueOccurrence, PendingTenant, pending_tenants
from services.reminders.kinds import DateWindow, Recipient, ReminderItem, ReminderKind
from services.reminders.message_templates import rendering
from services.reminders.schedule import matches, window
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, current, for_county, scope

log = logging.getLogger(__name__)


@dataclass
class EvaluationResult:
    """What a round did."""

    tenants: int = 0
    notifications: int = 0
    failed: int = 0  # rules, or whole places


def evaluate_due_rules(now: datetime) -> EvaluationResult:
    """Let every rule speak whose moment has come. Running again, or several at once, tells nobody twice."""
    told = EvaluationResult()
    officers: dict[int, list[Recipient]] = {}
    for place in pending_tenants(now):
        try:
            if place.county_id not in officers:
                officers[place.county_id] = _officers(place.county_id, local_date(now))
            notifications, failed = evaluate_tenant(place, now, officers[place.county_id])
        except Exception as error:  # noqa: BLE001  one place must neither stop the others nor vanish
            log.error("place_failed", extra={"plan": "remind", "error": type(error).__name__})
            notifications, failed = 0, [tick.kind.key for tick in place.occurrences]
            _count_failures(place, now)
        _raise_incidents(place, failed, now)
        told = EvaluationResult(told.tenants + 1, told.notifications + notifications, told.failed + len(failed))
    return told


def evaluate_tenant(place: PendingTenant, now: datetime, officers: Sequence[Recipient] = ()) -> tuple[int, list[str]]:
    """Settle what a place is owed; how many notices that put, and the rules that failed."""
    ticks = {(tick.plan, tick.due_at): tick for tick in place.occurrences}
    failed: list[str] = []
    with scope(place.scope):
        here = _here(place, now, officers)
        rows = occurrences.claim_many(ticks.keys(), now=now)
        for _plan, group in groupby(rows, key=lambda row: row.schedule):
            same = list(group)
            its = [ticks[row.schedule, row.due_at] for row in same]
            if not _safely(its[0].kind, same, its, here):
                failed.append(its[0].kind.key)
        occurrences.save_many(rows)
    return sum(row.result_count for row in rows), failed


def remind_now(kind: str, now: datetime) -> int:
    """As somebody asks for it, in the open scope: of everything that is late by now, at most once a day each."""
    found, terms, today = rules.require_kind(kind), rules.settings_for(kind), local_date(now)
    where = current()
    assert where.county_id is not None, "rules speak at a place"  # noqa: S101
    days = calendars.load_calendars(today).of(where.county_id, where.school_id)
    here = EvaluationContext(now, days, rendering.load_templates())
    late = DateWindow(begins=today - calendars.BEHIND, ends=today - timedelta(days=1), today=today, now=now)
    chains = escalation.open_escalations(found)
    return outbox.add_many(
        compose.compose_reminder(found, item, terms, today, here, escalated_from_id=_root(item, chains))
        for item in recipients.find_items(found, late)
    )


def _officers(county_id: int, today: date) -> list[Recipient]:
    """Who is told at last; a school does not know them."""
    with scope(for_county(county_id)):
        return recipients.officers(today, Role.COUNTY, Role.COUNTY_LEAD)


def _here(place: PendingTenant, now: datetime, officers: Sequence[Recipient]) -> EvaluationContext:
    make = partial(EvaluationContext, now, place.days, rendering.load_templates(), officers)
    if place.school_id is None:
        return make()
    school = School.objects.only("name", "public_id").get(pk=place.school_id)
    return make(school_name=school.name, school_path=f"/schools/{school.public_id}/")


def _safely(
    kind: ReminderKind, rows: Sequence[Occurrence], ticks: Sequence[DueOccurrence], here: EvaluationContext
) -> bool:
    """Whether the rule could speak; if not, its ticks are counted as failed and come again after a rest."""
    try:
        with transaction.atomic():
            _speak(kind, rows, ticks, here)
    except Exception as error:  # noqa: BLE001  an incident tells of it, and the place's other rules speak
        log.error("rule_failed", extra={"kind": kind.key, "error": type(error).__name__})
        for row in rows:
            row.finished_at, row.result_count, row.skip_reason, row.failures = None, 0, "", row.failures + 1
            row.claimed_at = here.now
        return False
    return True


def _speak(
    kind: ReminderKind, rows: Sequence[Occurrence], ticks: Sequence[DueOccurrence], here: EvaluationContext
) -> None:
    plan = catch_up.plan_catch_up([(tick.due_at, tick.terms) for tick in ticks], here.now)
    for row, said in zip(rows, plan, strict=True):
        row.finished_at, row.skip_reason = here.now, said.skipped
        row.result_count = outbox.add_many(_wanted(kind, said, row, here)) if said.covers else 0


def _wanted(
    kind: ReminderKind, said: CatchUpDecision, row: Occurrence, here: EvaluationContext
) -> list[NotificationRequest]:
    """What a tick tells: of each item on its days, and on the ladder."""
    windows = [found for day in said.covers if (found := window(said.terms, here.days, day))]
    if not windows:
        return []
    chains = escalation.open_escalations(kind) if said.terms.escalation_days else {}
    # For the ladder everything that is still open is found, however old.
    begins = here.today - calendars.BEHIND if chains else min(begins for begins, _ends in windows)
    ends = max(ends for _begins, ends in windows)
    items = list(recipients.find_items(kind, DateWindow(begins=begins, ends=ends, today=here.today, now=here.now)))
    told = [each for item in items if (each := _first(kind, item, said, row, chains, here))]
    still: dict[escalation.Key, ReminderItem] = {(item.subject, item.recipient.user_id): item for item in items}
    return told + escalation.escalate(kind, said.terms, chains, still, here, occurrence_id=row.pk)


def _first(
    kind: ReminderKind,
    item: ReminderItem,
    said: CatchUpDecision,
    row: Occurrence,
    chains: Mapping[escalation.Key, escalation.EscalationChain],
    here: EvaluationContext,
) -> NotificationRequest | None:
    """None for an item whose day it is not, or that its reader has put off."""
    chain = chains.get((item.subject, item.recipient.user_id))
    is_day = any(matches(said.terms, here.days, item.anchor_date, day) for day in said.covers)
    if not is_day or (chain and chain.is_snoozed(here.today)):
        return None
    more = {"occurrence_id": row.pk, "escalated_from_id": _root(item, chains)}
    return compose.compose_reminder(kind, item, said.terms, local_date(said.due), here, **more)


def _root(item: ReminderItem, chains: Mapping[escalation.Key, escalation.EscalationChain]) -> int | None:
    """What is said again belongs to what nobody has answered yet: one answer ends both."""
    chain = chains.get((item.subject, item.recipient.user_id))
    return chain.root.pk if chain else None


def _count_failures(place: PendingTenant, now: datetime) -> None:
    try:
        with scope(place.scope):
            for tick in place.occurrences:
                occurrences.record_failure(schedule=tick.plan, due_at=tick.due_at, now=now)
    except Exception as error:  # noqa: BLE001  the database may be restarting; the next round comes to this place again
        log.error("failure_not_noted", extra={"plan": "remind", "error": type(error).__name__})


def _raise_incidents(place: PendingTenant, failed: Sequence[str], now: datetime) -> None:
    with scope(ALL_TENANTS):
        for key in failed:
            incidents.open_incident(
                IncidentKind.RULE_FAILED, source=key, now=now, county_id=place.county_id, school_id=place.school_id
            )
