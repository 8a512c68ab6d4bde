"""Every figure of the dashboards with its counting rule. docs/figures.md is written from here.

Where a measure of the assessment counts the same thing, a figure has that measure's rule, so that a dashboard and a
score cannot disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.assessment import measures
from services.dashboards.rollup.columns import COLUMNS, Counts, Number
from services.dashboards.suppression.markers import Marker, Markers


@dataclass(frozen=True)
class Figure:
    """A count, or a share where a denominator is named; both name columns of SchoolQuarter.

    `source` names the models it is counted from.
    """

    code: str
    name: Promise | str
    rule: Promise | str
    numerator: str
    denominator: str = ""
    source: str = ""


def _of_measure(code: str, numerator: str, denominator: str, source: str) -> Figure:
    measure = measures.BY_CODE[code]
    return Figure(code, measure.name, measure.rule, numerator, denominator, source)


ALL = (
    Figure("pupils", _("在校学生"), _("当日在读的学生人数。"), "pupils", source="children.Pupil"),
    Figure(
        "reported",
        _("在册儿童（名册声明）"),
        _("当日在读、名册最近一次声明为留守的学生人数。"),
        "reported",
        source="children.ReportedStatus",
    ),
    Figure(
        "d1",
        _("在册儿童（学校口径）"),
        _("父母双方或一方外出务工的在读学生人数。依据：学校关爱工作总结。情况不明的另计。"),
        "d1",
        source="children.queries.basis",
    ),
    Figure(
        "d2",
        _("在册儿童（国发13号口径）"),
        _(
            "农业户口、未满十六周岁，父母双方外出务工，或一方外出务工而另一方无监护能力的在读学生人数。依据：国发〔2016〕13号。"
        ),
        "d2",
        source="children.queries.basis",
    ),
    Figure(
        "d3",
        _("在册儿童（教育统计口径）"),
        _("义务教育阶段，父母一方或双方连续外出三个月以上的在读学生人数。依据：教育事业统计。"),
        "d3",
        source="children.queries.basis",
    ),
    _of_measure("surveyed", "surveyed", "pupils", "children.ReportedStatus, children.ParentWhereabouts"),
    _of_measure("case_files", "case_files", "entitled", "children.Child"),
    _of_measure(
        "case_files_complete", "case_files_complete", "children", "children.ParentWhereabouts, children.Guardian"
    ),
    _of_measure("cards", "cards", "children", "children.ContactCard"),
    _of_measure("phones", "phones", "children", "children.PhoneNumber"),
    _of_measure("paired", "paired", "children", "care.Pairing"),
    _of_measure("talks", "talks_done", "talks_due", "care.DueWork"),
    _of_measure("visits", "visits_done", "visits_due", "care.DueWork"),
    _of_measure("calls", "calls_done", "calls_due", "care.DueWork"),
    _of_measure("checkups", "checkups_done", "checkups_due", "health.Checkup"),
    Figure("findings", _("体检异常"), _("季度内体检发现的异常件数。"), "findings", source="health.Finding"),
    _of_measure("findings_notified", "findings_notified", "findings", "health.Finding"),
    _of_measure("findings_closed", "findings_closed", "findings", "health.Finding"),
    Figure(
        "score",
        _("考核得分"),
        _("本季度考核中学校各项得分之和，占满分的比例；没有到期事项的一项得满分。"),
        "score",
        "score_out_of",
        "assessment.AssessmentResult",
    ),
)
BY_CODE = {figure.code: figure for figure in ALL}


class FigureJson(TypedDict):
    """A figure as JSON; null numbers where it is withheld."""

    numerator: Number | None
    denominator: Number | None
    percent: float | None
    shown: str


@dataclass(frozen=True)
class FigureValue:
    """A figure of one school, township or county. With a `marker` its numbers are withheld and its text is that."""

    numerator: Number | None = None
    denominator: Number | None = None
    is_share: bool = False
    marker: Marker | None = None

    @property
    def is_withheld(self) -> bool:
        return self.marker is not None

    @property
    def percent(self) -> float | None:
        """0–100 with one decimal, None without a denominator. What is incomplete is never rounded up to 100."""
        if self.is_withheld or not self.is_share or not self.denominator or self.numerator is None:
            return None
        percent = round(float(100 * self.numerator / self.denominator), 1)
        return 99.9 if percent >= 100 and self.numerator < self.denominator else percent

    @property
    def text(self) -> str:
        """The text of a table cell."""
        if self.marker:
            return marker_text(self.marker)
        if self.numerator is None:
            return "—"
        if not self.is_share:
            return f"{self.numerator:,}"
        if self.percent is None:
            return "—"
        return "100%" if self.percent == 100 else f"{self.percent:.1f}%"

    @property
    def detail(self) -> str:
        """`43 / 50`; empty where it is withheld or there is no denominator."""
        has_detail = self.is_share and self.denominator and not self.is_withheld
        return f"{self.numerator:,} / {self.denominator:,}" if has_detail else ""

    def as_json(self) -> FigureJson:
        return {
            "numerator": None if self.is_withheld else self.numerator,
            "denominator": None if self.is_withheld else self.denominator,
            "percent": self.percent,
            "shown": self.text,
        }


def marker_text(marker: Marker) -> str:
    """What stands instead of a withheld number."""
    return gettext("保密") if marker is Marker.CONFIDENTIAL else marker.value


def value(figure: Figure, counts: Counts, markers: Markers | None) -> FigureValue:
    """A figure of a row of counts. `markers` are of the columns withheld from the reader, None inside the school."""
    numerator = counts[figure.numerator]
    denominator = counts[figure.denominator] if figure.denominator else None
    if markers is None:
        return FigureValue(numerator, denominator, bool(figure.denominator))
    if figure.code == "score" and numerator is not None:
        # Two decimals of a sum of a dozen rates would give away a rate that is withheld.
        numerator = round(numerator)
    # The denominator decides: a rate of a withheld group is withheld like the group.
    marker = markers.get(figure.denominator) or markers.get(figure.numerator)
    return FigureValue(numerator, denominator, bool(figure.denominator), marker)


def values(counts: Counts, markers: Markers | None = None) -> dict[str, FigureValue]:
    """Every figure of a row of counts by its code."""
    return {figure.code: value(figure, counts, markers) for figure in ALL}


def total(rows: Iterable[Counts]) -> Counts:
    """The sums of school rows: of a township, of the county."""
    sums: dict[str, Number] = dict.fromkeys(COLUMNS, 0)
    for counts in rows:
        for column in COLUMNS:
            sums[column] += counts[column] or 0
    return sums
