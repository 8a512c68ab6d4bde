"""When quiet hours begin and end."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.notify import quiet_hours
from services.notify.choices import Audience

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(f"2026-09-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("audience", "moment", "expected"),
    [
        (Audience.GUARDIAN, "07T20:29:59", "07T20:29:59"),
        (Audience.GUARDIAN, "07T20:30:00", "08T08:00:00"),
        (Audience.GUARDIAN, "08T00:00:00", "08T08:00:00"),
        (Audience.GUARDIAN, "08T07:59:59", "08T08:00:00"),
        (Audience.GUARDIAN, "08T08:00:00", "08T08:00:00"),
        (Audience.GUARDIAN, "08T13:00:00", "08T13:00:00"),
        (Audience.STAFF, "07T12:29:59", "07T12:29:59"),
        (Audience.STAFF, "07T12:30:00", "07T14:00:00"),
        (Audience.STAFF, "07T14:00:00", "07T14:00:00"),
        (Audience.STAFF, "07T20:59:59", "07T20:59:59"),
        (Audience.STAFF, "07T21:00:00", "08T07:30:00"),
        (Audience.STAFF, "08T07:29:59", "08T07:30:00"),
        (Audience.STAFF, "08T07:30:00", "08T07:30:00"),
        (Audience.STAFF, "30T23:00:00", "30T23:00:00"),
    ],
)
def test_quiet_hours_begin_and_end_to_the_second(audience, moment, expected):
    end = datetime(2026, 10, 1, 7, 30, tzinfo=SHANGHAI) if moment == "30T23:00:00" else at(expected)

    assert quiet_hours.end_of_quiet_hours(at(moment), audience) == end


def test_audiences_in_quiet_hours_at_a_moment():
    assert quiet_hours.audiences_in_quiet_hours(at("07T13:00:00")) == [Audience.STAFF]
    assert quiet_hours.audiences_in_quiet_hours(at("07T20:45:00")) == [Audience.GUARDIAN]
    assert quiet_hours.audiences_in_quiet_hours(at("07T22:00:00")) == [Audience.GUARDIAN, Audience.STAFF]
    assert quiet_hours.audiences_in_quiet_hours(at("07T10:00:00")) == []
