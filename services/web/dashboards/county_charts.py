"""The pictures of the county page, from the same rows as its tables."""

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


def county_charts(found: CountyPage, basis: str, today: date) -> dict[str, Chart | None]:
    townships = sorted(found.townships, key=lambda place: -place.count(basis))[:MAX_BARS]
    names = [place.name for place in townships]
    return {
        "heads": charts.bars(
            "heads",
            _("各乡镇在册儿童"),
            labels=names,
            series=[Series(figures.BY_CODE[basis].name, [_number(place, basis) for place in townships])],
            lying=True,
        ),
        "weeks": weeks(found.weeks, today),
        "rates": charts.bars(
            "rates",
            _("各乡镇建档、结对、联系卡"),
            labels=names,
            series=[
                _rate(townships, code, tone)
                for code, tone in (("case_files", "done"), ("paired", "due"), ("cards", "past"))
            ],
            unit="%",
            lying=True,
        ),
        "health": charts.bars(
            "health",
            _("各乡镇体检覆盖与异常闭环"),
            labels=names,
            series=[_rate(townships, "checkups", "done"), _rate(townships, "findings_closed", "due")],
            unit="%",
            lying=True,
        ),
        "bands": _bands(found.schools),
    }


def weeks(found: Sequence[WeekCounts], today: date) -> Chart:
    """The week under way is marked: its fall is none."""
    return charts.lines(
        "weeks",
        _("每周谈心、家访、通话"),
        labels=[f"{week.starts_on.month}/{week.starts_on.day}" for week in found],
        unfinished=_("本周") if found and found[-1].starts_on + timedelta(days=7) > today else "",
        series=[
            Series(_("谈心"), [week.talks for week in found], tone="done"),
            Series(_("家访"), [week.visits for week in found], tone="due"),
            Series(_("通话"), [week.calls for week in found], tone="past"),
        ],
    )


def _bands(schools: Sequence[FigureRow]) -> Chart | None:
    """How many schools reached which band; none is named. Nothing before the quarter is assessed."""
    scores = [(school.counts["score"], school.counts["score_out_of"]) for school in schools]
    reached = Counter(band(Decimal(points), Decimal(out_of or 0)) for points, out_of in scores if points is not None)
    if not reached:
        return None
    return charts.bars(
        "bands",
        _("考核等次分布"),
        labels=[each.label for each in Band],
        series=[Series(_("学校数"), [reached[each] for each in Band], tone="done")],
    )


def _rate(places: Sequence[FigureRow], code: str, tone: str) -> Series:
    return Series(figures.BY_CODE[code].name, [place.values[code].percent for place in places], tone=tone)


def _number(place: FigureRow, code: str) -> int | None:
    """Withheld small groups are a gap."""
    value = place.values[code]
    return None if value.is_small or value.numerator is None else int(value.numerator)
