"""The rollup follows the facts: every write marks its school, draining counts it anew, the nightly recount alarms."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.db.utils import ProgrammingError

from services.assessment import actions as rounds
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentRound
from services.children.models import Child, Pupil
from services.dashboards import actions, figures, queries
from services.dashboards.models import SchoolQuarter, SchoolWeek, StaleRollup
from services.dashboards.rollup import triggers
from services.dashboards.rollup.columns import COLUMNS
from services.dashboards.suppression.markers import Marker, Unit
from services.dashboards.suppression.withholding import withhold
from services.kit.periods import Quarter
from services.notify.models import Notification
from services.plans.models import RequiredFrequency
from services.schools.scope import ALL_TENANTS, scope, worker_for_county
from services.schools.tenancy import SchoolOwned
from tests.factories import assessment as work
from tests.factories import children as people

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def refresh_all() -> int:
    with scope(ALL_TENANTS):
        return actions.refresh_stale(now=NOW)


def row_of(tenant: Any) -> SchoolQuarter:
    with tenant.inside():
        return SchoolQuarter.objects.get(year=2026, quarter=4)


@pytest.mark.django_db
def test_a_statement_marks_its_school_stale_once_and_refreshing_counts_it(town: Any) -> None:
    refresh_all()
    with town.a.inside():
        who = people.pupil("赵一", town.a.classes[0])
        people.parent(who, "father")
        people.reported_status(who)
    with scope(ALL_TENANTS):
        assert set(StaleRollup.objects.values_list("school_id", flat=True)) == {town.a.school.pk}
        assert StaleRollup.objects.count() == 3

    assert refresh_all() == 1

    row = row_of(town.a)
    assert (row.pupils, row.d1, row.reported, row.entitled, row.case_files, row.as_of) == (5, 1, 1, 4, 3, NOW)
    assert (row.d1_unknown, row.surveyed) == (4, 1)
    with scope(ALL_TENANTS):
        assert not StaleRollup.objects.exists()
    assert refresh_all() == 0


@pytest.mark.django_db
def test_work_done_moves_the_quarter_and_its_week(town: Any) -> None:
    with town.a.inside():
        plan = work.plan(town.term, town.a.staff["head"], town.monday)
        pair = work.pairing(town.xiaoming, town.a.staff["wang"], town.monday)
        talk = RequiredFrequency.objects.get(plan=plan, activity="talk")
        work.due(pair, talk, date(2026, 11, 20), done=True)
        missed = work.due(pair, talk, date(2026, 11, 13), done=False)
    refresh_all()

    row = row_of(town.a)
    assert (row.talks_done, row.talks_due, row.paired, row.children) == (1, 2, 1, 3)
    with town.a.inside():
        weeks = dict(SchoolWeek.objects.filter(talks__gt=0).values_list("starts_on", "talks"))
        assert weeks == {date(2026, 11, 16): 1}
        missed.delete()
    refresh_all()
    assert row_of(town.a).talks_due == 1
    assert row_of(town.b).paired == 0


@pytest.mark.django_db
def test_the_sums_equal_an_independent_count(town: Any) -> None:
    refresh_all()
    with town.county_scope():
        sums = figures.total(SchoolQuarter.objects.filter(quarter=4).values(*COLUMNS))
        assert sums["pupils"] == Pupil.objects.count() == 8
        assert sums["case_files"] == Child.objects.count() == 6


@pytest.mark.django_db
@pytest.mark.parametrize(("waited", "is_frozen"), [(timedelta(seconds=-1), False), (timedelta(seconds=1), True)])
def test_publication_counts_stale_rows_and_freezes_the_quarter(town: Any, waited: timedelta, is_frozen: bool) -> None:
    """A fact of before the publication, still in the queue, is counted into the quarter gone by; a later one is not."""
    refresh_all()
    with town.as_(town.officer):
        round_ = rounds.open_round(year=2026, quarter=3, by=town.officer, now=NOW)
        AssessmentRound.objects.filter(pk=round_.pk).update(state=RoundState.PUBLISHED, published_at=NOW)
    with scope(ALL_TENANTS):
        SchoolQuarter.objects.filter(quarter=3, school=town.a.school).update(pupils=99)
    with town.a.inside():
        people.pupil("赵一", town.a.classes[0])
    with scope(ALL_TENANTS):
        StaleRollup.objects.update(since=NOW + waited)

    assert refresh_all() == 1

    with town.a.inside():
        assert (SchoolQuarter.objects.get(quarter=3).pupils == 99) is is_frozen


@pytest.mark.django_db
def test_figures_without_pending_changes_are_as_of_now_and_others_as_of_their_count(town: Any) -> None:
    refresh_all()
    with scope(ALL_TENANTS):
        assert actions.recount(county_id=town.county.pk, now=NOW) == 0
    later = NOW + timedelta(hours=3)

    def as_of(quarter: Quarter, now: datetime) -> tuple[datetime | None, dict[str, datetime | None]]:
        with town.county_scope():
            page = queries.county_page(quarter=quarter, now=now)
        return page.as_of, {school.name: school.as_of for school in page.schools}

    fresh = {town.a.school.name: later, town.b.school.name: later}
    assert as_of(Quarter(2026, 4), later) == (later, fresh)
    with town.a.inside():
        people.pupil("赵一", town.a.classes[0])
        assert queries.school_figures(town.a.school, Quarter(2026, 4), now=later, outside=False).as_of == NOW
    assert as_of(Quarter(2026, 4), later) == (NOW, fresh | {town.a.school.name: NOW})
    assert as_of(Quarter(2026, 3), later)[0] == NOW, "a quarter gone by is as it was counted"
    tomorrow = NOW + timedelta(days=1)
    assert as_of(Quarter(2026, 4), tomorrow)[0] == NOW, "what is due depends on the day"


@pytest.mark.django_db
def test_nobody_but_the_worker_writes_figures_and_a_county_reads_its_own(town: Any) -> None:
    refresh_all()
    with town.county_scope():
        assert SchoolQuarter.objects.filter(quarter=4).count() == 2
    with town.as_(town.officer_of_other):
        assert set(SchoolQuarter.objects.values_list("school_id", flat=True)) == {town.c.school.pk}
    for where in (town.a.inside, town.county_scope):
        with pytest.raises(ProgrammingError, match="denied"), where():
            SchoolQuarter.objects.update(pupils=9)


@pytest.mark.django_db
def test_the_nightly_recount_repairs_and_reports_mismatches_and_finds_none_otherwise(town: Any) -> None:
    refresh_all()
    county = town.county.pk
    with scope(worker_for_county(county)):
        assert actions.recount(county_id=county, now=NOW) == 0
        SchoolQuarter.objects.filter(school=town.a.school).update(pupils=99)

        assert actions.recount(county_id=county, now=NOW) == 2

        assert not SchoolQuarter.objects.filter(pupils=99).exists()
    with town.county_scope():
        recipients = Notification.objects.filter(kind="dashboards.rollup_mismatch_found").values_list(
            "recipient_id", flat=True
        )
        assert set(recipients) == {town.officer.user_id, town.lead.user_id}


def test_withheld_figures_have_no_numbers_and_shares_never_round_up() -> None:
    row = dict.fromkeys(COLUMNS, 0) | {
        "children": 4,
        "paired": 4,
        "d1": 6,
        "d2": 3,
        "talks_done": 1,
        "talks_due": 3,
        "score": Decimal("48.37"),
        "score_out_of": Decimal(50),
    }
    markers = withhold([Unit(1, "", row)]).units[1]

    outside, inside = figures.values(row, markers), figures.values(row)

    assert [outside[code].text for code in ("d1", "d2", "d3", "paired")] == ["6", "<5", "0", "<5"]
    assert outside["paired"].as_json() == {"numerator": None, "denominator": None, "percent": None, "shown": "<5"}
    # Three talks in the quarter are the talks of somebody in a group that is withheld.
    assert (outside["talks"].text, outside["talks"].detail) == ("<5", "")
    assert (outside["score"].text, outside["score"].detail) == ("96.0%", "48 / 50")
    assert [inside[code].text for code in ("d1", "paired", "talks", "score")] == ["6", "100%", "33.3%", "96.7%"]
    assert figures.FigureValue(8, 8, is_share=True, marker=Marker.CONFIDENTIAL).text == "保密"
    assert figures.FigureValue(2999, 3000, is_share=True).text == "99.9%"


def test_every_table_behind_a_figure_marks_its_school() -> None:
    models = {figure.source for figure in figures.ALL if figure.source != "children.queries.basis"}
    tables = {apps.get_model(name.strip())._meta.db_table for names in models for name in names.split(",")}

    assert tables <= set(triggers.TRACKED_TABLES)
    assert all(issubclass(apps.get_model(*table.split("_", 1)), SchoolOwned) for table in triggers.TRACKED_TABLES)


@pytest.mark.django_db(transaction=True)
def test_one_refresh_runs_at_a_time_and_rows_written_meanwhile_stay_queued(lasting_town: Any) -> None:
    town = lasting_town
    results: list[int] = []

    def elsewhere(work: Any) -> None:
        def run() -> None:
            try:
                results.append(work())
            finally:
                connections["default"].close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(20)

    def write() -> int:
        with town.a.inside():
            people.pupil("赵一", town.a.classes[0])
        return -1

    with scope(ALL_TENANTS):
        assert actions.refresh_stale(now=NOW) == 3
        elsewhere(refresh_all)
        elsewhere(write)
    assert results == [0, -1]
    assert refresh_all() == 1
    assert row_of(town.a).pupils == 5


def unqueued_pupil(town: Any) -> None:
    """A pupil whose change is not in the queue: only a full count would see it."""
    with town.a.inside():
        people.pupil("赵一", town.a.classes[0])
    with scope(ALL_TENANTS):
        StaleRollup.objects.all().delete()


def work_of_a_talk(town: Any, pair: Any, talk: Any, day: date) -> None:
    with town.a.inside():
        work.due(pair, talk, day, done=True)
    with scope(ALL_TENANTS):
        assert set(StaleRollup.objects.values_list("source", flat=True)) == {"care_carerecord", "care_duework"}


@pytest.mark.django_db
def test_after_care_work_alone_only_its_columns_are_counted_until_the_day_ends(town: Any) -> None:
    with town.a.inside():
        plan = work.plan(town.term, town.a.staff["head"], town.monday)
        pair = work.pairing(town.xiaoming, town.a.staff["wang"], town.monday)
        talk = RequiredFrequency.objects.get(plan=plan, activity="talk")
    refresh_all()
    unqueued_pupil(town)

    work_of_a_talk(town, pair, talk, date(2026, 11, 20))
    assert refresh_all() == 1
    row = row_of(town.a)
    assert (row.talks_done, row.talks_due, row.pupils, row.as_of) == (1, 1, 4, NOW)

    work_of_a_talk(town, pair, talk, date(2026, 11, 13))
    with town.a.inside():
        people.pupil("钱二", town.a.classes[0])  # with another change everything is counted
    refresh_all()
    row = row_of(town.a)
    assert (row.talks_done, row.pupils) == (2, 6)

    unqueued_pupil(town)
    work_of_a_talk(town, pair, talk, date(2026, 11, 6))
    with scope(ALL_TENANTS):
        assert actions.refresh_stale(now=NOW + timedelta(days=1)) == 1  # a row of yesterday is counted anew
    row = row_of(town.a)
    assert (row.talks_done, row.talks_due, row.pupils) == (3, 3, 7)
