"""Eighteen counties of schools of very different sizes, written by set-based SQL: the data of `--size l`.

`both_sizes` writes one county of 56,448 pupils, copies the database, and adds 17 counties: 1,016,064 pupils in all.
Indexes are built after the rows, and triggers and foreign keys rest meanwhile: the rows are consistent by their making.
Not seeded, because nothing measured reads them: identity papers, addresses, measured values, audit events,
notifications, and the quarters before.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

import psycopg
from django.db import connection, connections

from services.accounts.actions import create_account
from services.schools.choices import DayKind, Season
from services.schools.models import County, School, SchoolDay, Staff, Term, Township
from services.schools.scope import ALL_TENANTS, scope
from tests.bench import seed
from tests.bench.nations.nation_sizes import school_sizes
from tests.bench.plans import column_sql
from tests.bench.seed import PASSWORD, PEOPLE, TOWNSHIPS, Seeded, insert

COPY = "nuanyang_county"  # the database with the first county alone
TERM = (date(2026, 9, 1), date(2027, 1, 22))
PAIRED_AT = "TIMESTAMPTZ '2026-09-07 09:00+08'"
OF_SCHOOL = {"school_id": "s.school_id", "county_id": "s.county_id"}


def both_sizes(pupils: Sequence[int]) -> Seeded:
    """Write the first county, copy the database, then write the others: the same county at both sizes.

    `pupils` of each county.
    """
    users = {name: create_account(username=f"bench_{name}", password=PASSWORD).pk for name in PEOPLE}
    first, *others = pupils
    (county,) = seed_counties([first], user_id=users["county"])
    seeded = _with_people(county, users)
    connections.close_all()
    with psycopg.connect(os.environ["BENCH_ADMIN_URL"], autocommit=True, dbname="postgres") as admin:
        admin.execute(f"CREATE DATABASE {COPY} TEMPLATE nuanyang OWNER owner")
    seed_counties(others, user_id=users["county"])
    return seeded


def _with_people(county: County, users: dict[str, int]) -> Seeded:
    """Who acts in the measured county: head and teacher of a school of middle size, officer, lead."""
    with scope(ALL_TENANTS):
        school = School.objects.get(pk=_middle_school(county))
        for name in ("head", "teacher"):
            Staff.objects.filter(pk=seed._first_staff(school, name)).update(user=users[name])
        seed._grants(users["teacher"])
    actors = seed._actors(county, school, users)
    return Seeded(county, school, actors, seed._assessed(county, actors))


def _middle_school(county: County) -> int:
    """A school with as many pupils as the mean that has left-behind children."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.school_id FROM children_pupil p LEFT JOIN children_child c ON c.pupil_id = p.id"
            " WHERE p.county_id = %s GROUP BY 1 HAVING count(c.id) > 10 ORDER BY abs(count(*) - 672) LIMIT 1",
            [county.pk],
        )
        row = cursor.fetchone()
    assert row
    return int(row[0])


def seed_counties(pupils: Sequence[int], *, user_id: int) -> list[County]:
    """Write whole counties. Returns them."""
    with _bulk_load():
        with scope(ALL_TENANTS):
            counties = [_county(size) for size in pupils]
        for step in (_people, _pupils, _families, _plans, _pairings, _records, _health):
            with scope(ALL_TENANTS):
                step(user_id)
    return counties


@contextmanager
def _bulk_load() -> Iterator[None]:
    """No index but the unique ones, no trigger and no foreign key until the rows are written."""
    with psycopg.connect(os.environ["BENCH_ADMIN_URL"], autocommit=True) as admin:
        admin.execute(_CREATE_SIZES)
        admin.execute("GRANT SET ON PARAMETER session_replication_role TO r_worker")
        admin.execute("GRANT ALL ON bench_school TO r_worker")
        indexes = admin.execute(_PLAIN_INDEXES).fetchall()
        for name, _definition in indexes:
            admin.execute(f"DROP INDEX {name}")
        try:
            yield
        finally:
            admin.execute("SET maintenance_work_mem = '512MB'")
            for _name, definition in indexes:
                admin.execute(definition)
            admin.execute("DROP TABLE bench_school")
            admin.execute("VACUUM ANALYZE")


