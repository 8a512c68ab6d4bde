"""The week in figures: who gets it, on which day, and that it names nobody."""

from datetime import date

import pytest

from services.dashboards.models import SchoolQuarter, SchoolWeek
from tests.cast import Town
from tests.factories import care
from tests.factories.reminders import items_of, recipients_of, texts_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 14)


@pytest.fixture
def worked(town: Town) -> Town:
    """Last week: three talks and a visit at one school, 王老师's talk missing; one child without a teacher."""
    from services.schools.scope import ALL_TENANTS, scope

    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with scope(ALL_TENANTS):
        school = {"school": town.a.school, "county": town.county}
        SchoolWeek.objects.create(**school, starts_on=date(2026, 9, 7), talks=3, visits=1)
        SchoolQuarter.objects.create(**school, year=2026, quarter=3, as_of=town.monday, children=3, paired=2)
    return town


def test_head_and_administrator_get_the_weeks_figures_without_a_name(worked: Town):
    town = worked
    with town.a.inside():
        items = items_of("dashboards.school_week", MONDAY, MONDAY, MONDAY)
        assert recipients_of(items) == {town.head_li.user_id, town.admin_zhao.user_id}
        title, body = texts_of("dashboards.school_week", items[0])
        assert title == "一周小结：现有逾期 1 件"
        assert body == "上周谈心 3 次、家访 1 次、通话 0 次；现有逾期 1 件，待结对 1 名。"
        assert items[0].child is None
    with town.b.inside():
        (title, _body) = texts_of(
            "dashboards.school_week", items_of("dashboards.school_week", MONDAY, MONDAY, MONDAY)[0]
        )
        assert title == "一周小结：现有逾期 0 件"


def test_the_county_gets_the_weeks_sums(worked: Town):
    town = worked
    with town.county_scope():
        items = items_of("dashboards.county_week", MONDAY, MONDAY, MONDAY)
        assert recipients_of(items) == {town.lead.user_id, town.officer.user_id}
        assert texts_of("dashboards.county_week", items[0])[0] == "全县一周小结：1 所学校有逾期"


def test_week_reminders_are_sent_on_mondays_of_a_term_only(worked: Town):
    with worked.a.inside():
        assert not items_of("dashboards.school_week", MONDAY, date(2026, 9, 15), date(2026, 9, 18))
        assert not items_of("dashboards.school_week", MONDAY, date(2026, 8, 3), date(2026, 8, 3))
