"""Old notices are forgotten by the worker, in batches; younger ones are still there."""

import pytest

from services.notify.choices import DeliveryState
from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import deliveries, set_columns, text_message
from workers import notify

pytestmark = pytest.mark.django_db


def test_notifications_beyond_their_retention_are_purged(town, monkeypatch):
    monkeypatch.setenv("NUANYANG_CLOCK", town.later(days=401).isoformat())
    for key, moment in (("old", town.monday), ("young", town.later(days=2))):
        text_message(town.a, moment, key)
    for row in deliveries():
        set_columns(row, state=DeliveryState.SENT)
    for notification, moment in zip(_notifications(), (town.monday, town.later(days=2)), strict=True):
        set_columns(notification, created_at=moment)

    assert (notify.purge(), notify.purge()) == (1, 0)

    assert [notification.dedupe_key for notification in _notifications()] == ["young"]


def _notifications():
    with scope(ALL_TENANTS):
        return list(Notification.objects.order_by("pk"))
