"""The nightly purge: what has no county at once, the rest by one job per county."""

import pytest

from services.jobs import runner
from services.jobs.models import Job
from services.kit import clock
from services.notify.choices import DeliveryState
from services.notify.models import Notification
from services.retention.models import Deletion
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import deliveries, set_columns, text_message
from workers import retention

pytestmark = pytest.mark.django_db(transaction=True)


def test_nightly_purge_deletes_old_notifications_and_runs_a_job_for_each_county(lasting_town, monkeypatch):
    town = lasting_town
    monkeypatch.setenv("NUANYANG_CLOCK", town.later(days=401).isoformat())
    for key, moment in (("old", town.monday), ("young", town.later(days=2))):
        text_message(town.a, moment, key)
    for row in deliveries():
        set_columns(row, state=DeliveryState.SENT)
    for notification, moment in zip(_notifications(), (town.monday, town.later(days=2)), strict=True):
        set_columns(notification, created_at=moment)

    counts = [retention.purge(), retention.purge()]

    assert [(count.done, count.skipped) for count in counts] == [(2, 0), (0, 2)]
    assert [notification.dedupe_key for notification in _notifications()] == ["young"]
    with scope(ALL_TENANTS):
        jobs = list(Job.objects.filter(kind="retention.purge").values_list("public_id", flat=True))
        assert [(row.kind, row.county_id, row.count) for row in Deletion.objects.all()] == [("notifications", None, 1)]
    assert [runner.run(job, clock.now()) for job in jobs] == [True, True]


def _notifications():
    with scope(ALL_TENANTS):
        return list(Notification.objects.order_by("pk"))
