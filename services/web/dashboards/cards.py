"""The six number cards of a desk: value, direction against last quarter, course, and where its rows are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from services.dashboards import figures
from services.dashboards.columns import Counts, count_of
from services.dashboards.queries import FigureRow
from services.kit.periods import Quarter

History = Sequence[tuple[Quarter, Counts]]
CARDS = ("case_files", "paired", "talks", "checkups", "findings_closed")
WARN_BELOW = 80.0  # percent; the colour comes with the word beside it


@dataclass(frozen=True)
class FigureCard:
    label: str
    value: str
    unit: str
    delta: str
    good: bool | None
    note: str
    url: str
    spark: Sequence[float]
    tone: str


def cards(
    now: FigureRow,
    before: FigureRow,
    basis: str,
    history: History,
    urls: Mapping[str, str],
) -> list[FigureCard]:
    """在册儿童 by the basis, then five shares."""
    return [_heads(now, before, basis, history, urls), *(_share(code, now, before, history, urls) for code in CARDS)]


def _heads(now: FigureRow, before: FigureRow, basis: str, history: History, urls: Mapping[str, str]) -> FigureCard:
    value, past = now.values[basis], before.values[basis]
    delta = ""
    if past.numerator and value.numerator is not None and not value.is_small and not past.is_small:
        delta = _moved(float(100 * (value.numerator - past.numerator) / past.numerator), "%")
    course = [float(count_of(counts, basis)) for _quarter, counts in history]
    unit = "" if value.is_small else _("人")
    return FigureCard(
        _("在册儿童"), value.text, unit, delta, None, _("比上季度") if delta else "", urls.get(basis, ""), course, ""
    )


def _share(code: str, now: FigureRow, before: FigureRow, history: History, urls: Mapping[str, str]) -> FigureCard:
    value, past = now.values[code], before.values[code]
    delta = ""
    if value.percent is not None and past.percent is not None:
        delta = _moved(value.percent - past.percent, "")
    figure = figures.BY_CODE[code]
    course = [
        100 * count_of(counts, figure.numerator) / count_of(counts, figure.denominator)
        for _quarter, counts in history
        if counts[figure.denominator]
    ]
    return FigureCard(
        label=str(figure.name),
        value=value.text.removesuffix("%"),
        unit="%" if value.percent is not None else "",
        delta=delta,
        good=None if not delta else not delta.startswith("-"),
        note=value.detail or (_("人数少于 5，不显示") if value.is_small else _("本季度还没有到期的")),
        url=urls.get(code, ""),
        spark=course,
        tone="due" if value.percent is not None and value.percent < WARN_BELOW else "",
    )


def _moved(by: float, unit: str) -> str:
    """`+3.1%`; nothing where nothing moved."""
    return f"{by:+.1f}{unit}" if abs(by) >= 0.05 else ""
