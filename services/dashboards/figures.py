"""Every figure the house shows, with its counting rule. docs/figures.md is written from here.

A figure is a count (`of` empty) or a share `n` of `of`; both name columns of SchoolQuarter. Where a measure of the
assessment counts the same thing, its rule is that measure's, so that a dashboard and a score cannot disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.assessment import measures

SUPPRESSION_THRESHOLD = 5  # a group of fewer people is shown as <5 to readers outside the school (design §4.4)
Basis = Literal["d1", "d2", "d3", "reported"]


@dataclass(frozen=True)
class Figure:
    """`counts_people`: a group of people, hidden when it is small; else events and documents."""

    code: str
    name: Promise | str
    rule: Promise | str
    n: str
    of: str = ""
    source: str = ""
    counts_people: bool = True


def _measured(code: str, n: str, of: str, source: str, *, counts_people: bool = True) -> Figure:
    measure = measures.BY_CODE[code]
    return Figure(code, measure.name, measure.rule, n, of, source, counts_people)


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
    _measured("surveyed", "surveyed", "pupils", "children.ReportedStatus, children.ParentWhereabouts"),
    _measured("case_files", "case_files", "entitled", "children.Child"),
    _measured(
        "case_files_complete", "case_files_complete", "children", "children.ParentWhereabouts, children.Guardian"
    ),
    _measured("cards", "cards", "children", "children.ContactCard"),
    _measured("phones", "phones", "children", "children.PhoneNumber"),
    _measured("paired", "paired", "children", "care.Pairing"),
    _measured("talks", "talks_done", "talks_due", "care.DueWork", counts_people=False),
    _measured("visits", "visits_done", "visits_due", "care.DueWork", counts_people=False),
    _measured("calls", "calls_done", "calls_due", "care.DueWork", counts_people=False),
    _measured("checkups", "checkups_done", "checkups_due", "health.Checkup"),
    Figure("findings", _("体检异常"), _("季度内体检发现的异常件数。"), "findings", source="health.Finding"),
    _measured("findings_notified", "findings_notified", "findings", "health.Finding"),
    _measured("findings_closed", "findings_closed", "findings", "health.Finding"),
    Figure(
        "score",
        _("考核得分"),
        _("本季度考核中学校各项得分之和，占满分的比例；没有到期事项的一项得满分。"),
        "score",
        "score_out_of",
        "assessment.AssessmentResult",
        counts_people=False,
    ),
)
BY_CODE = {figure.code: figure for figure in ALL}
BASES: tuple[Basis, ...] = ("d1", "d2", "d3", "reported")
UNKNOWN = ("d1_unknown", "d2_unknown", "d3_unknown")
COLUMNS = (*dict.fromkeys(column for figure in ALL for column in (figure.n, figure.of) if column), *UNKNOWN)


@dataclass(frozen=True)
class FigureValue:
    """A figure of one place. `is_small`: its numbers are withheld; `words` says `<5`."""

    n: Any = None
    of: Any = None
    is_share: bool = False
    is_small: bool = False

    @property
    def percent(self) -> float | None:
        """0–100 with one decimal, None where there is nothing to divide. Incomplete is never rounded up to 100."""
        if self.is_small or not self.is_share or not self.of or self.n is None:
            return None
        share = round(float(100 * self.n / self.of), 1)
        return 99.9 if share >= 100 and self.n < self.of else share

    @property
    def text(self) -> str:
        """As a table cell says it."""
        if self.is_small:
            return f"<{SUPPRESSION_THRESHOLD}"
        if self.n is None:
            return "—"
        if not self.is_share:
            return f"{self.n:,}"
        if self.percent is None:
            return "—"
        return "100%" if self.percent == 100 else f"{self.percent:.1f}%"

    @property
    def detail(self) -> str:
        """`43 / 50`, nothing where it is withheld or empty."""
        return f"{self.n:,} / {self.of:,}" if self.is_share and self.of and not self.is_small else ""

    def as_json(self) -> dict[str, Any]:
        hide = self.is_small
        return {
            "numerator": None if hide else self.n,
            "denominator": None if hide or not self.is_share else self.of,
            "percent": self.percent,
            "shown": self.text,
        }


def value(figure: Figure, row: Mapping[str, Any], *, outside: bool) -> FigureValue:
    """A figure of a rollup row; `outside` the school small groups of people are withheld."""
    n, of = row[figure.n], row[figure.of] if figure.of else None
    is_small = outside and figure.counts_people and any(_is_small(number) for number in (n, of))
    return FigureValue(n, of, bool(figure.of), is_small)


def values(row: Mapping[str, Any], *, outside: bool) -> dict[str, FigureValue]:
    return {figure.code: value(figure, row, outside=outside) for figure in ALL}


def total(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The sums of school rows: of a township, of the county."""
    sums: dict[str, Any] = dict.fromkeys(COLUMNS, 0)
    for row in rows:
        for column in COLUMNS:
            sums[column] += row[column] or 0
    return sums


def _is_small(number: Any) -> bool:
    return number is not None and 0 < number < SUPPRESSION_THRESHOLD
