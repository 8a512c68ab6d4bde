"""Resolve uncertain and dead deliveries and phone calls, close incidents, purge old notifications."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from services.access.models import AuditEvent
from services.notify.actions import incidents, resolving, retention
from services.notify.actions.incidents import UnableToClose
from services.notify.actions.resolving import UnableToResolve
from services.notify.choices import AttemptOutcome, DeliveryState, IncidentKind, ReceiptStatus
from services.notify.models import Delivery, DeliveryAttempt, Notification, RecipientAddress, SystemIncident
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import add_attempts, deliveries, escalation, set_columns, text_message, to_call, uncertain

pytestmark = pytest.mark.django_db


def audit_events(town):
    with scope(ALL_TENANTS):
        return list(
            AuditEvent.objects.filter(action__startswith="notify.").order_by("pk").values_list("action", "detail")
        )


def test_resolving_as_delivered_marks_sent(town):
    row = uncertain(town.a, town.monday)

    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=row, was_delivered=True, by=by, now=town.later(hours=3))

    (resolved,) = deliveries()
    assert (resolved.state, resolved.sent_at, resolved.resolved_at) == (
        DeliveryState.SENT,
        town.monday,
        town.later(hours=3),
    )
    assert resolved.resolved_by_id == town.head_li.user_id
    assert audit_events(town) == [("notify.delivery_resolved", {"was_delivered": True})]


def test_resolving_as_not_delivered_makes_due_again(town):
    row = uncertain(town.a, town.monday)

    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=row, was_delivered=False, by=by, now=town.later(hours=3))
        with pytest.raises(UnableToResolve):
            resolving.resolve_uncertain(delivery=row, was_delivered=True, by=by, now=town.later(hours=4))

    (resolved,) = deliveries()
    assert (resolved.state, resolved.due_at, resolved.requested_at) == (
        DeliveryState.DUE,
        town.later(hours=3),
        town.monday,
    )


def test_three_unanswered_calls_end_the_delivery_until_retried(town):
    row = to_call(town.a, town.monday)

    for hour in (1, 2, 3):
        assert deliveries()[0].state == DeliveryState.TO_CALL
        with town.as_(town.teacher_wang) as by:
            resolving.record_call(delivery=row, reached=False, note="没人接", by=by, now=town.later(hours=hour))
    assert (deliveries()[0].state, deliveries()[0].error) == (DeliveryState.DEAD, "没人接")

    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=row, by=by, now=town.later(hours=4))
    with town.as_(town.teacher_wang) as by:
        resolving.record_call(delivery=row, reached=False, note="", by=by, now=town.later(hours=5))
        assert deliveries_of(town)[0].state == DeliveryState.TO_CALL
        resolving.record_call(delivery=row, reached=True, note="妈妈接的", by=by, now=town.later(hours=6))

    (resolved,) = deliveries()
    assert (resolved.state, resolved.sent_at, resolved.receipt) == (
        DeliveryState.SENT,
        town.later(hours=6),
        ReceiptStatus.DELIVERED,
    )
    with scope(ALL_TENANTS):
        assert list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True)) == [
            *["failed"] * 4,
            "accepted",
        ]


def deliveries_of(town):
    return list(Delivery.objects.all())


def test_retry_requires_a_dead_delivery(town):
    text_message(town.a, town.monday)
    (row,) = deliveries()

    with town.as_(town.head_li) as by, pytest.raises(UnableToResolve):
        resolving.retry_delivery(delivery=row, by=by, now=town.monday)
    set_columns(row, state=DeliveryState.DEAD)
    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=row, by=by, now=town.later(days=1))

    assert [(row.state, row.due_at) for row in deliveries()] == [(DeliveryState.DUE, town.later(days=1))]


def test_incident_is_closed_once_by_the_county_only(town):
    with town.county_scope():
        row = SystemIncident.objects.create(
            kind=IncidentKind.CHANNEL_DOWN, source="sms", opened_at=town.monday, last_seen_at=town.monday
        )

    with town.as_(town.head_li) as by, pytest.raises(PermissionDenied):
        incidents.close_incident(incident=row, by=by, now=town.monday)
    with town.as_(town.officer) as by:
        closed = incidents.close_incident(incident=row, by=by, now=town.later(hours=1))
        with pytest.raises(UnableToClose):
            incidents.close_incident(incident=row, by=by, now=town.later(hours=2))

    assert (closed.closed_at, closed.closed_by_id) == (town.later(hours=1), town.officer.user_id)


def purge(now, limit=100):
    with scope(ALL_TENANTS):
        return retention.purge(list(retention.due(now - retention.KEEP).values_list("pk", flat=True)[:limit]))


def row_counts():
    with scope(ALL_TENANTS):
        return [model.objects.count() for model in (Notification, Delivery, DeliveryAttempt, RecipientAddress)]


def test_purge_deletes_old_finished_notifications_with_all_rows(town):
    for tenant, key in ((town.a, "old"), (town.c, "of another county")):
        text_message(tenant, town.monday, key)
    for row in deliveries():
        add_attempts(row, AttemptOutcome.FAILED, AttemptOutcome.ACCEPTED, at=town.monday)
        set_columns(row, state=DeliveryState.SENT, sent_at=town.monday)
    assert row_counts() == [2, 2, 4, 2]

    assert purge(town.later(days=400)) == 0
    assert row_counts() == [2, 2, 4, 2]
    assert purge(town.later(days=401), limit=1) == 1
    assert purge(town.later(days=401)) == 1
    assert row_counts() == [0, 0, 0, 0]


@pytest.mark.parametrize("state", sorted(set(DeliveryState) - set(retention.FINISHED)))
def test_purge_keeps_unfinished_notifications(town, state):
    text_message(town.a, town.monday)
    set_columns(deliveries()[0], state=state)

    assert purge(town.later(days=4000)) == 0
    assert row_counts() == [1, 1, 0, 1]


def test_purge_keeps_younger_escalations(town):
    first, second = escalation(town.a, [town.teacher_wang, town.head_li], town.monday)
    set_columns(second, created_at=town.monday + timedelta(days=100))

    assert purge(town.later(days=401)) == 1

    with town.a.inside():
        assert list(Notification.objects.values_list("pk", "escalated_from")) == [(second.pk, None)]
    assert first.pk != second.pk
