"""Lateness is measured from what was allowed and from what was wanted; what went out twice is counted."""

from datetime import timedelta

import pytest

from services.monitoring import lateness
from services.notify.choices import AttemptOutcome, DeliveryState
from tests.factories.notify import change, deliveries, mail, text_message, tried, uncertain

pytestmark = pytest.mark.django_db


def sent(town, place, number, seconds, *, quiet=0):
    text_message(place, town.monday, f"n{number}")
    row = deliveries()[-1]
    due = town.monday + timedelta(seconds=quiet)
    change(row, state=DeliveryState.SENT, due_at=due, sent_at=due + timedelta(seconds=seconds))
    tried(row, AttemptOutcome.ACCEPTED, at=due)
    return row


def test_percentiles_are_of_seconds_by_day_and_channel(town):
    for number in range(1, 102):
        sent(town, town.a, number, number - 1, quiet=60)
    uncertain(town.a, town.monday, "never sent")

    with town.a.inside():
        (day,) = lateness.by_day(town.monday)
        (channel,) = lateness.by_channel(town.monday)
        whole = lateness.overall(town.monday)

    assert (day.group.isoformat(), channel.group) == ("2026-09-07", "sms")
    for each in (day, channel, whole):
        assert (each.sent, each.after_due, each.after_requested) == (101, (50.0, 95.0, 99.0), (110.0, 155.0, 159.0))


def test_what_a_gateway_took_twice_is_a_duplicate(town):
    row = sent(town, town.a, 1, 1)
    sent(town, town.a, 2, 1)
    tried_twice = deliveries()[0]
    assert tried_twice.pk == row.pk
    mail(town.a, town.monday)
    again = deliveries()[-1]
    tried(again, AttemptOutcome.ACCEPTED, AttemptOutcome.ACCEPTED, at=town.monday)
    change(again, state=DeliveryState.SENT, sent_at=town.monday)

    with town.a.inside():
        found = {each.group: each.duplicates for each in lateness.by_channel(town.monday)}
        assert [each.duplicates for each in lateness.by_day(town.monday)] == [1]
        assert lateness.overall(town.monday).duplicates == 1
    assert found == {"email": 1, "sms": 0}


def test_another_place_is_not_in_the_figures(town):
    sent(town, town.a, 1, 5)

    with town.b.inside():
        assert lateness.by_day(town.monday) == []
        assert lateness.overall(town.monday) is None
    with town.county_scope():
        assert lateness.overall(town.monday).sent == 1


def test_the_oldest_message_that_could_go_out_is_known(town):
    with town.a.inside():
        assert lateness.oldest_due(town.monday) is None
    text_message(town.a, town.later(minutes=-10))
    text_message(town.a, town.later(minutes=-20), "older")

    with town.a.inside():
        assert lateness.oldest_due(town.monday) == town.later(minutes=-20)
