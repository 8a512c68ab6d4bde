"""The SQL of the assessment: the rows each measure counts, and the two statements that score a county.

Each text is a constant; every value is a parameter. `VALUES` holds the parameters that never change, enum values and
the time zone; measures.parameters adds the schools and the days. tests/guards/test_sql.py lets PostgreSQL
read every statement, so that none names a table or column that is gone.
"""
# ruff: noqa: S608  put together from constants of this module; values are always parameters

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings

from services.assessment.choices import RubricState, Subject
from services.care.choices import DueState
from services.children import sql as children
from services.children.choices import VerificationResult
from services.health.choices import CheckupState, FindingState
from services.kit.ids import SQL_UUID7
from services.plans.choices import CareActivity, GroupRole, PlanState

Value = int | str | date | datetime | list[int] | list[str]
VALUES: Mapping[str, Value] = {
    **children.VALUES,
    "zone": settings.TIME_ZONE,
    "school_subject": Subject.SCHOOL.value,
    "teacher_subject": Subject.TEACHER.value,
    "leader": GroupRole.LEADER.value,
    "plan_approved": PlanState.APPROVED.value,
    "talk": CareActivity.TALK.value,
    "home_visit": CareActivity.HOME_VISIT.value,
    "call": CareActivity.CALL.value,
    "work_cancelled": DueState.CANCELLED.value,
    "number_valid": VerificationResult.VALID.value,
    "checkup_done": CheckupState.DONE.value,
    "finding_open": FindingState.OPEN.value,
}


def _of_schools(alias: str) -> str:
    # By school and not by county: every covering index of these tables begins with the school.
    return f"{alias}.school_id = ANY(%(schools)s)"


def _terms(is_met: str) -> str:
    """A row for each term the quarter touches, of each school."""
    return f"""SELECT s.id AS school_id, NULL::bigint AS staff_id, t.id AS item_id, EXISTS ({is_met}) AS met
    FROM schools_school s JOIN schools_term t ON t.county_id = s.county_id
    WHERE s.id = ANY(%(schools)s) AND t.begins_on <= %(until)s AND t.ends_on >= %(begins)s"""


def _case_files(is_met: str) -> str:
    """A row for each open case file of an enrolled pupil."""
    return f"""SELECT c.school_id, NULL::bigint AS staff_id, c.id AS item_id, {is_met} AS met
    FROM children_child c JOIN children_pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id
    WHERE {_of_schools("c")} AND {children.OPEN_CASE_FILE} AND {children.ENROLLED}"""


def _due_work(activity: str) -> str:
    """A row for each work of one activity that fell due in the quarter; met when done before the quarter's end."""
    return f"""SELECT d.school_id, d.staff_id, d.id AS item_id, coalesce(r.happened_on <= %(ends)s, false) AS met
    FROM care_duework d LEFT JOIN care_carerecord r ON r.school_id = d.school_id AND r.id = d.record_id
    WHERE {_of_schools("d")} AND d.activity = %({activity})s AND d.state <> %(work_cancelled)s
    AND d.due_on BETWEEN %(begins)s AND %(until)s"""


def _findings(is_met: str) -> str:
    """A row for each finding of the quarter."""
    return f"""SELECT f.school_id, NULL::bigint AS staff_id, f.id AS item_id, {is_met} AS met
    FROM health_finding f WHERE {_of_schools("f")} AND f.found_on BETWEEN %(begins)s AND %(until)s"""


