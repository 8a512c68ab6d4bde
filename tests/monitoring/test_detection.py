"""What the look-out finds: silent queues, overdue messages, dead jobs; who is told, and how it passes."""

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
from tests.factories.notify import change, deliveries, school_days, text_message

pytestmark = pytest.mark.django_db
QUEUES = ("alert", "long", "quick")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _days(request):
    """Both counties have school days."""
    school_days(request.getfixturevalue("lasting_town" if "lasting_town" in request.fixturenames else "town"))


def look(now):
    with scope(ALL_TENANTS):
        return detection.detect_incidents(QUEUES, now=now)


def found(town):
    """Kind, about, whether of this county, how often, whether over: oldest first."""
    with scope(ALL_TENANTS):
        rows = SystemIncident.objects.order_by("pk")
        return [(r.kind, r.source, r.county_id == town.county.pk, r.seen_count, r.closed_at is not None) for r in rows]


def told():
    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind="incident.opened").order_by("pk")
        return [(row.recipient_id, row.school_id) for row in rows]


def set_heartbeat(queue="quick", *, received=timedelta(0), sent=timedelta(0)):
    """Set how long ago a heartbeat was sent and received."""
    with scope(ALL_TENANTS):
        heartbeats.mark_sent(queue)
        QueueHeartbeat.objects.filter(queue=queue).update(received_at=Now() - received, sent_at=Now() - sent)


def test_a_queue_nobody_hears_for_three_rounds_is_an_incident_everywhere_until_it_is_heard(town):
    set_heartbeat("alert")
    set_heartbeat("quick", received=heartbeats.STALLED_AFTER - SECOND)
    assert look(town.monday) == 0

    set_heartbeat("quick", received=heartbeats.STALLED_AFTER + SECOND)
    assert (look(town.monday), look(town.later(minutes=1))) == (2, 0)

    assert sorted(found(town)) == [
        ("queue_stalled", "quick", False, 1, False),
        ("queue_stalled", "quick", True, 1, False),
    ]
    officers = [town.officer.user_id, town.lead.user_id, town.officer_of_other.user_id]
    assert sorted(told()) == sorted((user_id, None) for user_id in officers)

    with scope(ALL_TENANTS):
        heartbeats.mark_received("quick")
    assert look(town.later(minutes=2)) == 0
    assert {over for *_rest, over in found(town)} == {True}


def test_a_bell_is_rung_once_a_round_whoever_asks(town):
    with scope(ALL_TENANTS):
        assert [heartbeats.mark_sent("quick") for _sweep in range(3)] == [True, False, False]
    set_heartbeat("quick", sent=heartbeats.INTERVAL + SECOND)
    with scope(ALL_TENANTS):
        assert [heartbeats.mark_sent("quick") for _sweep in range(3)] == [True, False, False]


def test_a_house_that_was_down_is_no_silent_queue(town):
    set_heartbeat("quick", received=timedelta(hours=1), sent=timedelta(hours=1))

    with scope(ALL_TENANTS):
        assert heartbeats.mark_sent("quick")

    assert (look(town.monday), found(town)) == (0, [])


def test_the_long_line_may_be_busy_for_half_an_hour_with_a_job_that_lives(town):
    set_heartbeat("long", received=heartbeats.LONG_STALLED_AFTER - SECOND)
    with town.as_(town.admin_zhao) as by:
        jobs.enqueue(kind="test", subject=None, by=by, now=town.monday)
    running(lease_until=Now() + timedelta(minutes=1))
    assert look(town.monday) == 0

    set_heartbeat("long", received=heartbeats.LONG_STALLED_AFTER + SECOND)
    assert look(town.monday) == 2
    set_heartbeat("long", received=heartbeats.LONG_STALLED_AFTER - SECOND)
    look(town.monday)
    running(lease_until=Now() - SECOND)
    assert look(town.monday) == 2


def running(**values):
    with scope(ALL_TENANTS):
        Job.objects.update(state=JobState.RUNNING, **values)


def test_a_message_that_could_have_gone_out_ten_minutes_ago_is_told_to_its_county_alone(town):
    text_message(town.a, town.monday)
    assert look(town.later(minutes=9)) == 0

    assert (look(town.later(minutes=10)), look(town.later(minutes=20))) == (1, 0)

    assert found(town) == [("overdue", "sms", True, 1, False)]
    assert sorted(told()) == sorted((each.user_id, None) for each in (town.officer, town.lead))
    change(deliveries()[0], state=DeliveryState.SENT)
    assert look(town.later(minutes=30)) == 0
    assert found(town) == [("overdue", "sms", True, 1, True)]


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
def test_what_waits_on_purpose_is_not_overdue(town, values):
    text_message(town.a, town.monday)
    with scope(ALL_TENANTS):
        Delivery.objects.update(**values)

    assert (look(town.later(minutes=30)), found(town)) == (0, [])


