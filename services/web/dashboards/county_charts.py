"""The charts of the county page, from the same rows as its tables."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from services.assessment.choices import Band, band
from services.dashboards import figures
from services.dashboards.queries import CountyPage, FigureRow, WeekCounts
from services.web import charts
from services.web.charts import Chart, Series

MAX_BARS = 14


def county_charts(page: CountyPage, basis: str, today: date) -> dict[str, Chart | None]:
    """By name; `bands` is None before the quarter is assessed."""
    # The largest first; the table below has them all. A withheld one is last: its position would bound it.
    townships = sorted(page.townships, key=lambda township: -(_count(township, basis) or 0))[:MAX_BARS]
    return {
        "children": _children(townships, basis),
        "weeks": weeks_chart(page.weeks, today),
        "rates": _rates(townships),
        "health": _health(townships),
        "bands": _bands(page.schools),
    }


def weeks_chart(weeks: Sequence[WeekCounts], today: date) -> Chart:
    """The week under way is marked, because its counts are not complete."""
    is_running = bool(weeks) and weeks[-1].starts_on + timedelta(days=7) > today
    return charts.lines(
        "weeks",
        _("每周谈心、家访、通话"),
        labels=[f"{week.starts_on.month}/{week.starts_on.day}" for week in weeks],
        unfinished=_("本周") if is_running else "",
        series=[
            Series(_("谈心"), [week.talks for week in weeks], tone="done"),
            Series(_("家访"), [week.visits for week in weeks], tone="due"),
            Series(_("通话"), [week.calls for week in weeks], tone="past"),
        ],
    )


def _children(townships: Sequence[FigureRow], basis: str) -> Chart:
    series = Series(figures.BY_CODE[basis].name, [_count(township, basis) for township in townships])
    return _township_bars("children", _("各乡镇在册儿童"), townships, [series])


def _rates(townships: Sequence[FigureRow]) -> Chart:
    tones = (("case_files", "done"), ("paired", "due"), ("cards", "past"))
    series = [_rate(townships, code, tone) for code, tone in tones]
    return _township_bars("rates", _("各乡镇建档、结对、联系卡"), townships, series, unit="%")


def _health(townships: Sequence[FigureRow]) -> Chart:
    series = [_rate(townships, "checkups", "done"), _rate(townships, "findings_closed", "due")]
    return _township_bars("health", _("各乡镇体检覆盖与异常闭环"), townships, series, unit="%")


def _township_bars(
    id: str,  # noqa: A002  # as in charts.bars
    title: str,
    townships: Sequence[FigureRow],
    series: Sequence[Series],
    unit: charts.Unit = "",
) -> Chart:
    names = [township.name for township in townships]
    return charts.bars(id, title, labels=names, series=series, unit=unit, is_horizontal=True)


def _bands(schools: Sequence[FigureRow]) -> Chart | None:
    """How many schools reached which band, without names."""
    scores = [(school.counts["score"], school.counts["score_out_of"]) for school in schools]
    # Counted by band: a chart with names would be a ranking of schools.
    reached = Counter(
        band(Decimal(points), Decimal(max_points or 0)) for points, max_points in scores if points is not None
    )
    if not reached:
        return None
    series = [Series(_("学校数"), [reached[choice] for choice in Band], tone="done")]
    return charts.bars("bands", _("考核等次分布"), labels=[choice.label for choice in Band], series=series)


def _rate(townships: Sequence[FigureRow], code: str, tone: str) -> Series:
    percents = [township.values[code].percent for township in townships]
    return Series(figures.BY_CODE[code].name, percents, tone=tone)


def _count(township: FigureRow, code: str) -> int | None:
    """What is withheld is a gap."""
    value = township.values[code]
    return None if value.is_withheld or value.numerator is None else int(value.numerator)
