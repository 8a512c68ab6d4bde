"""A chart starts at zero and has a summary and a table."""

from datetime import date

import pytest

from services.web import charts


def test_bars_begin_at_zero_and_percent_ends_at_a_hundred():
    chart = charts.bars(
        "b", "完成率", labels=["甲校", "乙校"], series=[charts.Series("本季度", [86, 91])], unit="%", target=90
    )

    assert (chart.option["yAxis"]["min"], chart.option["yAxis"]["max"]) == (0, 100)
    assert chart.option["series"][0]["markLine"]["data"] == [{"yAxis": 90}]
    assert chart.summary == "完成率：本季度最高 91%（乙校），最低 86%（甲校）。"


def test_table_holds_the_values_of_the_chart():
    series = [charts.Series("上季度", [1, None], is_past=True), charts.Series("本季度", [1204, 2.5])]

    chart = charts.lines("l", "谈心", labels=["一", "二"], series=series)

    assert chart.head == ["", "上季度", "本季度"]
    assert chart.rows == [["一", "1", "1,204"], ["二", "—", "2.5"]]


def test_last_period_is_drawn_as_an_outline():
    chart = charts.bars(
        "b", "谈心", labels=["一"], series=[charts.Series("上季度", [1], is_past=True), charts.Series("本季度", [2])]
    )

    past, now = chart.option["series"]
    assert past["itemStyle"]["color"] == "transparent"
    # The current period takes the theme's first colour.
    assert "color" not in now["itemStyle"]


def test_unfinished_step_of_a_line_is_dashed():
    chart = charts.lines(
        "w",
        "每周谈心",
        labels=["1", "2", "3"],
        series=[charts.Series("谈心", [5, 6, 2], tone="done")],
        unfinished="本周",
    )

    finished, unfinished = chart.option["series"]
    assert (finished["data"], unfinished["data"]) == ([5, 6, None], [None, 6, 2])
    assert (finished["name"], finished["itemStyle"]) == (unfinished["name"], unfinished["itemStyle"])
    assert (finished["lineStyle"].get("type"), unfinished["lineStyle"]["type"]) == (None, "dashed")
    assert chart.rows == [["1", "5"], ["2", "6"], ["3", "2"]]


def test_long_labels_make_horizontal_bars():
    chart = charts.bars(
        "b", "家访", labels=["云台乡九年一贯制学校"] * 9, series=[charts.Series("户", range(9))], is_horizontal=True
    )

    assert chart.option["xAxis"]["type"] == "value"
    assert chart.size == "tall"


def test_stacked_series_share_one_stack():
    chart = charts.stacked(
        "s", "视力", labels=["一年级"], series=[charts.Series("正常", [3]), charts.Series("轻度", [1], tone="soft")]
    )

    assert {one["stack"] for one in chart.option["series"]} == {"all"}
    assert chart.option["series"][1]["itemStyle"]["color"] == charts.TONES["soft"]


def test_calendar_chart_orders_days_and_may_be_empty():
    chart = charts.calendar("d", "记录", days=[(date(2026, 9, 2), 4), (date(2026, 9, 1), 1)])

    assert chart.option["series"][0]["data"] == [["2026-09-01", 1], ["2026-09-02", 4]]
    assert "暂无数据" in charts.calendar("d", "记录", days=[]).summary


def test_series_of_another_length_raises():
    with pytest.raises(ValueError, match="argument 2"):
        charts.bars("b", "x", labels=["一", "二"], series=[charts.Series("甲", [1])])
