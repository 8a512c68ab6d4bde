"""Measures: what a score or a dashboard figure counts, in words. The rows are selected in sql.MEASURE_ROWS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.assessment import sql
from services.assessment.choices import RowKind
from services.kit import clock
from services.kit.periods import Quarter

NUMBER_VERIFIED_WITHIN = timedelta(days=183)  # half a year; children.reminders asks for a call some days before


@dataclass(frozen=True)
class Measure:
    """A numerator (rows met) over a denominator (all rows).

    `row_kind` is the kind of row behind it (source_rows.TABLES). With `has_sealed_rows` the county sees the count, and
    only the school sees the rows.
    """

    code: str
    name: Promise | str
    rule: Promise | str
    row_kind: RowKind
    has_sealed_rows: bool = False


ALL = (
    Measure(
        "leading_group", _("成立领导小组"), _("本季度涉及的学期中，工作计划已写明领导小组组长的学期数。"), RowKind.TERM
    ),
    Measure(
        "plan_approved", _("工作计划已批准"), _("本季度涉及的学期中，季末前已批准工作计划的学期数。"), RowKind.TERM
    ),
    Measure("responsible", _("包保责任到人"), _("建档儿童中，有班主任或结对教师负责的人数。"), RowKind.CHILD),
    Measure(
        "case_files",
        _("建档率"),
        _("在读学生中，名册声明为留守、父或母外出务工，或已建档的，其中有档案的人数。"),
        RowKind.PUPIL,
    ),
    Measure(
        "case_files_complete",
        _("档案完整率"),
        _("建档儿童中，父母双方去向和现在的监护人都已写明的人数。"),
        RowKind.CHILD,
    ),
    Measure(
        "surveyed", _("摸底覆盖率"), _("在读学生中，名册已声明是否留守，或父母双方去向已写明的人数。"), RowKind.PUPIL
    ),
    Measure("cards", _("联系卡建立率"), _("建档儿童中，有一张没有过期的联系卡的人数。"), RowKind.CHILD),
    Measure(
        "phones", _("电话有效率"), _("建档儿童中，至少一个家长或监护人电话半年内核实为有效的人数。"), RowKind.CHILD
    ),
    Measure("paired", _("结对率"), _("建档儿童中，当日有结对教师的人数。"), RowKind.CHILD),
    Measure("talks", _("谈心谈话"), _("季度内到期的谈心中，季末前已谈的次数。"), RowKind.DUE_WORK),
    Measure("visits", _("家访"), _("季度内到期的家访中，季末前已访的次数。"), RowKind.DUE_WORK),
    Measure("calls", _("与家长通话"), _("季度内到期的通话中，季末前已通话的次数。"), RowKind.DUE_WORK),
    Measure(
        "records_complete",
        _("记录完整率"),
        _("季度内的关爱记录中，写明心情、话题和内容的条数。"),
        RowKind.RECORD,
        has_sealed_rows=True,
    ),
    Measure(
        "checkups", _("体检覆盖率"), _("季度内排到体检日的学生中，已检的人数。"), RowKind.CHECKUP, has_sealed_rows=True
    ),
    Measure(
        "findings_notified",
        _("异常告知率"),
        _("季度内体检发现的异常中，已告知家长的件数。"),
        RowKind.FINDING,
        has_sealed_rows=True,
    ),
    Measure(
        "findings_closed",
        _("异常闭环率"),
        _("季度内体检发现的异常中，已销号的件数。"),
        RowKind.FINDING,
        has_sealed_rows=True,
    ),
)
BY_CODE = {measure.code: measure for measure in ALL}


@dataclass(frozen=True)
class QuarterToDate:
    """A quarter from its first day until `until`, which is included."""

    begins: date
    ends: date
    until: date

    @property
    def cutoff(self) -> datetime:
        """The first moment that is excluded."""
        return clock.start_of_day(self.until + timedelta(days=1))


def quarter_to_date(quarter: Quarter, today: date) -> QuarterToDate:
    """The quarter up to `today`; due work after that day is not counted yet."""
    return QuarterToDate(quarter.begins, quarter.ends, until=max(quarter.begins, min(quarter.ends, today)))


def parameters(schools: Sequence[int], days: QuarterToDate) -> dict[str, sql.Value]:
    """The parameters that every statement over measures takes. `schools` are ids."""
    return {
        **sql.VALUES,
        "schools": list(schools),
        "begins": days.begins,
        "ends": days.ends,
        "until": days.until,
        "after": days.cutoff,
        "verified_from": days.until - NUMBER_VERIFIED_WITHIN,
    }