# Measure → its rows `school_id, staff_id, item_id, met`: one for each thing that was due, `met` when it was done.
# `staff_id` is NULL where no one person answers for it.
MEASURE_ROWS: Mapping[str, str] = {
    "leading_group": _terms("""SELECT FROM plans_workplan w JOIN plans_leadinggroupmember m
        ON m.school_id = w.school_id AND m.plan_id = w.id
        WHERE w.school_id = s.id AND w.term_id = t.id AND m.role = %(leader)s"""),
    "plan_approved": _terms("""SELECT FROM plans_workplan w WHERE w.school_id = s.id AND w.term_id = t.id
        AND w.state = %(plan_approved)s AND w.approved_at < %(after)s"""),
    "responsible": _case_files("""EXISTS (SELECT FROM children_caseassignment e
        WHERE e.school_id = c.school_id AND e.child_id = c.id
        AND e.since < %(after)s AND (e.until IS NULL OR e.until >= %(after)s))"""),
    "case_files": f"""SELECT p.school_id, NULL::bigint AS staff_id, p.id AS item_id, c.id IS NOT NULL AS met
        FROM children_pupil p LEFT JOIN children_child c
            ON c.school_id = p.school_id AND c.pupil_id = p.id AND {children.OPEN_CASE_FILE}
        WHERE {_of_schools("p")} AND {children.ENROLLED}
            AND (c.id IS NOT NULL OR {children.REPORTED_LEFT_BEHIND} OR {children.D1})""",
    "case_files_complete": _case_files(f"""({children.BOTH_PARENTS_KNOWN} AND EXISTS (SELECT FROM children_guardian g
        WHERE g.school_id = p.school_id AND g.pupil_id = p.id AND g.until IS NULL))"""),
    "surveyed": f"""SELECT p.school_id, NULL::bigint AS staff_id, p.id AS item_id,
            (EXISTS (SELECT FROM children_reportedstatus k WHERE k.pupil_id = p.id AND k.school_id = p.school_id
                AND k.reported_on <= %(until)s) OR {children.BOTH_PARENTS_KNOWN}) AS met
        FROM children_pupil p WHERE {_of_schools("p")} AND {children.ENROLLED}""",
    "cards": _case_files("""EXISTS (SELECT FROM children_contactcard k
        WHERE k.school_id = c.school_id AND k.child_id = c.id
        AND k.issued_on <= %(until)s AND (k.stale_on IS NULL OR k.stale_on > %(until)s))"""),
    "phones": _case_files("""EXISTS (SELECT FROM children_phonenumber k
        WHERE k.school_id = p.school_id AND k.pupil_id = p.id AND k.verification = %(number_valid)s
        AND k.verified_on BETWEEN %(verified_from)s AND %(until)s)"""),
    "paired": _case_files("""EXISTS (SELECT FROM care_pairing a WHERE a.school_id = c.school_id AND a.child_id = c.id
        AND a.started_at < %(after)s AND (a.ended_at IS NULL OR a.ended_at >= %(after)s))"""),
    "talks": _due_work("talk"),
    "visits": _due_work("home_visit"),
    "calls": _due_work("call"),
    "records_complete": f"""SELECT r.school_id, r.staff_id, r.id AS item_id, (r.mood IS NOT NULL AND r.topics <> '{{}}'
            AND EXISTS (SELECT FROM care_carenote n WHERE n.school_id = r.school_id AND n.record_id = r.id
                AND n.text <> '')) AS met
        FROM care_carerecord r WHERE {_of_schools("r")} AND r.happened_on BETWEEN %(begins)s AND %(until)s""",
    "checkups": f"""SELECT k.school_id, NULL::bigint AS staff_id, k.id AS item_id, k.state = %(checkup_done)s AS met
        FROM health_checkup k JOIN health_appointment a ON a.school_id = k.school_id AND a.id = k.appointment_id
        WHERE {_of_schools("k")} AND a.date BETWEEN %(begins)s AND %(until)s""",
    "findings_notified": _findings("f.state <> %(finding_open)s"),
    "findings_closed": _findings("(f.closed_on <= %(ends)s) IS TRUE"),
}


def measure_rows(codes: Iterable[str]) -> str:
    """The rows of several measures: `measure, school_id, staff_id, item_id, met`."""
    return "\nUNION ALL\n".join(f"SELECT '{code}' AS measure, m.* FROM ({MEASURE_ROWS[code]}) m" for code in codes)


# `'talks' = ANY('{…}')` is constant: the planner leaves the measures out that the rubric does not use.
_RUBRIC_ROWS = "\nUNION ALL\n".join(
    f"SELECT '{code}' AS measure, m.* FROM ({rows}) m WHERE '{code}' = ANY(%(measures)s::text[])"
    for code, rows in MEASURE_ROWS.items()
)

# One row per assessed school or teacher and indicator. A teacher is assessed who had a paired child on some day of the
# quarter. Equality on coalesce, not IS NOT DISTINCT FROM, so that the join can be hashed. MATERIALIZED: on tables
# without statistics (just after the first import) the planner would count each CTE anew for every row of the next, 20
# times slower.
_SCORES = f"""
items AS MATERIALIZED ({_RUBRIC_ROWS}),
indicators AS MATERIALIZED (
    SELECT id, subject, measure, points FROM assessment_indicator WHERE rubric_id = %(rubric)s),
tallies AS MATERIALIZED (
    SELECT l.id AS indicator_id, i.school_id,
        CASE l.subject WHEN %(teacher_subject)s THEN i.staff_id ELSE 0 END AS staff,
        count(*) FILTER (WHERE met) AS numerator, count(*) AS denominator,
        array_agg(item_id ORDER BY item_id) FILTER (WHERE met) AS met,
        array_agg(item_id ORDER BY item_id) FILTER (WHERE NOT met) AS unmet
    FROM indicators l JOIN items i USING (measure)
    WHERE l.subject = %(school_subject)s OR i.staff_id IS NOT NULL GROUP BY 1, 2, 3),
assessed AS MATERIALIZED (
    SELECT s.id AS school_id, s.county_id, %(school_subject)s::text AS subject, NULL::bigint AS staff_id
    FROM schools_school s WHERE s.id = ANY(%(schools)s)
    UNION ALL
    SELECT DISTINCT m.school_id, m.county_id, %(teacher_subject)s::text, m.staff_id
    FROM care_pairing a JOIN care_mentor m ON m.school_id = a.school_id AND m.id = a.mentor_id
    WHERE a.school_id = ANY(%(schools)s) AND a.started_at < %(after)s
        AND (a.ended_at IS NULL OR (a.ended_at AT TIME ZONE %(zone)s)::date >= %(begins)s)),
scores AS MATERIALIZED (
    SELECT a.*, l.id AS indicator_id, l.measure, l.points AS out_of,
        coalesce(t.numerator, 0) AS numerator, coalesce(t.denominator, 0) AS denominator,
        CASE WHEN coalesce(t.denominator, 0) = 0 THEN l.points
            ELSE round(l.points * t.numerator / t.denominator, 2) END AS points,
        coalesce(t.met, '{{}}') AS met, coalesce(t.unmet, '{{}}') AS unmet
    FROM assessed a JOIN indicators l ON l.subject = a.subject
    LEFT JOIN tallies t ON t.indicator_id = l.id AND t.school_id = a.school_id AND t.staff = coalesce(a.staff_id, 0))
"""

