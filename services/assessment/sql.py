"""The SQL of the assessment: the rows each measure counts, and the two statements that score a county.

Each text is a constant; every value is a parameter. `VALUES` holds the parameters that never change, enum values and
the time zone; measures.parameters adds the schools and the days. tests/guards/code/test_sql.py lets PostgreSQL
read every statement, so that none names a table or column that is gone.
"""
# ruff: noqa: S608  put together from constants of this module; values are always parameters

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings

from services.assessment.choices import Assessee, RubricState
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
    "school_assessee": Assessee.SCHOOL.value,
    "teacher_assessee": Assessee.TEACHER.value,
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


def _terms(is_met: str) -> str:
    """A row for each term the quarter touches."""
    return f"""(SELECT NULL::bigint AS staff_id, t.id AS item_id, EXISTS ({is_met}) AS met
    FROM schools_term t WHERE t.county_id = s.county_id AND t.begins_on <= %(until)s AND t.ends_on >= %(begins)s)"""


def _case_files(is_met: str) -> str:
    """A row for each open case file of an enrolled pupil."""
    return f"""(SELECT NULL::bigint AS staff_id, p.child_id AS item_id, {is_met} AS met
    FROM enrolled p WHERE p.child_id IS NOT NULL)"""


def _due_work(activity: str) -> str:
    """A row for each work of one activity that fell due in the quarter; met when done before the quarter's end."""
    return f"(SELECT w.staff_id, w.item_id, w.met FROM due_work w WHERE w.activity = %({activity})s)"


def _findings(is_met: str) -> str:
    """A row for each finding of the quarter."""
    return f"""(SELECT NULL::bigint AS staff_id, f.id AS item_id, {is_met} AS met
    FROM health_finding f WHERE f.school_id = s.id AND f.found_on BETWEEN %(begins)s AND %(until)s)"""


# Measure → its rows `staff_id, item_id, met` at one school `s`: one for each thing that was due, `met` when it was
# done. `staff_id` is NULL where no one person answers for it. `enrolled` and `due_work` are those of SCHOOL_ROWS.
#
# A measure is counted school by school, by LATERAL: with all schools at once the planner joins whole tables as soon as
# the tables are large, because a condition on the school of one side does not reach the other.
MEASURE_ROWS: Mapping[str, str] = {
    "leading_group": _terms("""SELECT FROM plans_workplan w JOIN plans_leadinggroupmember m
        ON m.school_id = s.id AND m.plan_id = w.id
        WHERE w.school_id = s.id AND w.term_id = t.id AND m.role = %(leader)s"""),
    "plan_approved": _terms("""SELECT FROM plans_workplan w WHERE w.school_id = s.id AND w.term_id = t.id
        AND w.state = %(plan_approved)s AND w.approved_at < %(after)s"""),
    "responsible": _case_files("""EXISTS (SELECT FROM children_caseassignment e
        WHERE e.school_id = s.id AND e.child_id = p.child_id
        AND e.since < %(after)s AND (e.until IS NULL OR e.until >= %(after)s))"""),
    "case_files": """(SELECT NULL::bigint AS staff_id, p.id AS item_id, p.child_id IS NOT NULL AS met
        FROM enrolled p WHERE p.child_id IS NOT NULL OR p.is_reported_left_behind OR p.d1)""",
    "case_files_complete": _case_files("""(p.are_parents_known AND EXISTS (SELECT FROM children_guardian g
        WHERE g.school_id = s.id AND g.pupil_id = p.id AND g.until IS NULL))"""),
    "surveyed": """(SELECT NULL::bigint AS staff_id, p.id AS item_id, (p.is_surveyed OR p.are_parents_known) AS met
        FROM enrolled p)""",
    "cards": _case_files("""EXISTS (SELECT FROM children_contactcard k
        WHERE k.school_id = s.id AND k.child_id = p.child_id
        AND k.issued_on <= %(until)s AND (k.stale_on IS NULL OR k.stale_on > %(until)s))"""),
    "phones": _case_files("""EXISTS (SELECT FROM children_phonenumber k
        WHERE k.school_id = s.id AND k.pupil_id = p.id AND k.verification = %(number_valid)s
        AND k.verified_on BETWEEN %(verified_from)s AND %(until)s)"""),
    "paired": _case_files("""EXISTS (SELECT FROM care_pairing a WHERE a.school_id = s.id AND a.child_id = p.child_id
        AND a.started_at < %(after)s AND (a.ended_at IS NULL OR a.ended_at >= %(after)s))"""),
    "talks": _due_work("talk"),
    "visits": _due_work("home_visit"),
    "calls": _due_work("call"),
    "records_complete": """(SELECT r.staff_id, r.id AS item_id, (r.mood IS NOT NULL AND r.topics <> '{}'
            AND EXISTS (SELECT FROM care_carenote n WHERE n.school_id = s.id AND n.record_id = r.id
                AND n.text <> '')) AS met
        FROM care_carerecord r WHERE r.school_id = s.id AND r.happened_on BETWEEN %(begins)s AND %(until)s)""",
    "checkups": """(SELECT NULL::bigint AS staff_id, k.id AS item_id, k.state = %(checkup_done)s AS met
        FROM health_checkup k JOIN health_appointment a ON a.school_id = s.id AND a.id = k.appointment_id
        WHERE k.school_id = s.id AND a.date BETWEEN %(begins)s AND %(until)s)""",
    "findings_notified": _findings("f.state <> %(finding_open)s"),
    "findings_closed": _findings("(f.closed_on <= %(ends)s) IS TRUE"),
}


