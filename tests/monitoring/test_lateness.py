"""Lateness is measured from due and from requested; messages sent twice are counted."""

from datetime import timedelta

import pytest

from services.monitoring import lateness
from services.notify.choices import AttemptOutcome, DeliveryState
from tests.factories.notify import add_attempts, deliveries, mail, set_columns, text_message, uncertain

pytestmark = pytest.mark.django_db


def sent(town, tenant, number, seconds, *, quiet=0):
    text_message(tenant, town.monday, f"n{number}")
    row = deliveries()[-1]
    due = town.monday + timedelta(seconds=quiet)
    set_columns(row, state=DeliveryState.SENT, due_at=due, sent_at=due + timedelta(seconds=seconds))
    add_attempts(row, AttemptOutcome.ACCEPTED, at=due)
    return row


def test_percentiles_are_in_seconds_by_day_and_channel(town):
    for number in range(1, 102):
        sent(town, town.a, number, number - 1, quiet=60)
    uncertain(town.a, town.monday, "never sent")

    with town.a.inside():
        (day,) = lateness.by_day(town.monday)
        (channel,) = lateness.by_channel(town.monday)
        whole = lateness.overall(town.monday)

    assert (day.group.isoformat(), channel.group) == ("2026-09-07", "sms")
    for row in (day, channel, whole):
        assert (row.sent, row.after_due, row.after_requested) == (101, (50.0, 95.0, 99.0), (110.0, 155.0, 159.0))


def test_delivery_accepted_twice_is_a_duplicate(town):
    row = sent(town, town.a, 1, 1)
    sent(town, town.a, 2, 1)
    tried_twice = deliveries()[0]
    assert tried_twice.pk == row.pk
    mail(town.a, town.monday)
    again = deliveries()[-1]
    add_attempts(again, AttemptOutcome.ACCEPTED, AttemptOutcome.ACCEPTED, at=town.monday)
    set_columns(again, state=DeliveryState.SENT, sent_at=town.monday)

    with town.a.inside():
        duplicates = {row.group: row.duplicates for row in lateness.by_channel(town.monday)}
        assert [row.duplicates for row in lateness.by_day(town.monday)] == [1]
        assert lateness.overall(town.monday).duplicates == 1
    assert duplicates == {"email": 1, "sms": 0}


def test_lateness_excludes_other_tenants(town):
    sent(town, town.a, 1, 5)

    with town.b.inside():
        assert lateness.by_day(town.monday) == []
        assert lateness.overall(town.monday) is None
    with town.county_scope():
        assert lateness.overall(town.monday).sent == 1


def test_oldest_due_is_the_longest_waiting_message(town):
    with town.a.inside():
        assert lateness.oldest_due(town.monday) is None
    text_message(town.a, town.later(minutes=-10))
    text_message(town.a, town.later(minutes=-20), "older")

    with town.a.inside():
        assert lateness.oldest_due(town.monday) == town.later(minutes=-20)
