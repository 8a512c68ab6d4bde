"""What the norms make due: weeks, months, terms; holidays, make-up days, edges; a second run adds nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.care.actions import due_work, pairings
from services.care.models import DueWork
from services.plans import actions as plans
from services.plans import queries as plan_queries
from services.plans.choices import CareActivity, PeriodUnit
from services.plans.default_frequencies import FrequencyInput
from services.schools import actions as schools
from services.schools.choices import DayKind
from services.schools.scope import ScopeNotSet
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db
TALK, VISIT = (
    FrequencyInput(CareActivity.TALK, 1, PeriodUnit.WEEK),
    FrequencyInput(CareActivity.HOME_VISIT, 1, PeriodUnit.MONTH),
)


def shanghai(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


def test_pairing_creates_due_work_of_the_first_week_month_and_term(town: Town):
    care.paired(town, required_frequencies=[TALK, VISIT, FrequencyInput(CareActivity.CALL, 1, PeriodUnit.TERM)])

    with town.a.inside():
        assert care.due() == [
            ("call", "2026-09-01", "2027-01-22", 1),
            ("home_visit", "2026-09-01", "2026-09-30", 1),
            ("talk", "2026-09-07", "2026-09-11", 1),
        ]


def test_due_work_is_created_once_per_period_however_often_it_is_refreshed(town: Town):
    care.paired(town, required_frequencies=[TALK])

    with town.a.inside():
        assert due_work.refresh_due_work(now=shanghai(2026, 9, 28)).added == 3
        assert due_work.refresh_due_work(now=shanghai(2026, 9, 28)).added == 0
        assert care.due() == [
            ("talk", "2026-09-07", "2026-09-11", 1),
            ("talk", "2026-09-14", "2026-09-20", 1),  # Sunday the 20th is a make-up day
            ("talk", "2026-09-21", "2026-09-24", 1),  # Friday is mid-autumn festival
            ("talk", "2026-09-28", "2026-09-30", 1),  # from Thursday on National Day
        ]


def test_a_week_without_a_school_day_asks_for_nothing(town: Town):
    care.paired(town, required_frequencies=[TALK])

    with town.a.inside():
        for day in (5, 6, 7, 8, 9, 10):  # the county keeps the 8th to 10th; this school repairs its roof
            schools.override_day(day=date(2026, 10, day), kind=DayKind.HOLIDAY, reason="修屋顶")
        due_work.refresh_due_work(now=shanghai(2026, 10, 12))

        assert ("talk", "2026-09-28", "2026-09-30", 1) in care.due()
        assert not DueWork.objects.filter(period_start=date(2026, 10, 5)).exists()


@pytest.mark.parametrize(
    ("paired_on", "frequency", "expected"),
    [
        (shanghai(2026, 9, 10), TALK, [("talk", "2026-09-07", "2026-09-11", 1)]),  # Thursday: two days left
        (shanghai(2026, 9, 11), TALK, []),  # Friday: one day left
        (shanghai(2026, 9, 23), VISIT, [("home_visit", "2026-09-01", "2026-09-30", 1)]),  # five left
        (shanghai(2026, 9, 24), VISIT, []),  # four left
        (
            shanghai(2026, 9, 14),
            FrequencyInput(CareActivity.TALK, 4, PeriodUnit.MONTH),
            [1, 2, 3],
        ),  # 13 of 22 days: 2.4 of 4
    ],
)
def test_a_shortened_period_requires_its_share_of_the_count(
    town: Town, paired_on: datetime, frequency: FrequencyInput, expected: list[object]
):
    care.school_days(town)
    with town.as_(town.head_li) as head:
        care.plan(town, head, required_frequencies=[frequency], at=town.monday)
        care.pair(town, town.xiaoming, at=paired_on)

        assert care.due() == expected or [row[3] for row in care.due()] == expected


def test_late_evening_in_shanghai_is_still_the_same_day(town: Town):
    care.school_days(town)
    with town.as_(town.head_li) as head:
        care.plan(town, head, required_frequencies=[TALK])
        care.pair(town, town.xiaoming, at=shanghai(2026, 9, 10, 23))  # 15:00 in Greenwich
        care.pair(town, town.xiaohong, at=shanghai(2026, 9, 11, 0))

        assert [row.child for row in DueWork.objects.all()] == [town.xiaoming]


def test_nothing_is_due_for_days_before_the_plan_was_approved(town: Town):
    care.school_days(town)
    with town.as_(town.head_li) as head:
        care.pair(town, town.xiaoming)
        assert due_work.refresh_due_work(now=shanghai(2026, 9, 14)).added == 0
        care.plan(town, head, required_frequencies=[TALK], at=shanghai(2026, 9, 21))
        due_work.refresh_due_work(now=shanghai(2026, 9, 28))

        assert [row[1] for row in care.due()] == ["2026-09-21", "2026-09-28"]


def test_month_and_year_and_term_end(town: Town):
    care.paired(town, required_frequencies=[TALK, VISIT])

    with town.a.inside():
        due_work.refresh_due_work(now=shanghai(2027, 1, 22, 23))
        rows = care.due(period_start__gte=date(2026, 12, 28))
        assert rows == [
            ("home_visit", "2027-01-01", "2027-01-22", 1),
            ("talk", "2026-12-28", "2026-12-31", 1),  # 元旦 is one by law before the holidays of 2027 are announced
            ("talk", "2027-01-04", "2027-01-08", 1),
            ("talk", "2027-01-11", "2027-01-15", 1),
            ("talk", "2027-01-18", "2027-01-22", 1),
        ]
        assert due_work.refresh_due_work(now=shanghai(2027, 1, 23)).added == 0  # the term is over


def test_due_work_of_coming_weeks_can_be_created_ahead(town: Town):
    care.paired(town, required_frequencies=[TALK])

    with town.a.inside():
        assert due_work.refresh_due_work(now=town.monday, until=date(2026, 9, 21)).added == 2


def test_a_changed_plan_adds_and_cancels_due_work_that_is_not_past(town: Town):
    care.paired(town, required_frequencies=[TALK, VISIT])
    with town.as_(town.head_li) as head:
        plan = plan_queries.plan_on(town.monday.date())
        assert plan
        plans.update_plan(
            plan=plan,
            by=head,
            now=town.monday,
            required_frequencies=[FrequencyInput(CareActivity.TALK, 2, PeriodUnit.WEEK)],
        )
        assert due_work.refresh_due_work(now=shanghai(2026, 9, 14)).added == 0  # a draft asks for nothing
        plans.approve_plan(plan=plan, by=head, now=shanghai(2026, 9, 14))
        change = due_work.refresh_due_work(now=shanghai(2026, 9, 14))

        assert (change.added, change.cancelled) == (2, 1)
        assert care.due(state="cancelled") == [("home_visit", "2026-09-01", "2026-09-30", 1)]


def test_an_ended_pairing_has_no_more_due_work(town: Town):
    pairing_ = care.paired(town, required_frequencies=[TALK])
    with town.as_(town.head_li) as head:
        due_work.refresh_due_work(now=shanghai(2026, 9, 14))
        pairings.end_pairing(pairing=pairing_, reason="转学", by=head, now=shanghai(2026, 9, 15))

        assert due_work.refresh_due_work(now=shanghai(2026, 9, 28)).added == 0
        assert care.due(state="due") == [("talk", "2026-09-07", "2026-09-11", 1)]  # missed stays missed
        assert care.due(state="cancelled") == [("talk", "2026-09-14", "2026-09-20", 1)]


def test_a_pairing_stays_within_one_school(town: Town):
    with town.county_scope(), pytest.raises(ScopeNotSet):
        due_work.refresh_due_work(now=town.monday)
