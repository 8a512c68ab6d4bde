"""School days by the national calendar, the county's and a school's own; the term of a day."""

from datetime import date

import pytest

from services.schools import actions, calendar, queries
from services.schools.choices import DayKind, Season
from services.schools.models import SchoolDay
from services.schools.scope import for_county, scope
from tests.cast import Town


def test_national_calendar_has_holidays_make_up_days_and_weekends():
    kinds = {day.date: day.kind for day in calendar.days(date(2026, 9, 1), date(2026, 10, 11))}

    assert kinds[date(2026, 9, 20)] == DayKind.MAKEUP  # a Sunday with lessons
    assert kinds[date(2026, 9, 25)] == kinds[date(2026, 10, 1)] == DayKind.HOLIDAY
    assert kinds[date(2026, 10, 10)] == DayKind.MAKEUP
    assert kinds[date(2026, 10, 11)] == DayKind.WEEKEND
    assert kinds[date(2026, 9, 1)] == DayKind.LESSONS


def test_years_without_announcement_have_weekends_and_a_warning():
    assert calendar.day(date(2027, 3, 1)) == calendar.Day(date(2027, 3, 1), DayKind.LESSONS, "", calendar.PROVISIONAL)
    assert calendar.day(date(2027, 3, 6)).kind == DayKind.WEEKEND
    assert calendar.day(date(2026, 11, 23)).source == calendar.WEEKLY


@pytest.mark.django_db
def test_new_term_has_each_day_once(town: Town):
    with scope(for_county(town.county.pk)):
        term = actions.create_term(
            school_year=2026, season=Season.SPRING, begins_on=date(2027, 2, 22), ends_on=date(2027, 7, 9)
        )
        assert SchoolDay.objects.filter(term=term).count() == 138
        assert actions.seed_days(term=term) == 138
        assert SchoolDay.objects.filter(term=term).count() == 138


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("season", "begins", "ends", "field"),
    [
        (Season.AUTUMN, date(2027, 2, 22), date(2027, 7, 9), "season"),
        (Season.SPRING, date(2027, 1, 20), date(2027, 7, 9), "begins_on"),
        (Season.SPRING, date(2027, 3, 1), date(2027, 2, 1), "ends_on"),
        (Season.SPRING, date(2029, 3, 1), date(2029, 7, 1), "begins_on"),
    ],
)
def test_invalid_term_names_the_field(town: Town, season: Season, begins: date, ends: date, field: str):
    with scope(for_county(town.county.pk)), pytest.raises(actions.UnableToOpenTerm) as error:
        actions.create_term(school_year=2026, season=season, begins_on=begins, ends_on=ends)

    assert error.value.field == field


@pytest.mark.django_db
def test_override_applies_to_its_school_only(town: Town):
    with scope(for_county(town.county.pk)):
        actions.seed_days(term=town.term)
    with town.a.inside():
        actions.override_day(day=date(2026, 9, 7), kind=DayKind.HOLIDAY, reason="洪水")
        assert date(2026, 9, 7) not in queries.school_days(town.term, town.a.school)
        assert date(2026, 9, 7) in queries.school_days(town.term)
    with town.b.inside():
        assert date(2026, 9, 7) in queries.school_days(town.term, town.b.school)
        assert len(queries.school_days(town.term, town.b.school)) == 1 + len(_days_of_a(town))


def _days_of_a(town: Town) -> list[date]:
    days = calendar.days(town.term.begins_on, town.term.ends_on)
    open_days = [day.date for day in days if day.kind in {DayKind.LESSONS, DayKind.MAKEUP}]
    return [day for day in open_days if day != date(2026, 9, 7)]


@pytest.mark.django_db
def test_cleared_override_follows_the_county_again(town: Town):
    with scope(for_county(town.county.pk)):
        actions.seed_days(term=town.term)
    with town.a.inside():
        actions.override_day(day=date(2026, 9, 7), kind=DayKind.HOLIDAY, reason="洪水")
        assert actions.clear_override(day=date(2026, 9, 7)) == 1
        assert date(2026, 9, 7) in queries.school_days(town.term, town.a.school)


@pytest.mark.django_db
def test_exam_days_are_school_days_unless_left_out(town: Town):
    with scope(for_county(town.county.pk)):
        actions.seed_days(term=town.term)
        changed = actions.set_day_kind(
            begins_on=date(2026, 11, 9),
            ends_on=date(2026, 11, 15),
            kind=DayKind.EXAM,
            name="期中考试",
            source="县教育局",
        )
        assert changed == 5  # the weekend stays a weekend
        assert date(2026, 11, 9) in queries.school_days(town.term)
        assert date(2026, 11, 9) not in queries.school_days(town.term, exams=False)


@pytest.mark.django_db
def test_term_of_a_day(town: Town):
    with town.a.inside():
        assert queries.term_on(date(2026, 9, 1)) == queries.term_on(date(2027, 2, 10)) == town.term
        assert queries.current_term(date(2027, 2, 10)) is None
        assert queries.term_on(date(2026, 8, 31)) is None
        assert queries.term_on(date(2027, 6, 1)) is None
        assert [school_class.label(2026) for school_class in queries.classes(2026)] == ["三(1)班", "三(2)班"]
        assert not queries.classes(2030).exists()  # grade six is the last
