"""Detection of stalled queues, overdue deliveries and dead jobs; who is notified, and when incidents close."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models.functions import Now

from services.jobs import actions as jobs
from services.jobs import occurrences
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.monitoring import detection, heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify.actions import incidents
from services.notify.choices import DelayReason, DeliveryState, IncidentKind, Urgency
from services.notify.models import Delivery, Notification, SystemIncident
from services.schools import actions as schools
from services.schools.models import SchoolDay
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import deliveries, school_days, set_columns, text_message

pytestmark = pytest.mark.django_db
QUEUES = ("alert", "long", "quick")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _days(request):
    """Both counties have school days."""
    school_days(request.getfixturevalue("lasting_town" if "lasting_town" in request.fixturenames else "town"))


def detect(now):
    with scope(ALL_TENANTS):
        return detection.detect_incidents(QUEUES, now=now)


def incident_rows(town):
    """Kind, about, whether of this county, how often, whether over: oldest first."""
    with scope(ALL_TENANTS):
        rows = SystemIncident.objects.order_by("pk")
        return [(r.kind, r.source, r.county_id == town.county.pk, r.seen_count, r.closed_at is not None) for r in rows]


def notified():
    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind="incident.opened").order_by("pk")
        return [(row.recipient_id, row.school_id) for row in rows]


def set_heartbeat(queue="quick", *, received=timedelta(0), sent=timedelta(0)):
    """Set how long ago a heartbeat was sent and received."""
    with scope(ALL_TENANTS):
        heartbeats.mark_sent(queue)
        QueueHeartbeat.objects.filter(queue=queue).update(received_at=Now() - received, sent_at=Now() - sent)


def test_stalled_queue_is_an_incident_in_every_county_until_it_recovers(town):
    set_heartbeat("alert")
    set_heartbeat("quick", received=heartbeats.STALLED_AFTER - SECOND)
    assert detect(town.monday) == 0

    set_heartbeat("quick", received=heartbeats.STALLED_AFTER + SECOND)
    assert (detect(town.monday), detect(town.later(minutes=1))) == (2, 0)

    assert sorted(incident_rows(town)) == [
        ("queue_stalled", "quick", False, 1, False),
        ("queue_stalled", "quick", True, 1, False),
    ]
    officers = [town.officer.user_id, town.lead.user_id, town.officer_of_other.user_id]
    assert sorted(notified()) == sorted((user_id, None) for user_id in officers)

    with scope(ALL_TENANTS):
        heartbeats.mark_received("quick")
    assert detect(town.later(minutes=2)) == 0
    assert {over for *_rest, over in incident_rows(town)} == {True}


def test_heartbeat_is_sent_once_per_interval(town):
    with scope(ALL_TENANTS):
        assert [heartbeats.mark_sent("quick") for _sweep in range(3)] == [True, False, False]
    set_heartbeat("quick", sent=heartbeats.INTERVAL + SECOND)
    with scope(ALL_TENANTS):
        assert [heartbeats.mark_sent("quick") for _sweep in range(3)] == [True, False, False]


def test_service_that_was_down_is_no_stalled_queue(town):
    set_heartbeat("quick", received=timedelta(hours=1), sent=timedelta(hours=1))

    with scope(ALL_TENANTS):
        assert heartbeats.mark_sent("quick")

    assert (detect(town.monday), incident_rows(town)) == (0, [])


def test_long_queue_may_be_busy_for_half_an_hour_with_a_running_job(town):
    set_heartbeat("long", received=heartbeats.LONG_STALLED_AFTER - SECOND)
    with town.as_(town.admin_zhao) as by:
        jobs.enqueue(kind="test", target_id=None, by=by, now=town.monday)
    running(lease_until=Now() + timedelta(minutes=1))
    assert detect(town.monday) == 0

    set_heartbeat("long", received=heartbeats.LONG_STALLED_AFTER + SECOND)
    assert detect(town.monday) == 2
    set_heartbeat("long", received=heartbeats.LONG_STALLED_AFTER - SECOND)
    detect(town.monday)
    running(lease_until=Now() - SECOND)
    assert detect(town.monday) == 2


def running(**values):
    with scope(ALL_TENANTS):
        Job.objects.update(state=JobState.RUNNING, **values)


def test_overdue_delivery_is_an_incident_of_its_county(town):
    text_message(town.a, town.monday)
    assert detect(town.later(minutes=9)) == 0

    assert (detect(town.later(minutes=10)), detect(town.later(minutes=20))) == (1, 0)

    assert incident_rows(town) == [("overdue", "sms", True, 1, False)]
    assert sorted(notified()) == sorted((actor.user_id, None) for actor in (town.officer, town.lead))
    set_columns(deliveries()[0], state=DeliveryState.SENT)
    assert detect(town.later(minutes=30)) == 0
    assert incident_rows(town) == [("overdue", "sms", True, 1, True)]


@pytest.mark.parametrize(
    "values",
    [
        {"delay_reason": DelayReason.RATE_LIMIT},
        {"delay_reason": DelayReason.CIRCUIT_OPEN},
        {"state": DeliveryState.SENDING, "lease_until": Now() + SECOND},
        {"state": DeliveryState.RETRYING, "lease_until": Now() - timedelta(minutes=9)},
        {"state": DeliveryState.TO_CALL},
    ],
    ids=["paced", "resting", "being sent", "tried again a moment ago", "a person's"],
)
def test_delivery_delayed_on_purpose_is_not_overdue(town, values):
    text_message(town.a, town.monday)
    with scope(ALL_TENANTS):
        Delivery.objects.update(**values)

    assert (detect(town.later(minutes=30)), incident_rows(town)) == (0, [])


def test_delivery_in_quiet_hours_is_not_overdue(town):
    text_message(town.a, town.later(hours=11, minutes=20))  # 20:20

    assert detect(town.later(hours=12)) == 0  # 21:00, in the quiet hours of guardians


def test_alert_is_overdue_after_two_minutes_for_any_reason(town):
    text_message(town.a, town.monday, urgency=Urgency.SAFETY)
    set_columns(deliveries()[0], delay_reason=DelayReason.CIRCUIT_OPEN)

    assert detect(town.later(seconds=119)) == 0
    assert detect(town.later(minutes=2)) == 1


def given_up(town, at, **more):
    with town.as_(town.admin_zhao) as by:
        job = jobs.enqueue(kind="test", target_id=None, by=by, now=at)
        values = {"state": JobState.FAILED, "attempts": 5, "finished_at": at}
        Job.objects.filter(pk=job.pk).update(**{**values, **more})


def test_dead_job_opens_one_incident_and_none_after_closing(town):
    given_up(town, town.monday)
    given_up(town, town.monday, attempts=2)  # refused: the requester has seen the reason
    given_up(town, town.later(days=-8))

    assert (detect(town.later(minutes=1)), detect(town.later(minutes=2))) == (1, 0)

    assert incident_rows(town) == [("job_dead", "test", True, 1, False)]
    assert sorted(notified()) == sorted((actor.user_id, None) for actor in (town.officer, town.lead))
    given_up(town, town.later(minutes=3))
    assert detect(town.later(minutes=4)) == 0
    assert incident_rows(town) == [("job_dead", "test", True, 2, False)]
    with town.as_(town.officer) as by:
        row = SystemIncident.objects.get()
        incidents.close_incident(incident=row, by=by, now=town.later(minutes=5))
    assert (detect(town.later(minutes=6)), len(incident_rows(town))) == (0, 1)
    given_up(town, town.later(hours=1))
    assert (detect(town.later(hours=2)), len(incident_rows(town))) == (1, 2)


def test_failed_occurrence_opens_one_incident_but_not_for_reminders(town):
    with town.a.inside():
        for plan in ("workers.care.refresh_due_work", "reminders:care.no_contact"):
            for _failure in range(5):
                occurrences.record_failure(schedule=plan, due_at=town.monday, now=town.monday)
        occurrences.record_failure(schedule="workers.jobs.tidy", due_at=town.monday, now=town.monday)

    assert (detect(town.later(minutes=1)), detect(town.later(minutes=2))) == (1, 0)

    assert incident_rows(town) == [("job_dead", "workers.care.refresh_due_work", True, 1, False)]
    assert sorted(notified()) == sorted((actor.user_id, None) for actor in (town.officer, town.lead))


@pytest.mark.django_db(transaction=True)
def test_two_detections_at_once_write_one_incident(lasting_town):
    town = lasting_town
    given_up(town, town.monday)
    with scope(ALL_TENANTS):
        assert detection.detect_incidents(QUEUES, now=town.later(minutes=1)) == 1
        other = threading.Thread(target=detect_and_close, args=[town.later(minutes=1)])
        other.start()
        other.join(3)  # who has to wait for us waits in vain
    other.join()

    assert incident_rows(town) == [("job_dead", "test", True, 1, False)]


def detect_and_close(now):
    detect(now)
    connections.close_all()


def test_recurring_incident_notifies_once_a_day(town):
    for hour in (0, 1, 2, 24):
        set_heartbeat("quick", received=heartbeats.STALLED_AFTER + SECOND)
        assert detect(town.later(hours=hour)) == 2
        set_heartbeat("quick")
        detect(town.later(hours=hour, minutes=5))

    assert [kind for kind, *_rest in incident_rows(town)] == [IncidentKind.QUEUE_STALLED] * 8
    assert len(notified()) == 2 * 3


def test_county_without_school_days_is_an_incident_until_it_has_some(town):
    """Rules in school days are silent there, and nobody would notice."""
    summer = town.later(days=-60)
    with town.county_scope():
        SchoolDay.objects.all().delete()
    assert (detect(town.monday), detect(town.later(minutes=1))) == (1, 0)
    assert incident_rows(town) == [("no_school_days", "", True, 1, False)]

    with town.county_scope():
        schools.seed_days(term=town.term)
    assert (detect(town.later(days=1)), incident_rows(town)[0][-1]) == (0, True)
    assert detect(summer) == 2, "in July no term is in sight, in either county"
