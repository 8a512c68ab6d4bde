"""The oracle of the simulated year, checked by hand on a week in May 2026 with a feast and a make-up Saturday."""

from datetime import date, datetime, time, timedelta

from tests.chaos.year.oracle import CHINA, RuleChange, Year, expected_occurrences

EIGHT, FOUR = time(8, 0), time(16, 0)
FEAST = {date(2026, 5, 4): False, date(2026, 5, 5): False, date(2026, 5, 9): True}  # Monday, Tuesday, Saturday


def at(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute, tzinfo=CHINA)


def days(*changes, tenant="", overrides=None, ends=date(2026, 7, 10)):
    """On which days of the week from 4 to 10 May, and at which hours, a rule is due."""
    changes_made = [RuleChange(at(1, 0), "", "rule", (EIGHT, False, True)), *changes]
    year = Year([(date(2026, 2, 25), ends)], FEAST, overrides or {}, changes_made)
    kinds = {"rule": "school" if tenant else "county"}
    rows = expected_occurrences(year, kinds, [tenant], at(4, 3), at(4, 3) + timedelta(days=7))
    return sorted((moment.day, moment.hour) for _tenant, _kind, moment in rows)


def test_a_rule_is_due_on_school_days_with_make_up_days_and_without_holidays():
    assert days() == [(6, 8), (7, 8), (8, 8), (9, 8)]


def test_a_rule_is_not_due_outside_the_terms():
    assert days(ends=date(2026, 5, 7)) == [(6, 8), (7, 8)]


def test_a_schools_own_day_counts_for_that_school():
    own = {("A", date(2026, 5, 6)): False, ("A", date(2026, 5, 10)): True}

    assert days(tenant="A", overrides=own) == [(7, 8), (8, 8), (9, 8), (10, 8)]
    assert days(tenant="B", overrides=own) == [(6, 8), (7, 8), (8, 8), (9, 8)]


def test_a_calendar_rule_is_due_every_day_and_a_disabled_rule_never():
    assert days(RuleChange(at(2, 12), "", "rule", (EIGHT, True, True))) == [(day, 8) for day in range(4, 11)]
    assert days(RuleChange(at(7, 12), "", "rule", (EIGHT, False, False))) == [(6, 8), (7, 8)]


def test_a_school_follows_its_own_rule_until_it_follows_the_county_again():
    own, again = RuleChange(at(6, 12), "A", "rule", (FOUR, False, True)), RuleChange(at(8, 12), "A", "rule", None)

    assert days(own, again, tenant="A") == [(6, 8), (6, 16), (7, 16), (8, 12), (9, 8)]
    assert days(own, again, tenant="B") == [(6, 8), (7, 8), (8, 8), (9, 8)]


def test_an_hour_moved_to_one_that_has_passed_is_due_at_once():
    late, early = (
        RuleChange(at(5, 12), "", "rule", (FOUR, False, True)),
        RuleChange(at(7, 12), "", "rule", (EIGHT, False, True)),
    )

    assert days(late, early) == [(6, 16), (7, 12), (8, 8), (9, 8)]
