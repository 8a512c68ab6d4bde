"""Lateness (page 准时率): seconds from due to sent, and messages sent twice, by day and channel."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.kit import clock
from services.monitoring import lateness as queries
from services.monitoring.lateness import Lateness
from services.monitoring.status import channel_status
from services.notify.choices import Channel
from services.web import charts
from services.web.components import Column, Row, Tab, Table
from services.web.decorators import requires
from services.web.monitoring.labels import StatusRow, channel_row, duration_label
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest


@requires(Permission.VIEW_DELIVERIES)
def lateness(request: PageRequest) -> HttpResponse:
    now, period = clock.now(), _period(request)
    # Whole days of the county, so that the first bar is not half a day.
    begins = clock.start_of_day(clock.local_date(now - timedelta(days=period - 1)))
    by_day, overall = queries.by_day(begins), queries.overall(begins)
    oldest = queries.oldest_due(now)
    context = {
        "tabs": reminder_tabs(request.actor, "web:lateness"),
        "periods": _period_chips(period),
        "overall": overall,
        "labels": [_("%(share)s 在此之内") % {"share": share} for share in ("95%", "99%")],
        "durations": [duration_label(seconds) for seconds in overall.after_due] if overall else [],
        "chart": _chart(by_day),
        # The table begins with today, the chart ends with it.
        "days": _table("by-day", _("每天"), [(_day_label(row), row) for row in reversed(by_day)]),
        "channels": _table("by-channel", _("各渠道"), _channel_rows(begins)),
        "oldest": duration_label((now - oldest).total_seconds()) if oldest else "",
        "statuses": _statuses(),
        "as_of": now,
    }
    return render(request, "monitoring/lateness.html", context)


def _period(request: PageRequest) -> int:
    days = request.GET.get("days")
    return next((period for period in queries.PERIODS if days == str(period)), queries.PERIODS[0])


def _period_chips(selected: int) -> list[Tab]:
    url = reverse("web:lateness")
    return [
        Tab(_("最近 %(n)d 天") % {"n": period}, f"{url}?days={period}", is_active=period == selected)
        for period in queries.PERIODS
    ]


def _day_label(row: Lateness[date]) -> str:
    return f"{row.group.month}/{row.group.day}"


def _channel_rows(begins: datetime) -> list[tuple[str, Lateness[str]]]:
    return [(str(Channel(row.group).label), row) for row in queries.by_channel(begins)]


def _chart(rows: Sequence[Lateness[date]]) -> charts.Chart:
    names = (_("一半以内"), _("95% 以内"), _("99% 以内"))
    series = [charts.Series(name, [round(row.after_due[index], 1) for row in rows]) for index, name in enumerate(names)]
    labels = [_day_label(row) for row in rows]
    return charts.lines("lateness", _("每天晚多少秒（从可以发送起）"), labels=labels, series=series)


def _table(id_: str, caption: str, rows: Sequence[tuple[str, Lateness[date] | Lateness[str]]]) -> Table:
    heads = [_("发出"), _("一半以内"), _("95% 以内"), _("99% 以内"), _("比规则要求晚（95%）"), _("重复发出")]
    columns = [Column(caption), *(Column(head, is_number=True) for head in heads)]
    return Table(id_, caption, columns, [_row(name, row) for name, row in rows], look="cards")


def _row(name: str, row: Lateness[date] | Lateness[str]) -> Row:
    after_due = [duration_label(seconds) for seconds in row.after_due]
    return Row([name, row.sent, *after_due, duration_label(row.after_requested[1]), row.duplicates])


def _statuses() -> list[StatusRow]:
    """Channels whose last call failed."""
    return [channel_row(status) for status in channel_status() if status.failures]
