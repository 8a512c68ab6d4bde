"""Properties of quiet hours for any moment and any working hours."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from services.notify import quiet_hours
from services.notify.choices import Audience

DAY = timedelta(days=1)
HOURS = {Audience.GUARDIAN: [(1230, 480)], Audience.STAFF: [(1260, 450), (750, 840)]}  # minutes of the day
MOMENTS = st.integers(0, 2 * 366 * 86400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(0, seconds))
SHIFTS = st.one_of(
    st.just(quiet_hours.NO_WORKING_HOURS),
    st.builds(
        lambda begins, ends: quiet_hours.WorkingHours(time(*divmod(begins, 60)), time(*divmod(ends, 60))),
        st.integers(0, 1439),
        st.integers(0, 1439),
    ),
)


def blocked_spans(audience, working_hours):
    """Compute the quiet minutes of a day in a second, independent way."""
    if working_hours == quiet_hours.NO_WORKING_HOURS or working_hours.works_from == working_hours.works_until:
        return HOURS[audience]
    return [
        *HOURS[audience],
        tuple(limit.hour * 60 + limit.minute for limit in (working_hours.works_from, working_hours.works_until)),
    ]


def is_free(minute, blocked):
    return not any(
        begins <= minute < ends if begins < ends else minute >= begins or minute < ends for begins, ends in blocked
    )


def minute_of(moment):
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute


@given(MOMENTS, st.sampled_from(list(Audience)), SHIFTS)
@example(datetime(2026, 9, 7, 2, tzinfo=UTC), Audience.GUARDIAN, quiet_hours.WorkingHours(time(7), time(21)))
@example(datetime(2026, 9, 7, 2, tzinfo=UTC), Audience.STAFF, quiet_hours.WorkingHours(time(0), time(0)))
@example(datetime(2026, 9, 7, 2, tzinfo=UTC), Audience.STAFF, quiet_hours.WorkingHours(time(7, 30), time(12, 30)))
@example(datetime(2026, 9, 7, 12, 30, tzinfo=UTC), Audience.GUARDIAN, quiet_hours.WorkingHours(time(20), time(8)))
def test_next_allowed_is_the_first_free_moment(moment, audience, working_hours):
    allowed, reason = quiet_hours.next_allowed(moment, audience, working_hours)

    assert moment <= allowed < moment + 2 * DAY
    assert (reason is None) == (allowed == moment)
    assert quiet_hours.next_allowed(allowed, audience, working_hours)[0] == allowed
    everything, usual = blocked_spans(audience, working_hours), HOURS[audience]
    blocked = everything if any(is_free(minute, everything) for minute in range(1440)) else usual
    assert is_free(minute_of(allowed), blocked)
    minutes = int((allowed - moment) / timedelta(minutes=1))
    assert not any(is_free(minute_of(moment + timedelta(minutes=offset)), blocked) for offset in range(minutes))


@given(MOMENTS, st.sampled_from(list(Audience)))
def test_audiences_in_quiet_hours_match_end_of_quiet_hours(moment, audience):
    assert (audience in quiet_hours.audiences_in_quiet_hours(moment)) == (
        quiet_hours.end_of_quiet_hours(moment, audience) != moment
    )
    assert (audience in quiet_hours.audiences_in_quiet_hours(moment)) == (
        not is_free(minute_of(moment), HOURS[audience])
    )


@given(MOMENTS, st.sampled_from(list(Audience)))
def test_next_morning_is_the_first_free_minute_of_the_next_day(moment, audience):
    morning = quiet_hours.next_morning(moment, audience)

    assert timezone.localtime(morning).date() == timezone.localtime(moment).date() + DAY
    assert quiet_hours.next_allowed(morning, audience) == (morning, None)
    assert audience in quiet_hours.audiences_in_quiet_hours(morning - timedelta(seconds=1))
