"""Counties of 84 schools for a morning's reminders: set-based SQL, like `seed`, but many small schools."""

from datetime import date

from django.db import connection

from services.schools import actions
from services.schools.models import County, School, Term, Township
from services.schools.scope import ALL_TENANTS, for_county, scope
from tests.bench.mornings.morning_rest import seed_rest
from tests.bench.seed import insert

SCHOOLS_A_COUNTY = 84
CLASSES, PUPILS, STAFF = 6, 20, 12  # of a school; one pupil in five has a case file
OWN = {"school_id": "s.school_id", "county_id": "s.county_id"}
MOMENT = "TIMESTAMPTZ '2026-09-07 09:00+08'"
# Staff of a school, by `nth` from 1: the head, the administrator, then teachers.
_STAFF = (
    "(SELECT *, row_number() OVER (PARTITION BY school_id ORDER BY id) AS nth,"
    " row_number() OVER (ORDER BY id) AS place FROM schools_staff) s"
)
_TALKS = "generate_series(DATE '2026-09-11', DATE '2026-11-27', '7 days') AS d(day)"
_MONTHS = "(VALUES (DATE '2026-09-30'), (DATE '2026-10-30'), (DATE '2026-11-20')) AS d(day)"


def seed(schools: int) -> None:
    """Staff, pupils, case files, mentors and their work of a term; one work in 40 of last week is late."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (username, password, is_active, is_superuser, created_at, session_generation)"
            " SELECT 'morning' || n, '!', true, false, now(), 0 FROM generate_series(1, %s) n",
            [schools * STAFF],
        )
        cursor.execute("SELECT min(id) FROM accounts_user WHERE username LIKE 'morning%'")
        first_user = cursor.fetchone()[0]
    with scope(ALL_TENANTS):
        counties = [_county(number, schools) for number in range(-(-schools // SCHOOLS_A_COUNTY))]
        _people(first_user)
        _children()
        _work()
        seed_rest(first_user)
    for county in counties:
        with scope(for_county(county.pk)):
            actions.seed_days(term=Term.objects.get())


def _county(number: int, schools: int) -> County:
    county = County.objects.create(name=f"清河{number}县")
    township = Township.objects.create(county=county, name="清河镇")
    Term.objects.create(
        county=county, school_year=2026, season="autumn", begins_on=date(2026, 9, 1), ends_on=date(2027, 1, 22)
    )
    count = min(SCHOOLS_A_COUNTY, schools - number * SCHOOLS_A_COUNTY)
    School.objects.bulk_create(School(county=county, township=township, name=f"第{n + 1}小学") for n in range(count))
    return county


def _people(first_user: int) -> None:
    own = {"school_id": "s.id", "county_id": "s.county_id"}
    insert("schools.Site", "schools_school s", **own, name="'本部'")
    insert(
        "schools.Staff",
        f"schools_site t JOIN schools_school s ON s.id = t.school_id CROSS JOIN generate_series(1, {STAFF}) n",
        **own,
        site_id="t.id",
        name="'老师' || n",
        email="'t' || s.id || '.' || n || '@school.example'",
        is_active="true",
    )
    with connection.cursor() as cursor:
        set_user = f"UPDATE schools_staff SET user_id = s.place + %s FROM {_STAFF} WHERE schools_staff.id = s.id"
        cursor.execute(set_user, [first_user - 1])
    insert(
        "access.Membership",
        _STAFF,
        **OWN,
        user_id="s.user_id",
        staff_id="s.id",
        role="CASE s.nth WHEN 1 THEN 'head' WHEN 2 THEN 'school_admin' ELSE 'teacher' END",
        since="DATE '2026-08-01'",
    )
    insert(
        "schools.SchoolClass",
        f"{_STAFF} JOIN schools_site t ON t.school_id = s.school_id WHERE s.nth BETWEEN 3 AND {CLASSES + 2}",
        **OWN,
        site_id="t.id",
        entry_year="2029 - s.nth",
        entry_grade="1",
        number="1",
        class_teacher_id="s.id",
    )


def _children() -> None:
    insert(
        "children.Pupil",
        f"schools_schoolclass s CROSS JOIN generate_series(1, {PUPILS}) n",
        **OWN,
        school_class_id="s.id",
        name="'王小' || n",
        sex="'M'",
        birth_date="make_date(s.entry_year - 6, n % 12 + 1, n % 28 + 1)",
        enrolled_on="make_date(s.entry_year, 9, 1)",
    )
    insert(
        "children.Child",
        "children_pupil s WHERE s.id % 5 = 0",
        **OWN,
        pupil_id="s.id",
        opened_on="DATE '2026-09-01'",
        opening_reason="'reported'",
    )
    insert(
        "children.ContactCard",
        "children_child s WHERE s.id % 13 > 0",
        **OWN,
        child_id="s.id",
        issued_on="DATE '2026-09-02'",
    )
    insert(
        "children.PhoneNumber",
        "children_child s WHERE s.id % 17 > 0",
        **OWN,
        seal_id="gen_random_uuid()",
        pupil_id="s.pupil_id",
        owner="'mother'",
        number="'\\x00'::bytea",
        number_index="s.id::text",
        verified_on="DATE '2026-09-02'",
        verification="'valid'",
    )
    insert("care.Mentor", f"{_STAFF} WHERE s.nth > 2", **OWN, staff_id="s.id", capacity="3", is_active="true")


def _work() -> None:
    nth = "SELECT *, row_number() OVER (PARTITION BY school_id ORDER BY id) AS nth FROM"
    pairs = (
        f"({nth} children_child) s JOIN ({nth} care_mentor) m ON m.school_id = s.school_id"
        f" AND m.nth = 1 + (s.nth - 1) % {STAFF - 2} WHERE s.id % 29 > 0"
    )
    insert(
        "children.CaseAssignment",
        pairs,
        **OWN,
        child_id="s.id",
        staff_id="m.staff_id",
        reason="'pairing'",
        since=MOMENT,
    )
    insert(
        "care.Pairing",
        "children_caseassignment s JOIN care_mentor m ON m.staff_id = s.staff_id",
        **OWN,
        child_id="s.child_id",
        mentor_id="m.id",
        assignment_id="s.id",
        started_at=MOMENT,
    )
    for activity, unit, days in (
        ("talk", "week", _TALKS),
        ("home_visit", "month", _MONTHS),
        ("call", "month", _MONTHS),
    ):
        pairings = f"care_pairing s JOIN care_mentor m ON m.id = s.mentor_id CROSS JOIN {days}"
        insert(
            "care.CareRecord",
            f"{pairings} WHERE d.day <= DATE '2026-11-20' AND (d.day < DATE '2026-11-16' OR s.id % 40 > 0)",
            **OWN,
            child_id="s.child_id",
            pairing_id="s.id",
            staff_id="m.staff_id",
            activity=f"'{activity}'",
            happened_on="d.day::date",
            topics="ARRAY['study']",
            recorded_at=MOMENT,
            recorded_by_id="1",
        )
        insert(
            "care.DueWork",
            f"{pairings} LEFT JOIN care_carerecord c ON c.child_id = s.child_id AND c.activity = '{activity}'"
            " AND c.happened_on = d.day::date",
            **OWN,
            pairing_id="s.id",
            child_id="s.child_id",
            staff_id="m.staff_id",
            activity=f"'{activity}'",
            period_unit=f"'{unit}'",
            period_start="d.day::date - 4",
            period_end="d.day::date",
            due_on="d.day::date",
            state="CASE WHEN c.id IS NULL THEN 'due' ELSE 'done' END",
            record_id="c.id",
        )