# What several measures of a school `s` have in common, as common table expressions.
SCHOOL_ROWS = f"""enrolled AS MATERIALIZED {children.ENROLLED_PUPILS},
due_work AS MATERIALIZED (
    SELECT d.activity, d.staff_id, d.id AS item_id, coalesce(r.happened_on <= %(ends)s, false) AS met
    FROM care_duework d LEFT JOIN care_carerecord r ON r.school_id = s.id AND r.id = d.record_id
    WHERE d.school_id = s.id AND d.state <> %(work_cancelled)s AND d.due_on BETWEEN %(begins)s AND %(until)s)"""


def measure_counts(codes: Iterable[str]) -> str:
    """The counts of several measures at a school `s`: `measure, numerator, denominator`."""
    counts = (
        f"SELECT '{code}' AS measure, count(*) FILTER (WHERE met) AS numerator, count(*) AS denominator"
        f" FROM {MEASURE_ROWS[code]} m"
        for code in codes
    )
    return f"WITH {SCHOOL_ROWS}\n" + "\nUNION ALL\n".join(counts)


def _rubric_rows() -> str:
    """The rows of a rubric's measures: `measure, staff_id, item_id, met`."""
    # `'talks' = ANY('{…}')` is constant: the planner leaves the measures out that the rubric does not use.
    return "\nUNION ALL\n".join(
        f"SELECT '{code}' AS measure, m.* FROM {rows} m WHERE '{code}' = ANY(%(measures)s::text[])"
        for code, rows in MEASURE_ROWS.items()
    )


# One row per assessed school or teacher and indicator. A teacher is assessed who had a paired child on some day of the
# quarter. Equality on coalesce, not IS NOT DISTINCT FROM, so that the join can be hashed. MATERIALIZED: on tables
# without statistics (just after the first import) the planner would count each CTE anew for every row of the next, 20
# times slower.
_SCORES = f"""
indicators AS MATERIALIZED (
    SELECT id, subject AS assessee, measure, points FROM assessment_indicator WHERE rubric_id = %(rubric)s),
tallies AS MATERIALIZED (
    SELECT s.id AS school_id, t.* FROM schools_school s CROSS JOIN LATERAL (
        WITH {SCHOOL_ROWS},
        items AS MATERIALIZED ({_rubric_rows()})
        SELECT l.id AS indicator_id, CASE l.assessee WHEN %(teacher_assessee)s THEN i.staff_id ELSE 0 END AS staff,
            count(*) FILTER (WHERE met) AS numerator, count(*) AS denominator,
            array_agg(item_id ORDER BY item_id) FILTER (WHERE met) AS met,
            array_agg(item_id ORDER BY item_id) FILTER (WHERE NOT met) AS unmet
        FROM indicators l JOIN items i USING (measure)
        WHERE l.assessee = %(school_assessee)s OR i.staff_id IS NOT NULL GROUP BY 1, 2) t
    WHERE s.id = ANY(%(schools)s)),
assessed AS MATERIALIZED (
    SELECT s.id AS school_id, s.county_id, %(school_assessee)s::text AS assessee, NULL::bigint AS staff_id
    FROM schools_school s WHERE s.id = ANY(%(schools)s)
    UNION ALL
    SELECT s.id, s.county_id, %(teacher_assessee)s::text, t.staff_id FROM schools_school s CROSS JOIN LATERAL (
        SELECT DISTINCT m.staff_id
        FROM care_pairing a JOIN care_mentor m ON m.school_id = s.id AND m.id = a.mentor_id
        WHERE a.school_id = s.id AND a.started_at < %(after)s
            AND (a.ended_at IS NULL OR (a.ended_at AT TIME ZONE %(zone)s)::date >= %(begins)s)) t
    WHERE s.id = ANY(%(schools)s)),
scores AS MATERIALIZED (
    SELECT a.*, l.id AS indicator_id, l.measure, l.points AS max_points,
        coalesce(t.numerator, 0) AS numerator, coalesce(t.denominator, 0) AS denominator,
        CASE WHEN coalesce(t.denominator, 0) = 0 THEN l.points
            ELSE round(l.points * t.numerator / t.denominator, 2) END AS points,
        coalesce(t.met, '{{}}') AS met, coalesce(t.unmet, '{{}}') AS unmet
    FROM assessed a JOIN indicators l ON l.assessee = a.assessee
    LEFT JOIN tallies t ON t.indicator_id = l.id AND t.school_id = a.school_id AND t.staff = coalesce(a.staff_id, 0))
"""

