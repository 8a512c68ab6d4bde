"""Leaving the school and coming back: by whom, from which day, and what every figure says of the time between."""

from datetime import date, timedelta

import pytest

from services.children import access
from services.children.actions import departures
from services.children.actions.departures import UnableToFollowUp, UnableToLeave, UnableToReturn
from services.children.assignments import assign
from services.children.choices import AssignmentReason, DepartureKind, PupilState
from services.children.models import CaseAssignment, Departure, Pupil
from services.children.queries import basis
from tests.cast import Town

pytestmark = pytest.mark.django_db


def leave(
    town: Town, kind: DepartureKind = DepartureKind.TRANSFERRED, on: date | None = None, **more: object
) -> Departure:
    with town.as_(town.head_li) as head:
        return departures.leave(
            pupil=town.xiaoming.pupil, kind=kind, on=on or town.monday.date(), by=head, now=town.monday, **more
        )


def come_back(town: Town, on: date, **more: object) -> Departure:
    with town.as_(town.head_li) as head:
        now = town.later(days=40)
        return departures.return_pupil(pupil=town.xiaoming.pupil, on=on, by=head, now=now, **more)


def enrolled_on(town: Town, day: date) -> set[str]:
    with town.a.inside():
        return set(Pupil.objects.exclude(basis.not_enrolled(day)).values_list("name", flat=True))


def test_leaver_is_no_teachers_from_that_day_and_the_head_still_sees_why(town: Town) -> None:
    with town.as_(town.head_li) as head:
        assign(
            child=town.xiaoming, staff=town.a.staff["wang"], reason=AssignmentReason.SHARED, by=head, now=town.monday
        )

    leave(town, to_school=" 城关二小 ", note="随父母去福州")

    with town.as_(town.teacher_wang) as wang:
        assert not access.visible_to(wang, town.later(days=1)).exists()
    with town.as_(town.head_li) as head:
        row = Departure.objects.get(pupil=town.xiaoming.pupil)
        assert (row.kind, row.to_school, row.note) == ("transferred", "城关二小", "随父母去福州")
        assert row.recorded_by_id == head.user_id
        assert "王小明" in set(access.visible_pupils(head, town.later(days=1)).values_list("name", flat=True))
    with town.as_(town.admin_of_b):
        assert not Departure.objects.exists()


def test_departure_of_a_day_to_come_is_carried_out_on_that_day_and_once(town: Town) -> None:
    day = town.monday.date() + timedelta(days=5)
    with town.as_(town.head_li) as head:
        assign(
            child=town.xiaoming, staff=town.a.staff["wang"], reason=AssignmentReason.SHARED, by=head, now=town.monday
        )
    leave(town, on=day)

    def carry_out(days: int) -> int:
        with town.a.inside():
            return departures.carry_out_departures(now=town.later(days=days))

    assert carry_out(4) == 0
    with town.as_(town.teacher_wang) as wang:
        assert access.visible_to(wang, town.later(days=4)).count() == 1
    assert [carry_out(5), carry_out(5), carry_out(6)] == [1, 0, 0]
    with town.as_(town.teacher_wang) as wang:
        assert not access.visible_to(wang, town.later(days=5)).exists()
    with town.a.inside():
        assert not CaseAssignment.objects.filter(child=town.xiaoming, until__isnull=True).exists()
        assert Pupil.objects.get(pk=town.xiaoming.pupil_id).state == PupilState.LEFT


def test_time_between_leaving_and_return_stays_as_it_was(town: Town) -> None:
    left, back = town.monday.date(), town.monday.date() + timedelta(days=30)
    leave(town, on=left)
    come_back(town, back)

    days = {
        day: "王小明" in enrolled_on(town, day)
        for day in (left - timedelta(days=1), left, back - timedelta(days=1), back)
    }
    assert list(days.values()) == [True, False, False, True]


def test_leaving_entered_by_mistake_leaves_no_gap(town: Town) -> None:
    leave(town)
    come_back(town, town.monday.date())

    assert "王小明" in enrolled_on(town, town.monday.date())
    with town.a.inside():
        assert Pupil.objects.get(pk=town.xiaoming.pupil_id).left_on is None


def test_who_comes_back_after_a_year_may_join_another_class(town: Town) -> None:
    leave(town, DepartureKind.SUSPENDED, expected_on=town.monday.date() + timedelta(days=365))
    come_back(town, town.monday.date() + timedelta(days=30), school_class=town.a.classes[1])

    with town.a.inside():
        pupil = Pupil.objects.get(pk=town.xiaoming.pupil_id)
        assert (pupil.school_class_id, pupil.state) == (town.a.classes[1].pk, "enrolled")


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        (DepartureKind.TRANSFERRED, {"on": date(2028, 1, 1)}, "on"),
        (DepartureKind.SUSPENDED, {"expected_on": date(2026, 9, 1)}, "expected_on"),
    ],
)
def test_impossible_departures_are_refused_and_nothing_is_written(
    town: Town, kind: DepartureKind, more: dict[str, object], field: str
) -> None:
    with pytest.raises(UnableToLeave) as refused:
        leave(town, kind, **more)  # type: ignore[arg-type]
    assert refused.value.field == field
    with town.a.inside():
        assert not Departure.objects.exists()


def test_nobody_leaves_twice_or_returns_without_leaving_or_before(town: Town) -> None:
    with pytest.raises(UnableToReturn):
        come_back(town, town.monday.date())
    leave(town)
    with pytest.raises(UnableToLeave, match="已经登记离校"):
        leave(town)
    for day in (town.monday.date() - timedelta(days=1), town.monday.date() + timedelta(days=41)):
        with pytest.raises(UnableToReturn) as refused:
            come_back(town, day)
        assert refused.value.field == "on"
    come_back(town, town.monday.date() + timedelta(days=30))
    with pytest.raises(UnableToLeave, match="这一天"):
        leave(town, on=town.monday.date() + timedelta(days=10))


def test_the_dead_do_not_return_but_a_mistake_is_taken_back(town: Town) -> None:
    leave(town, DepartureKind.DIED)
    with pytest.raises(UnableToReturn, match="登记错误"):
        come_back(town, town.monday.date() + timedelta(days=3))
    assert come_back(town, town.monday.date()).returned_on == town.monday.date()


def test_dropout_is_followed_up_with_a_sentence_and_nobody_else_is(town: Town) -> None:
    dropped_out = leave(town, DepartureKind.DROPPED_OUT)
    with town.as_(town.head_li) as head:
        with pytest.raises(UnableToFollowUp) as refused:
            departures.follow_up_dropout(departure=dropped_out, outcome="  ", by=head, now=town.later(days=2))
        assert refused.value.field == "outcome"
        row = departures.follow_up_dropout(
            departure=dropped_out, outcome="家访两次，下周一返校", by=head, now=town.later(days=2)
        )
        assert row.followed_up_on == town.monday.date() + timedelta(days=2)
    come_back(town, town.monday.date() + timedelta(days=7))
    with town.as_(town.head_li) as head, pytest.raises(UnableToFollowUp):
        departures.follow_up_dropout(
            departure=Departure.objects.get(), outcome="已返校", by=head, now=town.later(days=9)
        )