# Store results and scores of a round. A result keeps its id and, where its points stayed the same, its confirmation;
# who is no longer assessed is removed. Also takes `round`, `rubric` and `measures`.
WRITE_SCORES = f"""
WITH {_SCORES},
totals AS MATERIALIZED (
    SELECT school_id, county_id, subject, staff_id, sum(points) AS points, sum(out_of) AS out_of
    FROM scores GROUP BY 1, 2, 3, 4),
gone AS (
    SELECT r.id, r.school_id FROM assessment_assessmentresult r
    WHERE r.round_id = %(round)s AND r.school_id = ANY(%(schools)s) AND NOT EXISTS (
        SELECT FROM totals t WHERE t.school_id = r.school_id AND t.subject = r.subject
            AND coalesce(t.staff_id, 0) = coalesce(r.staff_id, 0))),
deleted_scores AS (DELETE FROM assessment_score s USING gone g WHERE s.school_id = g.school_id AND s.result_id = g.id),
deleted_results AS (
    DELETE FROM assessment_assessmentresult r USING gone g WHERE r.school_id = g.school_id AND r.id = g.id),
results AS (
    INSERT INTO assessment_assessmentresult AS r
        (public_id, school_id, county_id, round_id, subject, staff_id, points, out_of)
    SELECT {SQL_UUID7}, school_id, county_id, %(round)s, subject, staff_id, points, out_of FROM totals
    ON CONFLICT (round_id, school_id, subject, staff_id) DO UPDATE SET
        points = excluded.points, out_of = excluded.out_of,
        confirmed_at = CASE WHEN (r.points, r.out_of) = (excluded.points, excluded.out_of) THEN r.confirmed_at END,
        confirmed_by_id = CASE WHEN (r.points, r.out_of) = (excluded.points, excluded.out_of) THEN r.confirmed_by_id END
    RETURNING r.id, r.school_id, r.subject, r.staff_id)
INSERT INTO assessment_score
    (public_id, school_id, county_id, result_id, indicator_id, numerator, denominator, points, met, unmet)
SELECT {SQL_UUID7}, m.school_id, m.county_id, r.id, m.indicator_id, m.numerator, m.denominator, m.points, m.met, m.unmet
FROM scores m JOIN results r ON r.school_id = m.school_id AND r.subject = m.subject
    AND coalesce(r.staff_id, 0) = coalesce(m.staff_id, 0)
ON CONFLICT (result_id, indicator_id) DO UPDATE SET numerator = excluded.numerator,
    denominator = excluded.denominator, points = excluded.points, met = excluded.met, unmet = excluded.unmet
"""
# The same scores as they are today, stored nowhere. Takes `rubric` and `measures`.
ESTIMATE_SCORES = f"""
WITH {_SCORES}
SELECT subject, staff_id, measure, numerator, denominator, points, out_of
FROM scores ORDER BY indicator_id, staff_id
"""

# A county of 56,000 pupils has some 800,000 rows, sorted in 90 MB of memory, or on disk at a third more of the time.
GRANT_SORT_MEMORY, RESET_SORT_MEMORY = "SET LOCAL work_mem = '128MB'", "SET LOCAL work_mem = DEFAULT"

# Table → rows of the transition table `touched` that no statement may change any more. Trigger bodies take no
# parameters, so the enum value is written into the text.
FROZEN_ROWS: Mapping[str, str] = {
    "assessment_assessmentresult": """SELECT FROM touched t JOIN assessment_assessmentround r ON r.id = t.round_id
        WHERE r.published_at IS NOT NULL""",
    "assessment_score": """SELECT FROM (SELECT DISTINCT result_id FROM touched) t
        JOIN assessment_assessmentresult s ON s.id = t.result_id
        JOIN assessment_assessmentround r ON r.id = s.round_id WHERE r.published_at IS NOT NULL""",
    "assessment_assessmentround": "SELECT FROM touched WHERE published_at IS NOT NULL",
    "assessment_indicator": f"""SELECT FROM touched t JOIN assessment_rubric r ON r.id = t.rubric_id
        WHERE r.state = '{RubricState.LOCKED.value}'""",
}
