"""ECharts options from rows of numbers. A chart always comes with its table and a sentence; js/charts.js draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from services.web.components import Text

Option = dict[str, Any]  # ECharts options nest freely
Number = float | int | None
Unit = Literal["", "%"]
# Last period recedes: an outline in grey, never a colour of its own.
GREY = "#8a94a3"
# Where colour carries meaning, the same as everywhere else on the page; else the theme's order.
TONES = {
    "done": "#0f766e",
    "quiet": "#a9cfca",
    "due": "#d97706",
    "soft": "#f3c27a",
    "alert": "#b91c1c",
    "past": "#94a3b8",
}
# One hue from paper to deep teal: a reader of a calendar sees more or less, not good or bad.
WASH = ["#f3efe8", "#cfe8e4", "#7fbdb5", "#2f8f86", "#115e59"]


@dataclass(frozen=True)
class Series:
    """`values` in the order of the chart's labels; a missing value is None.

    `is_past` draws the grey outline of last period; `tone` is a key of `TONES`.
    """

    name: Text
    values: Sequence[Number]
    is_past: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """What partials/chart.html needs. `id` is unique on the page."""

    id: str
    title: Text
    option: Option
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    summary: str
    size: Literal["", "low", "tall"] = ""
    is_blank: bool = False  # nothing but zeros and gaps: a text is shown instead of a picture


def bars(
    id: str,  # noqa: A002  # the word that HTML uses
    title: Text,
    *,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "",
    target: Number = None,
    is_horizontal: bool = False,
    links: Sequence[str] = (),
) -> Chart:
    """Compare up to about a dozen things; `is_horizontal` for long names. A click on bar *i* opens `links[i]`."""
    # Numbers on the bars of one series; on several they would overlap.
    drawn = [_bar(item, is_horizontal=is_horizontal, labelled=len(series) == 1) for item in series]
    _add_target(drawn, target, is_horizontal=is_horizontal)
    # Horizontal bars are drawn from below: inverted, the first label is at the top as in the table.
    names = {"type": "category", "data": [str(label) for label in labels], "inverse": is_horizontal}
    # With a number at the end of each bar the axis would say everything twice.
    values = _value_axis(unit) | ({"show": False} if is_horizontal and len(series) == 1 else {})
    option = _option(title, series, drawn, labels, unit) | {
        "xAxis": values if is_horizontal else names,
        "yAxis": names if is_horizontal else values,
    }
    if is_horizontal:
        option["grid"] |= {"right": 52}  # for the number behind the longest bar
    if links:
        option["links"] = list(links)
    return _chart(id, title, labels, series, unit, option, size="tall" if is_horizontal and len(labels) > 8 else "")


def stacked(id: str, title: Text, *, labels: Sequence[Text], series: Sequence[Series], unit: Unit = "") -> Chart:  # noqa: A002
    """Compare wholes made of parts."""
    drawn = [_stacked_bar(item) for item in series]
    option = _option(title, series, drawn, labels, unit) | {
        "xAxis": {"type": "category", "data": [str(label) for label in labels]},
        "yAxis": _value_axis(unit),
    }
    return _chart(id, title, labels, series, unit, option)


def lines(
    id: str,  # noqa: A002
    title: Text,
    *,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "",
    target: Number = None,
    unfinished: Text = "",
) -> Chart:
    """A course over time; a gap stays a gap. `unfinished` labels the last step, which is still under way."""
    drawn = [_line(item) for item in series]
    if unfinished and len(labels) > 1 and drawn:
        drawn += [_dashed_end(line) for line in drawn]
        # The week under way always looks like a fall; the shade says that it is not over.
        drawn[0]["markArea"] = _unfinished(unfinished, labels)
    _add_target(drawn, target)
    option = _option(title, series, drawn, labels, unit) | {
        "xAxis": {"type": "category", "boundaryGap": False, "data": [str(label) for label in labels]},
        "yAxis": _value_axis(unit),
    }
    return _chart(id, title, labels, series, unit, option)


def calendar(id: str, title: Text, *, days: Iterable[tuple[date, int]]) -> Chart:  # noqa: A002
    """How much happened on each day: one square per day, darker for more."""
    rows = [(day.isoformat(), count) for day, count in sorted(days)]
    most = max((count for _day, count in rows), default=0)
    summary = _sentence(title, [day for day, _n in rows], [Series(title, [n for _d, n in rows])], "")
    option: Option = {
        "aria": _aria(summary),
        "tooltip": {"trigger": "item"},
        # At least 1: with equal ends ECharts paints every square in the darkest shade.
        "visualMap": {"min": 0, "max": max(most, 1), "show": False, "inRange": {"color": WASH}},
        "calendar": {
            # ECharts fails on an empty range; any day will do for a calendar without squares.
            "range": [rows[0][0], rows[-1][0]] if rows else [date.min.isoformat()] * 2,
            "cellSize": ["auto", 18],
            "left": 40,
            "right": 8,
            "top": 28,
            "splitLine": {"lineStyle": {"color": "#b8b0a3"}},
            "itemStyle": {"borderColor": "#fff", "borderWidth": 2},
            "yearLabel": {"show": False},
            "monthLabel": {"nameMap": "ZH"},
            "dayLabel": {"firstDay": 1, "nameMap": "ZH"},
        },
        "series": [{"type": "heatmap", "coordinateSystem": "calendar", "data": [list(row) for row in rows]}],
    }
    return Chart(id, title, option, [_("日期"), str(title)], rows, summary, size="low")


def _bar(item: Series, *, is_horizontal: bool = False, labelled: bool = False) -> Option:
    bar: Option = {"type": "bar", "name": str(item.name), "data": list(item.values)}
    if labelled:
        bar["label"] = {"show": True, "position": "right" if is_horizontal else "top", "color": "#1f2937"}
    style: Option = {"borderRadius": [0, 3, 3, 0]} if is_horizontal else {}
    if item.tone:
        style["color"] = TONES[item.tone]
    bar["itemStyle"] = style
    if item.is_past:
        bar["itemStyle"] = style | {"color": "transparent", "borderColor": GREY, "borderWidth": 1.5}
    return bar


def _stacked_bar(item: Series) -> Option:
    bar = _bar(item)
    bar["itemStyle"] |= {"borderRadius": 0, "borderColor": "#fff", "borderWidth": 1}
    return bar | {"stack": "all"}


def _line(item: Series) -> Option:
    line: Option = {"type": "line", "name": str(item.name), "data": list(item.values), "connectNulls": False}
    if item.tone:
        line["itemStyle"] = line["lineStyle"] = {"color": TONES[item.tone]}
    if item.is_past:
        line |= {"lineStyle": {"color": GREY, "width": 1.5, "type": "dashed"}, "itemStyle": {"color": GREY}}
    return line


def _dashed_end(line: Option) -> Option:
    """Take the last step off a line and return it as a dashed line of the same name and colour."""
    *finished, last = line["data"]
    line["data"] = [*finished, None]
    data = [*[None] * (len(finished) - 1), finished[-1], last]
    return line | {"data": data, "lineStyle": {**line.get("lineStyle", {}), "type": "dashed"}}


def _unfinished(label: Text, labels: Sequence[Text]) -> Option:
    return {
        "silent": True,
        "itemStyle": {"color": "rgba(148, 163, 184, .16)"},
        "label": {"color": "#5f6875", "fontSize": 12, "position": "top"},
        "data": [[{"name": str(label), "xAxis": str(labels[-2])}, {"xAxis": str(labels[-1])}]],
    }


def _add_target(drawn: list[Option], target: Number, *, is_horizontal: bool = False) -> None:
    if target is None or not drawn:
        return
    drawn[0]["markLine"] = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "#92400e", "width": 1, "type": "solid"},
        "label": {"formatter": f"{_('目标')} {target:g}", "position": "end" if is_horizontal else "insideEndTop"},
        "data": [{"xAxis" if is_horizontal else "yAxis": target}],
    }


def _option(title: Text, series: Sequence[Series], drawn: list[Option], labels: Sequence[Text], unit: Unit) -> Option:
    has_legend = len(series) > 1
    return {
        "aria": _aria(_sentence(title, labels, series, unit)),
        "unit": unit,
        "legend": {"show": has_legend, "top": 0, "left": 0},
        "grid": {"left": 4, "right": 20, "top": 40 if has_legend else 24, "bottom": 4, "containLabel": True},
        "series": drawn,
    }


def _value_axis(unit: Unit) -> Option:
    # From zero, so that the length of a bar is its value.
    axis: Option = {"type": "value", "min": 0}
    if unit == "%":
        # All percentages on one scale, so that two charts can be compared.
        axis["max"] = 100
    return axis


def _aria(sentence: str) -> Option:
    return {"enabled": True, "label": {"description": sentence}}


def _chart(
    id: str,  # noqa: A002
    title: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit,
    option: Option,
    *,
    size: Literal["", "low", "tall"] = "",
) -> Chart:
    """The chart with its table: one row per label, one column per series."""
    head = ["", *(str(item.name) for item in series)]
    rows = [
        [str(label), *(_written(value, unit) for value in values)]
        for label, *values in zip(labels, *(item.values for item in series), strict=True)
    ]
    # Axes without a bar look broken; the page shows a sentence instead.
    is_blank = not any(value for item in series for value in item.values)
    return Chart(id, title, option, head, rows, _sentence(title, labels, series, unit), size, is_blank)


def _sentence(title: Text, labels: Sequence[Text], series: Sequence[Series], unit: Unit) -> str:
    """A text for readers who cannot see the picture: each series with its highest and lowest value."""
    clauses = []
    for item in series:
        known = [(value, str(label)) for label, value in zip(labels, item.values, strict=True) if value is not None]
        if not known:
            clauses.append(_("%(name)s暂无数据") % {"name": item.name})
            continue
        (least, where_least), (most, where_most) = min(known), max(known)
        clauses.append(
            _("%(name)s最高 %(most)s（%(where_most)s），最低 %(least)s（%(where_least)s）")
            % {
                "name": item.name,
                "most": _written(most, unit),
                "where_most": where_most,
                "least": _written(least, unit),
                "where_least": where_least,
            }
        )
    return f"{title}：{'；'.join(clauses)}。"


def _written(value: Number, unit: Unit) -> str:
    # No `.0` behind whole numbers: 12 children are not 12.0.
    return "—" if value is None else f"{value:,.1f}".removesuffix(".0") + unit
