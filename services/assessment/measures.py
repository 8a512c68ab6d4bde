"""What a score is computed from: one SQL text per measure, which gives the number and the rows behind it alike.

Each text yields `school_id, staff_id, item_id, met`: one row for each thing that was due, `met` when it was done.
The numerator is the rows met, the denominator all rows; `staff_id` is NULL where no one person answers for it.
`HERE(x)` is the filter on table alias x. Parameters: `schools` (ids), `begins` and `until` (days, both included),
`after` (the first moment after `until`).
"""
# ruff: noqa: S608  the texts are put together from this file's own parts; values are always parameters

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.kit import clock
from services.kit.periods import Quarter


@dataclass(frozen=True)
class Measure:
    """`about` names the kind of row behind it (queries.KINDS); a sealed one shows its rows to the school alone."""

    code: str
    name: Promise | str
    rule: Promise | str
    about: str
    sql: str
    is_sealed: bool = False


# Enrolled on the day, and entitled to an archive: one is open, the roster's claim says left behind, or D1 does
# (children.queries.basis; a test holds the two equal).
PRESENT = """(p.enrolled_on IS NULL OR p.enrolled_on <= %(until)s) AND (p.left_on IS NULL OR p.left_on > %(until)s)
    AND NOT (p.state = 'left' AND p.left_on IS NULL)"""
_OPEN_FILE = "c.opened_on <= %(until)s AND (c.closed_on IS NULL OR c.closed_on > %(until)s)"
REPORTED = """EXISTS (SELECT FROM children_reportedstatus k WHERE k.pupil_id = p.id AND k.school_id = p.school_id
    AND k.reported IN ('one', 'both', 'yes') AND k.reported_on <= %(until)s AND (k.until IS NULL OR k.until > %(until)s))"""
_D1 = """EXISTS (SELECT FROM children_parentwhereabouts f WHERE f.pupil_id = p.id AND f.school_id = p.school_id
    AND f.whereabouts = 'away' AND f.since <= %(until)s AND (f.until IS NULL OR f.until > %(until)s))"""
_CHILDREN = f"""SELECT c.school_id, NULL::bigint AS staff_id, c.id AS item_id, {{met}} AS met
    FROM children_child c JOIN children_pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id
    WHERE HERE(c) AND {_OPEN_FILE} AND {PRESENT}"""
_PARENTS_KNOWN = """(SELECT count(*) FROM children_parentwhereabouts f WHERE f.pupil_id = p.id AND f.school_id = p.school_id
    AND f.whereabouts <> '' AND f.since <= %(until)s AND (f.until IS NULL OR f.until > %(until)s)) = 2"""
_DUTY = """SELECT d.school_id, d.staff_id, d.id AS item_id, coalesce(r.happened_on <= %(ends)s, false) AS met
    FROM care_duework d LEFT JOIN care_carerecord r ON r.school_id = d.school_id AND r.id = d.record_id
    WHERE HERE(d) AND d.activity = '{activity}' AND d.state <> 'cancelled' AND d.due_on BETWEEN %(begins)s AND %(until)s"""
_TERMS = """SELECT s.id AS school_id, NULL::bigint AS staff_id, t.id AS item_id, EXISTS ({met}) AS met
    FROM schools_school s JOIN schools_term t ON t.county_id = s.county_id
    WHERE s.id = ANY(%(schools)s) AND t.begins_on <= %(until)s AND t.ends_on >= %(begins)s"""
_FINDINGS = """SELECT f.school_id, NULL::bigint AS staff_id, f.id AS item_id, {met} AS met
    FROM health_finding f WHERE HERE(f) AND f.found_on BETWEEN %(begins)s AND %(until)s"""