_CREATE_SIZES = """CREATE UNLOGGED TABLE bench_school
    (school_id bigint PRIMARY KEY, county_id int, term_id bigint, pupils int, classes int, staff int, share int)"""
_PLAIN_INDEXES = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE NOT indisunique AND relnamespace = 'public'::regnamespace
    AND relname ~ '^(schools|children|care|health|plans)_'"""


def _county(pupils: int) -> County:
    number = County.objects.count() + 1
    county = County.objects.create(name=f"清河县{number}" if number > 1 else "清河县")
    term = Term.objects.create(
        county=county, school_year=2026, season=Season.AUTUMN, begins_on=TERM[0], ends_on=TERM[1]
    )
    days = (TERM[0] + timedelta(days=n) for n in range((TERM[1] - TERM[0]).days + 1))
    SchoolDay.objects.bulk_create(
        SchoolDay(county=county, term=term, date=day, kind=DayKind.LESSONS if day.weekday() < 5 else DayKind.WEEKEND)
        for day in days
    )
    townships = [Township.objects.create(county=county, name=name) for name in TOWNSHIPS]
    sizes = school_sizes(pupils)
    schools = School.objects.bulk_create(
        School(
            county=county,
            township=townships[n % len(townships)],
            name=f"{townships[n % len(townships)].name}第{n + 1}小学",
        )
        for n in range(len(sizes))
    )
    rows = [
        (school.pk, county.pk, term.pk, size.pupils, size.classes, size.staff, size.children_permille)
        for school, size in zip(schools, sizes, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bench_school VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)
    return county


def _rest_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def _people(_user_id: int) -> None:
    _rest_triggers()
    insert("schools.Site", "bench_school s", **OF_SCHOOL, name="'本部'")
    insert(
        "schools.Staff",
        "bench_school s JOIN schools_site t ON t.school_id = s.school_id CROSS JOIN generate_series(1, s.staff) n",
        **OF_SCHOOL,
        site_id="t.id",
        name="'老师' || n",
        pinyin="'laoshi' || lpad(n::text, 3, '0')",
        sex="CASE n % 3 WHEN 0 THEN 'M' ELSE 'F' END",
        is_active="true",
    )
    insert(
        "schools.SchoolClass",
        "bench_school s JOIN schools_site t ON t.school_id = s.school_id"
        " CROSS JOIN generate_series(1, 6) g CROSS JOIN generate_series(1, s.classes) n",
        **OF_SCHOOL,
        site_id="t.id",
        entry_year="2027 - g",
        entry_grade="1",
        number="n",
        class_teacher_id="(SELECT min(f.id) + (g * 3 + n) % s.staff FROM schools_staff f"
        " WHERE f.school_id = s.school_id)",
    )


def _pupils(_user_id: int) -> None:
    _rest_triggers()
    insert(
        "children.Pupil",
        "(SELECT c.*, b.pupils, 6 * b.classes AS classes, row_number() OVER (PARTITION BY c.school_id ORDER BY c.id)"
        " AS nth FROM bench_school b JOIN schools_schoolclass c ON c.school_id = b.school_id) s"
        " CROSS JOIN generate_series(1, s.pupils / s.classes + (s.nth <= s.pupils % s.classes)::int) n",
        **OF_SCHOOL,
        **column_sql.PUPIL,
    )


# Whether a pupil is left behind; hashed, so that each school has its own share of them.
_IS_CHILD = "abs(hashint8(s.id)) % 1000 < b.share"


def _families(_user_id: int) -> None:
    _rest_triggers()
    pupils = "bench_school b JOIN children_pupil s ON s.school_id = b.school_id"
    children = "bench_school b JOIN children_child s ON s.school_id = b.school_id"
    since = "DATE '2026-09-01'"
    insert(
        "children.ParentWhereabouts",
        f"{pupils} CROSS JOIN (VALUES ('father', 0), ('mother', 1)) AS w(parent, shift) WHERE s.id % 11 > 0",
        **OF_SCHOOL,
        pupil_id="s.id",
        parent="w.parent",
        whereabouts=f"CASE WHEN {_IS_CHILD} AND (shift = 0 OR s.id % 5 < 2) THEN 'away' ELSE 'home' END",
        away_since=f"{since} - 200",
        since=since,
    )
    insert(
        "children.ReportedStatus",
        pupils,
        **OF_SCHOOL,
        pupil_id="s.id",
        reported=f"CASE WHEN {_IS_CHILD} THEN CASE WHEN s.id % 5 < 2 THEN 'both' ELSE 'one' END ELSE 'none' END",
        reported_on=since,
    )
    insert(
        "children.Child",
        f"{pupils} WHERE {_IS_CHILD} AND s.id % 8 > 0",
        **OF_SCHOOL,
        pupil_id="s.id",
        opened_on=since,
        opening_reason="'reported'",
    )
    insert(
        "children.Guardian",
        f"{children} WHERE s.id % 9 > 0",
        **OF_SCHOOL,
        pupil_id="s.pupil_id",
        name="'奶奶'",
        since=since,
    )
    insert("children.ContactCard", f"{children} WHERE s.id % 13 > 0", **OF_SCHOOL, child_id="s.id", issued_on=since)
    insert(
        "children.PhoneNumber",
        children,
        **OF_SCHOOL,
        pupil_id="s.pupil_id",
        owner="'guardian'",
        number="''::bytea",
        number_index="'bench'",
        verification="CASE WHEN s.id % 7 > 0 THEN 'valid' ELSE 'not_in_service' END",
        verified_on=since,
    )


def _plans(user_id: int) -> None:
    _rest_triggers()
    insert(
        "plans.WorkPlan",
        "bench_school s",
        **OF_SCHOOL,
        term_id="s.term_id",
        title="'关爱工作计划'",
        state="'approved'",
        approved_at=PAIRED_AT,
        approved_by_id=str(user_id),
    )
    plans = "bench_school b JOIN plans_workplan s ON s.school_id = b.school_id"
    insert(
        "plans.LeadingGroupMember",
        plans,
        **OF_SCHOOL,
        **column_sql.LEADER,
    )
    insert(
        "plans.RequiredFrequency",
        f"{plans} CROSS JOIN"
        " (VALUES ('talk', 'week'), ('home_visit', 'month'), ('call', 'month')) AS n(activity, unit)",
        **OF_SCHOOL,
        **column_sql.REQUIRED_FREQUENCY,
    )


def _pairings(_user_id: int) -> None:
    _rest_triggers()
    insert(
        "care.Mentor",
        "bench_school b JOIN schools_staff s ON s.school_id = b.school_id",
        **OF_SCHOOL,
        staff_id="s.id",
        capacity="6",
        is_active="true",
    )
    nth = "row_number() OVER (PARTITION BY x.school_id ORDER BY x.id) AS nth"
    insert(
        "children.CaseAssignment",
        f"(SELECT x.*, b.staff AS mentors, {nth}"
        " FROM bench_school b JOIN children_child x ON x.school_id = b.school_id) s"
        f" JOIN (SELECT x.*, {nth} FROM bench_school b JOIN care_mentor x ON x.school_id = b.school_id) r"
        " ON r.school_id = s.school_id AND r.nth = 1 + (s.nth - 1) % s.mentors WHERE s.id % 29 > 0",
        **OF_SCHOOL,
        child_id="s.id",
        staff_id="r.staff_id",
        reason="'pairing'",
        since=PAIRED_AT,
    )
    insert(
        "care.Pairing",
        "bench_school b JOIN children_caseassignment s ON s.school_id = b.school_id"
        " JOIN care_mentor r ON r.school_id = s.school_id AND r.staff_id = s.staff_id",
        **OF_SCHOOL,
        child_id="s.child_id",
        mentor_id="r.id",
        assignment_id="s.id",
        started_at=PAIRED_AT,
    )


# Periods of the term that end by the measured day, as the derivation of due work makes them: unit, first, last, due.
_PERIODS = """(SELECT 'talk' AS activity, 'week' AS unit, d::date AS starts, d::date + 6 AS ends, d::date + 4 AS due_on
        FROM generate_series(DATE '2026-09-07', DATE '2026-11-23', '7 days') d
    UNION ALL
    SELECT activity, 'month', starts, ends, due_on FROM (VALUES ('home_visit'), ('call')) a(activity) CROSS JOIN (VALUES
        (DATE '2026-09-01', DATE '2026-09-30', DATE '2026-09-30'),
        (DATE '2026-10-01', DATE '2026-10-31', DATE '2026-10-30'),
        (DATE '2026-11-01', DATE '2026-11-30', DATE '2026-11-30')) m(starts, ends, due_on)) d"""


def _records(user_id: int) -> None:
    """Three in four of the works due by 23 November are done, on the day they were due."""
    _rest_triggers()
    pairs = (
        "bench_school b JOIN care_pairing s ON s.school_id = b.school_id JOIN care_mentor r ON r.id = s.mentor_id"
        f" CROSS JOIN {_PERIODS}"
    )
    insert(
        "care.CareRecord",
        f"{pairs} WHERE d.due_on < DATE '2026-11-23' AND hashint8(s.id + (d.due_on - DATE '2026-01-01')) % 4 <> 0",
        **OF_SCHOOL,
        child_id="s.child_id",
        pairing_id="s.id",
        staff_id="r.staff_id",
        activity="d.activity",
        happened_on="d.due_on",
        mood="s.id % 5 + 1",
        topics="ARRAY['study']",
        recorded_at=PAIRED_AT,
        recorded_by_id=str(user_id),
    )
    insert(
        "care.DueWork",
        f"{pairs} JOIN plans_requiredfrequency f ON f.school_id = s.school_id AND f.activity = d.activity"
        " LEFT JOIN care_carerecord c ON c.school_id = s.school_id AND c.pairing_id = s.id"
        " AND c.activity = d.activity AND c.happened_on = d.due_on",
        **OF_SCHOOL,
        pairing_id="s.id",
        child_id="s.child_id",
        staff_id="r.staff_id",
        frequency_id="f.id",
        activity="d.activity",
        period_unit="d.unit",
        period_start="d.starts",
        period_end="d.ends",
        due_on="d.due_on",
        state="CASE WHEN c.id IS NULL THEN 'due' ELSE 'done' END",
        record_id="c.id",
    )
    insert(
        "care.CareNote",
        "bench_school b JOIN care_carerecord s ON s.school_id = b.school_id WHERE s.id % 9 > 0",
        **OF_SCHOOL,
        record_id="s.id",
        text="'说说这周的事'",
    )


def _health(user_id: int) -> None:
    _rest_triggers()
    counties = "(SELECT DISTINCT county_id, term_id FROM bench_school) s"
    insert("health.Clinic", counties, county_id="s.county_id", name="'中心卫生院'", capacity="300")
    insert(
        "health.Campaign",
        counties,
        county_id="s.county_id",
        title="'秋季体检'",
        term_id="s.term_id",
        begins_on="DATE '2026-10-12'",
        ends_on="DATE '2026-12-18'",
        state="'scheduled'",
        opened_by_id=str(user_id),
    )
    insert(
        "health.Appointment",
        "bench_school b JOIN schools_schoolclass s ON s.school_id = b.school_id"
        " JOIN health_campaign m ON m.county_id = s.county_id JOIN health_clinic c ON c.county_id = s.county_id",
        **OF_SCHOOL,
        **column_sql.APPOINTMENT,
    )
    insert(
        "health.Checkup",
        "bench_school b JOIN health_appointment s ON s.school_id = b.school_id"
        " JOIN children_pupil p ON p.school_id = s.school_id AND p.school_class_id = s.school_class_id",
        **OF_SCHOOL,
        **column_sql.CHECKUP,
    )
    insert(
        "health.Finding",
        "bench_school b JOIN health_checkup s ON s.school_id = b.school_id WHERE s.state = 'done' AND s.id % 6 = 0",
        **OF_SCHOOL,
        **column_sql.FINDING,
    )