# Store results and scores of a round. A result keeps its id and, where its points stayed the same, its confirmation;
# who is no longer assessed is removed. Also takes `round`, `rubric` and `measures`.
WRITE_SCORES = f"""
WITH {_SCORES},
totals AS MATERIALIZED (
    SELECT school_id, county_id, assessee, staff_id, sum(points) AS points, sum(max_points) AS max_points
    FROM scores GROUP BY 1, 2, 3, 4),
gone AS (
    SELECT r.id, r.school_id FROM assessment_assessmentresult r
    WHERE r.round_id = %(round)s AND r.school_id = ANY(%(schools)s) AND NOT EXISTS (
        SELECT FROM totals t WHERE t.school_id = r.school_id AND t.assessee = r.subject
            AND coalesce(t.staff_id, 0) = coalesce(r.staff_id, 0))),
deleted_scores AS (DELETE FROM assessment_score s USING gone g WHERE s.school_id = g.school_id AND s.result_id = g.id),
deleted_results AS (
    DELETE FROM assessment_assessmentresult r USING gone g WHERE r.school_id = g.school_id AND r.id = g.id),
results AS (
    INSERT INTO assessment_assessmentresult AS r
        (public_id, school_id, county_id, round_id, subject, staff_id, points, out_of)
    SELECT {SQL_UUID7}, school_id, county_id, %(round)s, assessee, staff_id, points, max_points FROM totals
    ON CONFLICT (round_id, school_id, subject, staff_id) DO UPDATE SET
        points = excluded.points, out_of = excluded.out_of,
        confirmed_at = CASE WHEN (r.points, r.out_of) = (excluded.points, excluded.out_of) THEN r.confirmed_at END,
        confirmed_by_id = CASE WHEN (r.points, r.out_of) = (excluded.points, excluded.out_of) THEN r.confirmed_by_id END
    RETURNING r.id, r.school_id, r.subject AS assessee, r.staff_id)
INSERT INTO assessment_score
    (public_id, school_id, county_id, result_id, indicator_id, numerator, denominator, points, met, unmet)
SELECT {SQL_UUID7}, m.school_id, m.county_id, r.id, m.indicator_id, m.numerator, m.denominator, m.points, m.met, m.unmet
FROM scores m JOIN results r ON r.school_id = m.school_id AND r.assessee = m.assessee
    AND coalesce(r.staff_id, 0) = coalesce(m.staff_id, 0)
ON CONFLICT (result_id, indicator_id) DO UPDATE SET numerator = excluded.numerator,
    denominator = excluded.denominator, points = excluded.points, met = excluded.met, unmet = excluded.unmet
"""
# The same scores as they are today, stored nowhere. Takes `rubric` and `measures`.
ESTIMATE_SCORES = f"""
WITH {_SCORES}
SELECT assessee, staff_id, measure, numerator, denominator, points, max_points
FROM scores ORDER BY indicator_id, staff_id
"""

# A county of 56,000 pupils has some 800,000 rows, sorted in 90 MB of memory, or on disk at a third more of the time.
RAISE_SORT_MEMORY, RESET_SORT_MEMORY = "SET LOCAL work_mem = '128MB'", "SET LOCAL work_mem = DEFAULT"

# Table → rows of the transition table `touched` that no statement may change any more. Trigger bodies take no
# parameters, so the enum value is written into the text.
PUBLISHED_ROWS: Mapping[str, str] = {
    "assessment_assessmentresult": """SELECT FROM touched t JOIN assessment_assessmentround r ON r.id = t.round_id
        WHERE r.published_at IS NOT NULL""",
    "assessment_score": """SELECT FROM (SELECT DISTINCT result_id FROM touched) t
        JOIN assessment_assessmentresult s ON s.id = t.result_id
        JOIN assessment_assessmentround r ON r.id = s.round_id WHERE r.published_at IS NOT NULL""",
    "assessment_assessmentround": "SELECT FROM touched WHERE published_at IS NOT NULL",
    "assessment_indicator": f"""SELECT FROM touched t JOIN assessment_rubric r ON r.id = t.rubric_id
        WHERE r.state = '{RubricState.LOCKED.value}'""",
}