ALL = (
    Measure(
        "leading_group",
        _("成立领导小组"),
        _("本季度涉及的学期中，工作计划已写明领导小组组长的学期数。"),
        "term",
        _TERMS.format(
            met="""SELECT FROM plans_workplan w JOIN plans_leadinggroupmember m ON m.school_id = w.school_id
            AND m.plan_id = w.id WHERE w.school_id = s.id AND w.term_id = t.id AND m.role = 'leader'"""
        ),
    ),
    Measure(
        "plan_approved",
        _("工作计划已批准"),
        _("本季度涉及的学期中，季末前已批准工作计划的学期数。"),
        "term",
        _TERMS.format(
            met="""SELECT FROM plans_workplan w WHERE w.school_id = s.id AND w.term_id = t.id
            AND w.state = 'approved' AND w.approved_at < %(after)s"""
        ),
    ),
    Measure(
        "responsible",
        _("包保责任到人"),
        _("建档儿童中，有班主任或结对教师负责的人数。"),
        "child",
        _CHILDREN.format(
            met="""EXISTS (SELECT FROM children_caseassignment e WHERE e.school_id = c.school_id AND e.child_id = c.id
            AND e.since < %(after)s AND (e.until IS NULL OR e.until >= %(after)s))"""
        ),
    ),
    Measure(
        "case_files",
        _("建档率"),
        _("在读学生中，名册声明为留守、父或母外出务工，或已建档的，其中有档案的人数。"),
        "pupil",
        f"""SELECT p.school_id, NULL::bigint AS staff_id, p.id AS item_id, c.id IS NOT NULL AS met
        FROM children_pupil p LEFT JOIN children_child c
            ON c.school_id = p.school_id AND c.pupil_id = p.id AND {_OPEN_FILE}
        WHERE HERE(p) AND {PRESENT} AND (c.id IS NOT NULL OR {REPORTED} OR {_D1})""",
    ),
    Measure(
        "case_files_complete",
        _("档案完整率"),
        _("建档儿童中，父母双方去向和现在的监护人都已写明的人数。"),
        "child",
        _CHILDREN.format(
            met=f"""({_PARENTS_KNOWN} AND EXISTS (SELECT FROM children_guardian g WHERE g.school_id = p.school_id
            AND g.pupil_id = p.id AND g.until IS NULL))"""
        ),
    ),
    Measure(
        "surveyed",
        _("摸底覆盖率"),
        _("在读学生中，名册已声明是否留守，或父母双方去向已写明的人数。"),
        "pupil",
        f"""SELECT p.school_id, NULL::bigint AS staff_id, p.id AS item_id,
            (EXISTS (SELECT FROM children_reportedstatus k WHERE k.pupil_id = p.id AND k.school_id = p.school_id
                AND k.reported_on <= %(until)s) OR {_PARENTS_KNOWN}) AS met
        FROM children_pupil p WHERE HERE(p) AND {PRESENT}""",
    ),
    Measure(
        "cards",
        _("联系卡建立率"),
        _("建档儿童中，有一张没有过期的联系卡的人数。"),
        "child",
        _CHILDREN.format(
            met="""EXISTS (SELECT FROM children_contactcard k WHERE k.school_id = c.school_id AND k.child_id = c.id
            AND k.issued_on <= %(until)s AND (k.stale_on IS NULL OR k.stale_on > %(until)s))"""
        ),
    ),
    Measure(
        "phones",
        _("电话有效率"),
        _("建档儿童中，至少一个家长或监护人电话半年内核实为有效的人数。"),
        "child",
        _CHILDREN.format(
            met="""EXISTS (SELECT FROM children_phonenumber k WHERE k.school_id = p.school_id AND k.pupil_id = p.id
            AND k.verification = 'valid' AND k.verified_on BETWEEN %(until)s::date - 183 AND %(until)s)"""
        ),
    ),
    Measure(
        "paired",
        _("结对率"),
        _("建档儿童中，当日有结对教师的人数。"),
        "child",
        _CHILDREN.format(
            met="""EXISTS (SELECT FROM care_pairing a WHERE a.school_id = c.school_id AND a.child_id = c.id
            AND a.started_at < %(after)s AND (a.ended_at IS NULL OR a.ended_at >= %(after)s))"""
        ),
    ),
    Measure("talks", _("谈心谈话"), _("季度内到期的谈心中，季末前已谈的次数。"), "due", _DUTY.format(activity="talk")),
    Measure(
        "visits", _("家访"), _("季度内到期的家访中，季末前已访的次数。"), "due", _DUTY.format(activity="home_visit")
    ),
    Measure(
        "calls", _("与家长通话"), _("季度内到期的通话中，季末前已通话的次数。"), "due", _DUTY.format(activity="call")
    ),
    Measure(
        "records_complete",
        _("记录完整率"),
        _("季度内的关爱记录中，写明心情、话题和内容的条数。"),
        "record",
        """SELECT r.school_id, r.staff_id, r.id AS item_id, (r.mood IS NOT NULL AND r.topics <> '{}'
            AND EXISTS (SELECT FROM care_carenote n WHERE n.school_id = r.school_id AND n.record_id = r.id
                AND n.text <> '')) AS met
        FROM care_carerecord r WHERE HERE(r) AND r.happened_on BETWEEN %(begins)s AND %(until)s""",
        is_sealed=True,
    ),
    Measure(
        "checkups",
        _("体检覆盖率"),
        _("季度内排到体检日的学生中，已检的人数。"),
        "checkup",
        """SELECT k.school_id, NULL::bigint AS staff_id, k.id AS item_id, k.state = 'done' AS met
        FROM health_checkup k JOIN health_appointment a ON a.school_id = k.school_id AND a.id = k.appointment_id
        WHERE HERE(k) AND a.date BETWEEN %(begins)s AND %(until)s""",
        is_sealed=True,
    ),
    Measure(
        "findings_notified",
        _("异常告知率"),
        _("季度内体检发现的异常中，已告知家长的件数。"),
        "finding",
        _FINDINGS.format(met="f.state <> 'open'"),
        is_sealed=True,
    ),
    Measure(
        "findings_closed",
        _("异常闭环率"),
        _("季度内体检发现的异常中，已销号的件数。"),
        "finding",
        _FINDINGS.format(met="(f.closed_on <= %(ends)s) IS TRUE"),
        is_sealed=True,
    ),
)
BY_CODE = {measure.code: measure for measure in ALL}
_HERE = re.compile(r"HERE\((\w+)\)")


def items(codes: Iterable[str]) -> str:
    """SQL of the items of several measures: `measure, school_id, staff_id, item_id, met`."""
    return "\nUNION ALL\n".join(
        f"SELECT '{code}' AS measure, m.* FROM ({_HERE.sub(_filter, BY_CODE[code].sql)}) m" for code in codes
    )


def window(quarter: Quarter, today: date) -> dict[str, Any]:
    """The parameters of a quarter as seen on a day: what is due after today is not due yet."""
    until = max(quarter.start, min(quarter.end, today))
    after = clock.start_of_day(until + timedelta(days=1))
    return {"begins": quarter.start, "ends": quarter.end, "until": until, "after": after}


def _filter(found: re.Match[str]) -> str:
    # By school and not by county: every covering index of the facts begins with the school.
    return f"{found[1]}.school_id = ANY(%(schools)s)"
