"""ECharts options made from rows. A chart always comes with its table and a sentence; js/charts.js draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = Promise | str
Number = float | int | None
Unit = Literal["", "%"]
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
    option: dict[str, Any]
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    summary: str
    size: Literal["", "low", "tall"] = ""
    is_blank: bool = False  # nothing but noughts and gaps: said in words, not drawn


def bars(
    id: str,  # noqa: A002  # the word that HTML uses
    title: Text,
    *,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit = "",
    target: Number = None,
    lying: bool = False,
    links: Sequence[str] = (),
) -> Chart:
    """Comparison of some things, at most about a dozen; `lying` for long names; a click on bar *i* opens `links[i]`."""
    drawn = [_bar(one, lying=lying, labelled=len(series) == 1) for one in series]
    _add_target(drawn, target, lying=lying)
    names = {"type": "category", "data": [str(label) for label in labels], "inverse": lying}
    values = _value_axis(unit) | ({"show": False} if lying and len(series) == 1 else {})
    option = _option(title, series, drawn, labels, unit) | {
        "xAxis": values if lying else names,
        "yAxis": names if lying else values,
    }
    if links:
        option["links"] = list(links)
    return _chart(id, title, labels, series, unit, option, size="tall" if lying and len(labels) > 8 else "")


def stacked(id: str, title: Text, *, labels: Sequence[Text], series: Sequence[Series], unit: Unit = "") -> Chart:  # noqa: A002
    """Parts of a whole beside one another; the parts are stacked bars."""
    drawn = [_stacked_bar(one) for one in series]
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
    """Course over time; a gap stays a gap. `unfinished` is written over the last step, which is still under way."""
    drawn = [_line(one) for one in series]
    if unfinished and len(labels) > 1 and drawn:
        drawn[0]["markArea"] = _unfinished(unfinished, labels)
    _add_target(drawn, target)
    option = _option(title, series, drawn, labels, unit) | {
        "xAxis": {"type": "category", "boundaryGap": False, "data": [str(label) for label in labels]},
        "yAxis": _value_axis(unit),
    }
    return _chart(id, title, labels, series, unit, option)


def calendar(id: str, title: Text, *, days: Iterable[tuple[date, int]]) -> Chart:  # noqa: A002
    """How much happened on each day: one square a day, darker for more."""
    rows = [(day.isoformat(), count) for day, count in sorted(days)]
    most = max((count for _day, count in rows), default=0)
    option = {
        "aria": _aria(_sentence(title, [day for day, _n in rows], [Series(title, [n for _d, n in rows])], "")),
        "tooltip": {"trigger": "item"},
        "visualMap": {"min": 0, "max": max(most, 1), "show": False, "inRange": {"color": WASH}},
        "calendar": {
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
    summary = option["aria"]["label"]["description"]  # type: ignore[index]
    return Chart(id, title, option, [_("日期"), str(title)], rows, summary, size="low")


def _bar(one: Series, *, lying: bool = False, labelled: bool = False) -> dict[str, Any]:
    bar: dict[str, Any] = {"type": "bar", "name": str(one.name), "data": list(one.values)}
    if labelled:
        bar["label"] = {"show": True, "position": "right" if lying else "top", "color": "#1f2937"}
    style: dict[str, Any] = {"borderRadius": [0, 3, 3, 0]} if lying else {}
    if one.tone:
        style["color"] = TONES[one.tone]
    bar["itemStyle"] = style
    if one.is_past:
        bar["itemStyle"] = style | {"color": "transparent", "borderColor": GREY, "borderWidth": 1.5}
    return bar


def _stacked_bar(one: Series) -> dict[str, Any]:
    bar = _bar(one)
    bar["itemStyle"] |= {"borderRadius": 0, "borderColor": "#fff", "borderWidth": 1}
    return bar | {"stack": "all"}


def _line(one: Series) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "line", "name": str(one.name), "data": list(one.values), "connectNulls": False}
    if one.tone:
        line["itemStyle"] = line["lineStyle"] = {"color": TONES[one.tone]}
    if one.is_past:
        line |= {"lineStyle": {"color": GREY, "width": 1.5, "type": "dashed"}, "itemStyle": {"color": GREY}}
    return line


def _unfinished(words: Text, labels: Sequence[Text]) -> dict[str, Any]:
    return {
        "silent": True,
        "itemStyle": {"color": "rgba(148, 163, 184, .16)"},
        "label": {"color": "#5f6875", "fontSize": 12, "position": "top"},
        "data": [[{"name": str(words), "xAxis": str(labels[-2])}, {"xAxis": str(labels[-1])}]],
    }


def _add_target(drawn: list[dict[str, Any]], target: Number, *, lying: bool = False) -> None:
    if target is None or not drawn:
        return
    drawn[0]["markLine"] = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "#92400e", "width": 1, "type": "solid"},
        "label": {"formatter": f"{_('目标')} {target:g}", "position": "end" if lying else "insideEndTop"},
        "data": [{"xAxis" if lying else "yAxis": target}],
    }


def _option(
    title: Text, series: Sequence[Series], drawn: list[dict[str, Any]], labels: Sequence[Text], unit: Unit
) -> dict[str, Any]:
    has_legend = len(series) > 1
    return {
        "aria": _aria(_sentence(title, labels, series, unit)),
        "unit": unit,
        "legend": {"show": has_legend, "top": 0, "left": 0},
        "grid": {"left": 4, "right": 20, "top": 40 if has_legend else 24, "bottom": 4, "containLabel": True},
        "series": drawn,
    }


def _value_axis(unit: Unit) -> dict[str, Any]:
    axis: dict[str, Any] = {"type": "value", "min": 0}
    if unit == "%":
        axis["max"] = 100
    return axis


def _aria(sentence: str) -> dict[str, Any]:
    return {"enabled": True, "label": {"description": sentence}}


def _chart(
    id: str,  # noqa: A002
    title: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Unit,
    option: dict[str, Any],
    *,
    size: Literal["", "low", "tall"] = "",
) -> Chart:
    """With its table: one row a label, one column a series."""
    head = ["", *(str(one.name) for one in series)]
    rows = [
        [str(label), *(_written(value, unit) for value in values)]
        for label, *values in zip(labels, *(one.values for one in series), strict=True)
    ]
    is_blank = not any(value for one in series for value in one.values)
    return Chart(id, title, option, head, rows, _sentence(title, labels, series, unit), size, is_blank)


def _sentence(title: Text, labels: Sequence[Text], series: Sequence[Series], unit: Unit) -> str:
    """What a reader who cannot see the picture is told: each series with its highest and lowest."""
    parts = []
    for one in series:
        known = [(value, str(label)) for label, value in zip(labels, one.values, strict=True) if value is not None]
        if not known:
            parts.append(_("%(name)s暂无数据") % {"name": one.name})
            continue
        (least, where_least), (most, where_most) = min(known), max(known)
        parts.append(
            _("%(name)s最高 %(most)s（%(where_most)s），最低 %(least)s（%(where_least)s）")
            % {
                "name": one.name,
                "most": _written(most, unit),
                "where_most": where_most,
                "least": _written(least, unit),
                "where_least": where_least,
            }
        )
    return f"{title}：{'；'.join(parts)}。"


def _written(value: Number, unit: Unit) -> str:
    return "—" if value is None else f"{value:,.1f}".removesuffix(".0") + unit
