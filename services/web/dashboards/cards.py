"""The six number cards of a dashboard: value, change since last quarter, course, and a link to the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from services.dashboards import figures
from services.dashboards.figures import Figure, FigureValue
from services.dashboards.queries import FigureRow
from services.dashboards.rollup.columns import Counts, count_of
from services.dashboards.suppression.markers import Marker, markers_of_sum
from services.kit.periods import Quarter
from services.web.components import Tone

History = Sequence[tuple[Quarter, Counts]]
# In the order of a child's way: opened, paired, cared for, examined, followed up.
CARDS = ("case_files", "paired", "talks", "checkups", "findings_closed")
WARN_BELOW = 80.0  # percent
SMALLEST_CHANGE = 0.05  # would be shown as 0.0


@dataclass(frozen=True)
class FigureCard:
    """Arguments of the `figure` template tag."""

    label: str
    value: str
    unit: str = ""
    delta: str = ""
    good: bool | None = None
    note: str = ""
    url: str = ""
    spark: Sequence[float] = ()
    tone: Tone = ""


def cards(
    current: FigureRow, previous: FigureRow, basis: str, history: History, urls: Mapping[str, str]
) -> list[FigureCard]:
    """在册儿童 by the basis, then five shares."""
    children = _children_card(current, previous, basis, history, urls.get(basis, ""))
    return [children, *(_share_card(code, current, previous, history, urls.get(code, "")) for code in CARDS)]


def _children_card(current: FigureRow, previous: FigureRow, basis: str, history: History, url: str) -> FigureCard:
    value, before = current.values[basis], previous.values[basis]
    delta = ""
    # A change against a withheld number would give the number away.
    if before.numerator and value.numerator is not None and not value.is_withheld and not before.is_withheld:
        delta = _change(float(100 * (value.numerator - before.numerator) / before.numerator), "%")
    return FigureCard(
        label=_("在册儿童"),
        value=value.text,
        unit="" if value.is_withheld else _("人"),
        delta=delta,
        note=_("比上季度") if delta else "",
        url=url,
        spark=[float(count_of(counts, basis)) for _quarter, counts in history if basis not in markers_of_sum(counts)],
    )


def _share_card(code: str, current: FigureRow, previous: FigureRow, history: History, url: str) -> FigureCard:
    value, before, figure = current.values[code], previous.values[code], figures.BY_CODE[code]
    delta = ""
    if value.percent is not None and before.percent is not None:
        delta = _change(value.percent - before.percent, "")
    reason = _withheld_note(value) if value.is_withheld else _("本季度还没有到期的")
    return FigureCard(
        label=str(figure.name),
        value=value.text.removesuffix("%"),
        unit="%" if value.percent is not None else "",
        delta=delta,
        # All shares are wanted high; the number of children is neither good nor bad.
        good=not delta.startswith("-") if delta else None,
        note=value.detail or reason,
        url=url,
        spark=_course(figure, history),
        tone="due" if value.percent is not None and value.percent < WARN_BELOW else "",
    )


def _course(figure: Figure, history: History) -> list[float]:
    """The share of each quarter in which something was due, in percent."""
    return [
        100 * count_of(counts, figure.numerator) / count_of(counts, figure.denominator)
        for _quarter, counts in history
        # A quarter in which nothing was due has no share and would draw a fall to zero.
        if counts[figure.denominator] and not figures.value(figure, counts, markers_of_sum(counts)).marker
    ]


def _withheld_note(value: FigureValue) -> str:
    if value.marker is Marker.SMALL:
        return _("人数少于 5，不显示")
    return _("能算出少于 5 人的数，不显示")


def _change(difference: float, unit: str) -> str:
    """`+3.1%`; "" where it would read as no change."""
    return f"{difference:+.1f}{unit}" if abs(difference) >= SMALLEST_CHANGE else ""
