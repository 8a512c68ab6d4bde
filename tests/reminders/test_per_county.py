"""A kind is evaluated for all schools of a county at once; a fault, rule or calendar of one school stays its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from itertools import count
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.access.actions import memberships as access
from services.access.roles import Role
from services.accounts.models import User
from services.jobs import occurrences
from services.jobs.models import Occurrence
from services.notify.choices import IncidentKind
from services.notify.models import Notification, SystemIncident
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline
from services.reminders import actions, evaluation, kinds
from services.reminders.directory import Directory
from services.reminders.kinds import DateWindow, ReminderItem
from services.reminders.preview import preview
from services.reminders.queries import settings_for
from services.schools import actions as schools
from services.schools.choices import DayKind, Season
from services.schools.models import County, School, SchoolDayOverride, Site, Staff, Term, Township
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope, worker_for_schools
from tests.cast import Town
from tests.factories.evaluation import evaluate_at, moment, reminders_of

pytestmark = pytest.mark.django_db
MISSED = "plans.deadline_missed"
SEPT_11, SEPT_14, SEPT_15 = (date(2026, 9, day) for day in (11, 14, 15))
_numbers = count()


def county_of(number_of_schools: int) -> County:
    """A county whose schools each have a head, with a report that was due on Friday 11 September."""
    with scope(ALL_TENANTS):
        county = County.objects.create(name=f"{number_of_schools}校县")
        township = Township.objects.create(county=county, name="清河镇")
        Term.objects.create(
            county=county, school_year=2026, season=Season.AUTUMN, begins_on=date(2026, 9, 1), ends_on=date(2027, 1, 22)
        )
        rows = [
            School.objects.create(county=county, township=township, name=f"第{n}小学") for n in range(number_of_schools)
        ]
    for school in rows:
        head = User.objects.create(username=f"head{next(_numbers)}", password="!")
        with scope(for_school(school.pk, county.pk)):
            staff = Staff.objects.create(name="李校长", site=Site.objects.create(name="本部"), user=head)
            access.add_membership(user_id=head.pk, role=Role.HEAD, since=date(2026, 8, 1), staff=staff)
    with scope(for_county(county.pk)):
        schools.seed_days(term=Term.objects.get())
        Deadline.objects.create(
            title="排查表", kind=DeadlineKind.SURVEY, due_on=SEPT_11, set_by_id=head.pk, set_at=moment(SEPT_11)
        )
    return county


@pytest.fixture
def report(town: Town) -> Town:
    """The schools of 清河县 owe a report since Friday; the rules are in effect since then."""
    with town.as_(town.officer) as officer:
        schools.seed_days(term=town.term)
        Deadline.objects.create(
            title="排查表", kind=DeadlineKind.SURVEY, due_on=SEPT_11, set_by_id=officer.user_id, set_at=town.monday
        )
    evaluate_at(SEPT_11, time(20))
    return town


def heads_reminded() -> set[int | None]:
    return {user for user, _title in reminders_of(MISSED)}


def test_six_schools_cost_as_many_queries_as_two():
    two, six = county_of(2), county_of(6)
    evaluate_at(SEPT_11, time(20))

    queries = []
    for county in (two, six):
        with CaptureQueriesContext(connection) as captured:
            evaluation.evaluate_due_rules(moment(SEPT_14), county=county.public_id)
        queries.append(len(captured))

    assert len(reminders_of(MISSED)) == 8
    assert queries[0] == queries[1], queries


def test_fault_at_one_school_keeps_no_other_from_its_reminders(report: Town, monkeypatch: pytest.MonkeyPatch):
    known = kinds.get_kind(MISSED)

    def fails_at_b(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
        if report.b.school.pk in directory.schools:
            raise RuntimeError("a row of 河西小学 that nobody foresaw")
        yield from known.find_items(window, directory)

    monkeypatch.setitem(kinds._kinds, MISSED, replace(known, find_items=fails_at_b))
    result = evaluate_at(SEPT_14)

    assert result.failed == 1
    assert heads_reminded() == {report.admin_zhao.user_id}
    with scope(ALL_TENANTS):
        incident = SystemIncident.objects.get(kind=IncidentKind.RULE_FAILED)
        unfinished = Occurrence.objects.get(finished_at=None)
    assert (incident.source, incident.school_id) == (MISSED, report.b.school.pk)
    assert (unfinished.school_id, unfinished.failures) == (report.b.school.pk, 1)

    monkeypatch.setitem(kinds._kinds, MISSED, known)
    evaluate_at(SEPT_14, time(7, 47))
    assert heads_reminded() == {report.admin_zhao.user_id, report.admin_of_b.user_id}, "the retry after five minutes"
    assert len(reminders_of(MISSED)) == 2


def test_school_with_a_rule_and_a_calendar_of_its_own_is_evaluated_by_them(report: Town):
    with report.as_(report.admin_of_b) as by:
        actions.save_school_rule(kind=MISSED, by=by, now=moment(SEPT_11, time(21)), offset_days=2)
    with report.a.inside():
        SchoolDayOverride.objects.create(date=SEPT_14, kind=DayKind.HOLIDAY, reason="运动会")

    evaluate_at(SEPT_14)
    assert heads_reminded() == set(), "no school in 中心小学, one day too early in 河西小学"
    evaluate_at(SEPT_15)
    assert heads_reminded() == {report.admin_zhao.user_id, report.admin_of_b.user_id}


def test_preview_of_each_school_is_what_the_county_s_evaluation_sends(report: Town):
    foreseen = {}
    for tenant in (report.a, report.b):
        with tenant.inside():
            rows = preview(kinds.get_kind(MISSED), settings_for(MISSED), moment(SEPT_14, time(7))).rows
            foreseen[tenant.school.pk] = [(row.recipient, row.title, row.body) for row in rows if row.due_at.day == 14]

    evaluate_at(SEPT_14)

    with scope(ALL_TENANTS):
        for school_id, texts in foreseen.items():
            sent = Notification.objects.filter(kind=MISSED, school_id=school_id)
            assert list(sent.values_list("recipient_name", "title", "body")) == texts
            assert len(texts) == 1


def test_missed_days_of_one_school_are_evaluated_in_their_order(report: Town):
    evaluate_at(date(2026, 9, 16))

    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind=MISSED, school=report.a.school).order_by("pk")
        first, second = rows.values_list("pk", "escalated_from", "occurrence__due_at__day")
    assert first[1:] == (None, 14)
    assert second[1:] == (first[0], 16), "the later one belongs to the first, which nobody acknowledged"


@pytest.mark.django_db(transaction=True)
def test_tenant_that_another_process_holds_is_left_out_without_waiting(lasting_town: Town):
    ids, county_id = [lasting_town.a.school.pk, lasting_town.b.school.pk], lasting_town.county.pk
    due, now = moment(SEPT_14, time(7, 40)), moment(SEPT_14)
    with scope(worker_for_schools(ids, county_id)):
        occurrences.create([(school_id, "reminders:x", due) for school_id in ids], now=now)
    seen: list[dict[int | None, int]] = []

    def other_process() -> None:
        with scope(worker_for_schools(ids, county_id)):
            claimed = occurrences.claim_by_tenant("reminders:x", {key: [due] for key in ids}, now=now)
            seen.append({school_id: len(rows) for school_id, rows in claimed.items()})
        connection.close()

    with scope(for_school(ids[0], county_id)):
        assert set(occurrences.claim_by_tenant("reminders:x", {ids[0]: [due]}, now=now)) == {ids[0]}
        thread = Thread(target=other_process)
        thread.start()
        thread.join(timeout=30)

    assert seen == [{ids[1]: 1}]
