"""What else a school has on a morning: duties, checkups, reports, results, weeks. None of it is due.

A plan of an empty table shows nothing: here each table has as many rows as a term brings.
"""

from tests.bench.plans import column_sql
from tests.bench.seed import insert

OWN = {"school_id": "s.school_id", "county_id": "s.county_id"}
OF_SCHOOL = {"school_id": "s.id", "county_id": "s.county_id"}
MOMENT = "TIMESTAMPTZ '2026-09-07 09:00+08'"


def seed_rest(user_id: int) -> None:
    _duties(user_id)
    _checkups(user_id)
    _county_rows(user_id)


def _duties(user_id: int) -> None:
    insert(
        "activities.DutyShift",
        "schools_staff s CROSS JOIN generate_series(DATE '2026-09-07', DATE '2026-11-16', '7 days') AS d(day)",
        **OWN,
        staff_id="s.id",
        date="d.day::date",
        start_time="TIME '12:20'",
        end_time="TIME '13:50'",
        location="'操场'",
    )
    insert(
        "care.BackgroundCheck",
        "schools_staff s",
        **OWN,
        staff_id="s.id",
        checked_on="DATE '2026-08-20'",
        valid_until="DATE '2027-08-20'",
        recorded_by_id=str(user_id),
        recorded_at=MOMENT,
    )
    insert(
        "dashboards.SchoolWeek",
        "schools_school s CROSS JOIN generate_series(DATE '2026-09-07', DATE '2026-11-16', '7 days') AS d(day)",
        **OF_SCHOOL,
        starts_on="d.day::date",
        talks="9",
    )
    insert("dashboards.SchoolQuarter", "schools_school s", **OF_SCHOOL, year="2026", quarter="4", as_of=MOMENT)


def _checkups(user_id: int) -> None:
    insert("health.Clinic", "schools_county s", county_id="s.id", name="'中心卫生院'", capacity="300")
    insert(
        "health.Campaign",
        "schools_term s",
        county_id="s.county_id",
        title="'秋季体检'",
        term_id="s.id",
        begins_on="DATE '2026-10-12'",
        ends_on="DATE '2026-10-30'",
        state="'scheduled'",
        opened_by_id=str(user_id),
    )
    insert(
        "health.Appointment",
        "schools_schoolclass s JOIN health_campaign c USING (county_id) JOIN health_clinic h USING (county_id)",
        **OWN,
        campaign_id="c.id",
        clinic_id="h.id",
        school_class_id="s.id",
        date="DATE '2026-10-12' + (s.id % 14)::int",
        expected="0",
    )
    insert(
        "health.Checkup",
        "health_appointment s JOIN children_pupil p ON p.school_class_id = s.school_class_id",
        **OWN,
        **(column_sql.CHECKUP | {"state": "'done'"}),
    )
    insert(
        "health.Finding",
        "health_checkup s WHERE s.id % 9 = 0",
        **OWN,
        **(column_sql.FINDING | {"state": "'closed'", "closed_on": "s.taken_on + 9"}),
        guardian_notified_on="s.taken_on + 1",
    )


def _county_rows(user_id: int) -> None:
    insert(
        "plans.Deadline",
        "schools_county s CROSS JOIN generate_series(DATE '2026-09-18', DATE '2026-11-20', '21 days') AS d(day)",
        county_id="s.id",
        title="'排查表'",
        kind="'survey'",
        due_on="d.day::date",
        set_at=MOMENT,
    )
    insert(
        "plans.DeadlineSubmission",
        "schools_school s JOIN plans_deadline d USING (county_id)",
        **OF_SCHOOL,
        deadline_id="d.id",
        submitted_by_id=str(user_id),
        submitted_at=MOMENT,
    )
    insert("assessment.Rubric", "schools_county s", county_id="s.id", title="'量表'", version="1", state="'published'")
    insert(
        "assessment.AssessmentRound",
        "assessment_rubric s",
        county_id="s.county_id",
        rubric_id="s.id",
        year="2026",
        quarter="3",
        begins_on="DATE '2026-07-01'",
        ends_on="DATE '2026-09-30'",
        state="'published'",
        computed_at=MOMENT,
    )
    insert(
        "assessment.AssessmentResult",
        "schools_school s JOIN assessment_assessmentround r USING (county_id)",
        **OF_SCHOOL,
        round_id="r.id",
        subject="'school'",
        points="90",
        out_of="100",
        confirmed_at=MOMENT,
    )