def test_quiet_hours_are_not_lateness(town):
    text_message(town.a, town.later(hours=11, minutes=20))  # 20:20

    assert look(town.later(hours=12)) == 0  # 21:00, in the carers' quiet hours


def test_an_alert_is_overdue_after_two_minutes_whatever_holds_it_up(town):
    text_message(town.a, town.monday, urgency=Urgency.SAFETY)
    change(deliveries()[0], delay_reason=DelayReason.CIRCUIT_OPEN)

    assert look(town.later(seconds=119)) == 0
    assert look(town.later(minutes=2)) == 1


def given_up(town, at, **more):
    with town.as_(town.admin_zhao) as by:
        job = jobs.enqueue(kind="test", subject=None, by=by, now=at)
        values = {"state": JobState.FAILED, "attempts": 5, "finished_at": at}
        Job.objects.filter(pk=job.pk).update(**{**values, **more})


def test_a_job_that_was_given_up_is_told_once_and_not_again_when_somebody_has_dealt_with_it(town):
    given_up(town, town.monday)
    given_up(town, town.monday, attempts=2)  # refused: whoever asked was told why
    given_up(town, town.later(days=-8))

    assert (look(town.later(minutes=1)), look(town.later(minutes=2))) == (1, 0)

    assert found(town) == [("job_dead", "test", True, 1, False)]
    assert sorted(told()) == sorted((each.user_id, None) for each in (town.officer, town.lead))
    given_up(town, town.later(minutes=3))
    assert look(town.later(minutes=4)) == 0
    assert found(town) == [("job_dead", "test", True, 2, False)]
    with town.as_(town.officer) as by:
        row = SystemIncident.objects.get()
        incidents.close_incident(incident=row, by=by, now=town.later(minutes=5))
    assert (look(town.later(minutes=6)), len(found(town))) == (0, 1)
    given_up(town, town.later(hours=1))
    assert (look(town.later(hours=2)), len(found(town))) == (1, 2)


def test_a_tick_that_a_school_gave_up_is_told_once_and_those_of_rules_are_told_elsewhere(town):
    with town.a.inside():
        for plan in ("workers.care.refresh_due_work", "reminders:care.no_contact"):
            for _failure in range(5):
                occurrences.record_failure(schedule=plan, due_at=town.monday, now=town.monday)
        occurrences.record_failure(schedule="workers.jobs.tidy", due_at=town.monday, now=town.monday)

    assert (look(town.later(minutes=1)), look(town.later(minutes=2))) == (1, 0)

    assert found(town) == [("job_dead", "workers.care.refresh_due_work", True, 1, False)]
    assert sorted(told()) == sorted((each.user_id, None) for each in (town.officer, town.lead))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_look_at_once_one_writes(lasting_town):
    town = lasting_town
    given_up(town, town.monday)
    with scope(ALL_TENANTS):
        assert detection.detect_incidents(QUEUES, now=town.later(minutes=1)) == 1
        other = threading.Thread(target=look_and_leave, args=[town.later(minutes=1)])
        other.start()
        other.join(3)  # who has to wait for us waits in vain
    other.join()

    assert found(town) == [("job_dead", "test", True, 1, False)]


def look_and_leave(now):
    look(now)
    connections.close_all()


def test_who_comes_and_goes_all_day_is_one_notice_a_day(town):
    for hour in (0, 1, 2, 24):
        set_heartbeat("quick", received=heartbeats.STALLED_AFTER + SECOND)
        assert look(town.later(hours=hour)) == 2
        set_heartbeat("quick")
        look(town.later(hours=hour, minutes=5))

    assert [kind for kind, *_rest in found(town)] == [IncidentKind.QUEUE_STALLED] * 8
    assert len(told()) == 2 * 3


def test_a_county_without_school_days_around_today_is_told_until_it_has_some(town):
    """Rules in school days are silent there, and nobody would notice."""
    summer = town.later(days=-60)
    with town.county_scope():
        SchoolDay.objects.all().delete()
    assert (look(town.monday), look(town.later(minutes=1))) == (1, 0)
    assert found(town) == [("no_school_days", "", True, 1, False)]

    with town.county_scope():
        schools.seed_days(term=town.term)
    assert (look(town.later(days=1)), found(town)[0][-1]) == (0, True)
    assert look(summer) == 2, "in July no term is in sight, in either county"
