"""A county of any size, written by set-based SQL straight into the tables: for measuring, not for showing how to write.

What a model gains later is filled with its default, so that this file names only what it means.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection

from services.access.actions import memberships as access
from services.access.actor import Actor
from services.access.queries import actor_of
from services.access.roles import Role
from services.accounts.actions import create_account
from services.assessment import actions as assessment
from services.assessment.models import AssessmentRound
from services.dashboards import actions as dashboards
from services.kit.ids import SQL_UUID7
from services.schools.models import County, Officer, School, Staff, Term, Township
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope, worker_for_county
from tests.bench.plans import column_sql

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PASSWORD = "sunny-day-2026"
TOWNSHIPS = [
    "清河镇",
    "石桥乡",
    "河西镇",
    "柳林镇",
    "双溪乡",
    "白马镇",
    "青山乡",
    "永安镇",
    "太平镇",
    "龙泉乡",
    "新店镇",
    "大安乡",
]
PEOPLE = ("head", "teacher", "county", "county_lead")


@dataclass(frozen=True)
class Size:
    """Schools, classes in each of six grades, pupils in a class, staff of a school."""

    schools: int
    classes: int
    pupils: int
    staff: int


SIZES = {"xs": Size(4, 1, 15, 8), "s": Size(12, 1, 42, 20), "m": Size(84, 2, 56, 45)}


@dataclass(frozen=True)
class Seeded:
    county: County
    school: School
    actors: dict[str, Actor]
    round: AssessmentRound


def county(size: Size) -> Seeded:
    """Build it; one person of each kind can act in it: head and teacher of the first school, officer, lead."""
    users = {name: create_account(username=f"bench_{name}", password=PASSWORD).pk for name in PEOPLE}
    with scope(ALL_TENANTS):
        where = County.objects.create(name="清河县")
        term = Term.objects.create(
            county=where, school_year=2026, season="autumn", begins_on=date(2026, 9, 1), ends_on=date(2027, 1, 22)
        )
        townships = [
            Township.objects.create(county=where, name=name) for name in TOWNSHIPS[: max(2, size.schools // 4)]
        ]
        School.objects.bulk_create(
            School(
                county=where,
                township=townships[n % len(townships)],
                name=f"{townships[n % len(townships)].name}第{n // len(townships) + 1}小学",
            )
            for n in range(size.schools)
        )
        _people_and_pupils(size)
        _families()
        _care(term, users["head"])
        _health(where, term, users["county"])
        first = School.objects.order_by("pk")[0]
        Staff.objects.filter(pk=_first_staff(first, "head")).update(user=users["head"])
        Staff.objects.filter(pk=_first_staff(first, "teacher")).update(user=users["teacher"])
        _grants(users["teacher"])
    actors = _actors(where, first, users)
    return Seeded(where, first, actors, _assessed(where, actors))


def insert(label: str, source: str, **columns: str) -> None:
    """`INSERT … SELECT` into a model's table: SQL per column, defaults for the rest; `source` follows FROM."""
    model = apps.get_model(label)
    params: dict[str, Any] = {}
    columns = {name: sql.replace("%", "%%") for name, sql in columns.items()}
    for field in model._meta.concrete_fields:
        if field.column in columns or field.primary_key or field.null:
            continue
        if field.column == "public_id":
            columns["public_id"] = SQL_UUID7
            continue
        params[field.column] = field.get_db_prep_save(field.get_default(), connection)  # JSON, too
        kind = "" if isinstance(params[field.column], str | int | float | Decimal) else f"::{field.db_type(connection)}"
        columns[field.column] = f"%({field.column})s{kind}"
    names, values, source = (
        ", ".join(f'"{name}"' for name in columns),
        ", ".join(columns.values()),
        source.replace("%", "%%"),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {source}", params)


def _people_and_pupils(size: Size) -> None:
    own = {"school_id": "s.id", "county_id": "s.county_id"}
    insert("schools.Site", "schools_school s", **own, name="'本部'")
    insert(
        "schools.Staff",
        f"schools_site t JOIN schools_school s ON s.id = t.school_id CROSS JOIN generate_series(1, {size.staff}) n",
        **own,
        site_id="t.id",
        name="'老师' || n",
        pinyin="'laoshi' || lpad(n::text, 3, '0')",
        sex="CASE n % 3 WHEN 0 THEN 'M' ELSE 'F' END",
        is_active="true",
    )
    insert(
        "schools.SchoolClass",
        "schools_site t JOIN schools_school s ON s.id = t.school_id"
        f" CROSS JOIN generate_series(1, 6) g CROSS JOIN generate_series(1, {size.classes}) n",
        **own,
        site_id="t.id",
        entry_year="2027 - g",
        entry_grade="1",
        number="n",
        class_teacher_id="(SELECT id FROM schools_staff f WHERE f.school_id = s.id ORDER BY id"
        " OFFSET (g * 3 + n) % 8 LIMIT 1)",
    )
    insert(
        "children.Pupil",
        f"schools_schoolclass s CROSS JOIN generate_series(1, {size.pupils}) n",
        school_id="s.school_id",
        county_id="s.county_id",
        **column_sql.PUPIL,
    )


def _families() -> None:
    own = {"school_id": "p.school_id", "county_id": "p.county_id"}
    since = "DATE '2026-09-01'"
    insert(
        "children.ParentWhereabouts",
        "children_pupil p CROSS JOIN (VALUES ('father', 0), ('mother', 1)) AS w(parent, shift) WHERE p.id % 11 > 0",
        **own,
        pupil_id="p.id",
        parent="w.parent",
        whereabouts="CASE WHEN p.id % 5 = 0 OR (p.id % 7 = 0 AND shift = 0) THEN 'away' ELSE 'home' END",
        away_since=f"{since} - 200",
        since=since,
    )
    insert(
        "children.ReportedStatus",
        "children_pupil p",
        **own,
        pupil_id="p.id",
        reported="CASE WHEN p.id % 5 = 0 THEN 'both' WHEN p.id % 7 = 0 THEN 'one' ELSE 'none' END",
        reported_on=since,
    )
    insert(
        "children.Child",
        "children_pupil p WHERE (p.id % 5 = 0 OR p.id % 7 = 0) AND p.id % 53 > 0",
        **own,
        pupil_id="p.id",
        opened_on=since,
        opening_reason="'reported'",
    )
    insert(
        "children.Guardian",
        "children_child p WHERE p.id % 9 > 0",
        **own,
        pupil_id="p.pupil_id",
        name="'奶奶'",
        since=since,
    )
    insert("children.ContactCard", "children_child p WHERE p.id % 13 > 0", **own, child_id="p.id", issued_on=since)


_NTH = "SELECT *, row_number() OVER (PARTITION BY school_id ORDER BY id) AS nth FROM"


def _care(term: Term, user_id: int) -> None:
    own = {"school_id": "s.id", "county_id": "s.county_id"}
    moment = "TIMESTAMPTZ '2026-09-07 09:00+08'"
    insert(
        "plans.WorkPlan",
        "schools_school s",
        **own,
        term_id=str(term.pk),
        title="'关爱工作计划'",
        state="'approved'",
        approved_at=moment,
        approved_by_id=str(user_id),
    )
    plan = "plans_workplan s"
    own = {"school_id": "s.school_id", "county_id": "s.county_id"}
    insert(
        "plans.LeadingGroupMember",
        plan,
        **own,
        **column_sql.LEADER,
    )
    required_frequencies = "(VALUES ('talk', 'week'), ('home_visit', 'month'), ('call', 'month')) AS n(activity, unit)"
    insert(
        "plans.RequiredFrequency",
        f"{plan} CROSS JOIN {required_frequencies}",
        **own,
        **column_sql.REQUIRED_FREQUENCY,
    )
    insert("care.Mentor", "schools_staff s", **own, staff_id="s.id", capacity="6", is_active="true")
    pair = (
        f"({_NTH} children_child) s JOIN ({_NTH} care_mentor) r ON r.school_id = s.school_id"
        " AND r.nth = 1 + (s.nth - 1) % (SELECT count(*) FROM care_mentor x WHERE x.school_id = s.school_id)"
        " WHERE s.id % 29 > 0"
    )
    insert(
        "children.CaseAssignment", pair, **own, child_id="s.id", staff_id="r.staff_id", reason="'pairing'", since=moment
    )
    insert(
        "care.Pairing",
        "children_caseassignment s JOIN care_mentor r ON r.school_id = s.school_id AND r.staff_id = s.staff_id",
        **own,
        child_id="s.child_id",
        mentor_id="r.id",
        assignment_id="s.id",
        started_at=moment,
    )
    _work(own, moment, user_id)


def _work(own: dict[str, str], moment: str, user_id: int) -> None:
    weeks = "generate_series(DATE '2026-09-11', DATE '2026-11-27', '7 days') AS d(day)"
    months = "(VALUES (DATE '2026-09-30'), (DATE '2026-10-30'), (DATE '2026-11-20')) AS d(day)"
    for activity, unit, days in (("talk", "week", weeks), ("home_visit", "month", months), ("call", "month", months)):
        insert(
            "care.CareRecord",
            f"care_pairing s JOIN care_mentor r ON r.id = s.mentor_id CROSS JOIN {days}"
            " WHERE d.day <= DATE '2026-11-23'"
            " AND (s.id + extract(day FROM d.day)::int + s.school_id) % 8 > s.school_id % 3",
            **own,
            child_id="s.child_id",
            pairing_id="s.id",
            staff_id="r.staff_id",
            activity=f"'{activity}'",
            happened_on="d.day::date",
            mood="s.id % 5 + 1",
            topics="ARRAY['study']",
            recorded_at=moment,
            recorded_by_id=str(user_id),
        )
        insert(
            "care.DueWork",
            f"care_pairing s JOIN care_mentor r ON r.id = s.mentor_id CROSS JOIN {days} LEFT JOIN care_carerecord c"
            f" ON c.pairing_id = s.id AND c.activity = '{activity}' AND c.happened_on = d.day::date",
            **own,
            pairing_id="s.id",
            child_id="s.child_id",
            staff_id="r.staff_id",
            activity=f"'{activity}'",
            period_unit=f"'{unit}'",
            period_start="d.day::date - 4",
            period_end="d.day::date",
            due_on="d.day::date",
            state="CASE WHEN c.id IS NULL THEN 'due' ELSE 'done' END",
            record_id="c.id",
        )
    insert("care.CareNote", "care_carerecord s WHERE s.id % 9 > 0", **own, record_id="s.id", text="'说说这周的事'")


def _health(where: County, term: Term, user_id: int) -> None:
    insert(
        "health.Clinic",
        f"schools_county c WHERE c.id = {where.pk}",
        county_id="c.id",
        name="'中心卫生院'",
        capacity="300",
    )
    insert(
        "health.Campaign",
        "health_clinic c",
        county_id="c.county_id",
        title="'秋季体检'",
        term_id=str(term.pk),
        begins_on="DATE '2026-10-12'",
        ends_on="DATE '2026-12-18'",
        state="'scheduled'",
        opened_by_id=str(user_id),
    )
    own = {"school_id": "s.school_id", "county_id": "s.county_id"}
    insert(
        "health.Appointment",
        "schools_schoolclass s CROSS JOIN health_campaign m CROSS JOIN health_clinic c",
        **own,
        **column_sql.APPOINTMENT,
    )
    insert(
        "health.Checkup",
        "health_appointment s JOIN children_pupil p ON p.school_class_id = s.school_class_id",
        **own,
        **column_sql.CHECKUP,
    )
    insert(
        "health.Finding",
        "health_checkup s WHERE s.state = 'done' AND s.id % 6 = 0",
        **own,
        **column_sql.FINDING,
    )


def _grants(user_id: int) -> None:
    """The teacher's children are granted as a pairing grants them."""
    for codename in ("view_child", "record_care"):
        insert(
            "children.ChildGrant",
            "children_caseassignment s JOIN schools_staff f ON f.school_id = s.school_id AND f.id = s.staff_id"
            f" CROSS JOIN auth_permission p WHERE f.user_id = {user_id} AND p.codename = '{codename}'",
            school_id="s.school_id",
            county_id="s.county_id",
            user_id=str(user_id),
            permission_id="p.id",
            granted_by_id=str(user_id),
            granted_at="s.since",
            content_object_id="s.child_id",
            assignment_id="s.id",
        )


def _first_staff(school: School, who: str) -> Any:
    rows = Staff.objects.filter(school=school).order_by("pk").values_list("pk", flat=True)
    return rows[0 if who == "head" else 1]


def _actors(where: County, school: School, users: dict[str, int]) -> dict[str, Actor]:
    since = date(2026, 8, 1)
    actors = {}
    with scope(for_school(school.pk, where.pk)):
        for name, role in (("head", Role.HEAD), ("teacher", Role.TEACHER)):
            staff = Staff.objects.get(user_id=users[name])
            membership = access.add_membership(user_id=users[name], role=role, since=since, staff=staff)
            membership.school = school
            actors[name] = actor_of(membership)
    with scope(for_county(where.pk)):
        for name, role in (("county", Role.COUNTY), ("county_lead", Role.COUNTY_LEAD)):
            officer = Officer.objects.create(user_id=users[name], name=name)
            membership = access.add_membership(user_id=users[name], role=role, since=since, officer=officer)
            membership.school = None
            actors[name] = actor_of(membership)
    return actors


def _assessed(where: County, actors: dict[str, Actor]) -> AssessmentRound:
    """Last quarter's round computed, the rollup drained."""
    with scope(for_county(where.pk)):
        round_ = assessment.open_round(year=2026, quarter=3, by=actors["county"], now=NOW)
    with scope(worker_for_county(where.pk)):
        assessment.compute(round_=round_, by=None, now=NOW)
    with scope(ALL_TENANTS):
        dashboards.refresh_stale(now=NOW)
    return round_
