"""准时率: how late messages went out and how many went out twice, per day and channel, beside their tables."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.kit import clock
from services.monitoring import lateness as measured
from services.monitoring.lateness import Lateness
from services.notify.choices import Channel
from services.notify.models import ChannelBreaker
from services.web import charts
from services.web.components import Column, Row, Tab, Table
from services.web.decorators import requires
from services.web.notify.shared import tabs


@requires(Permission.VIEW_DELIVERIES)
def lateness(request: Any) -> HttpResponse:
    now = clock.now()
    days = next((each for each in measured.PERIODS if request.GET.get("days") == str(each)), measured.PERIODS[0])
    begins = clock.start_of_day(clock.local_date(now - timedelta(days=days - 1)))
    found, whole = measured.by_day(begins), measured.overall(begins)
    context = {
        "tabs": tabs(request.actor, "web:lateness"),
        "periods": [
            Tab(_("最近 %(n)d 天") % {"n": n}, f"{reverse('web:lateness')}?days={n}", n == days)
            for n in measured.PERIODS
        ],
        "whole": whole,
        "labels": [_("%(share)s 在此之内") % {"share": share} for share in ("95%", "99%")],
        "spans": [span(each) for each in whole.after_due] if whole else [],
        "chart": _chart(found),
        "days": _table("by-day", _("每天"), [(f"{each.of.month}/{each.of.day}", each) for each in reversed(found)]),
        "channels": _table(
            "by-channel",
            _("各渠道"),
            [(str(Channel(each.of).label), each) for each in measured.by_channel(begins)],
        ),
        "oldest": _age(measured.oldest_due(now), now),
        "lines": _lines(),
        "as_of": now,
    }
    return render(request, "monitoring/lateness.html", context)


def span(seconds: float | None) -> str:
    """0.4 秒, 12 秒, 3.5 分钟, 2.1 小时."""
    if seconds is None:
        return "—"
    seconds = max(seconds, 0.0)
    if seconds < 60:
        return _("%(n)s 秒") % {"n": _short(seconds)}
    if seconds < 3600:
        return _("%(n)s 分钟") % {"n": _short(seconds / 60)}
    return _("%(n)s 小时") % {"n": _short(seconds / 3600)}


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _chart(found: list[Lateness]) -> charts.Chart:
    labels = [f"{each.of.month}/{each.of.day}" for each in found]
    names = (_("一半以内"), _("95% 以内"), _("99% 以内"))
    series = [
        charts.Series(name, [round(each.after_due[place], 1) for each in found]) for place, name in enumerate(names)
    ]
    return charts.lines("lateness", _("每天晚多少秒（从可以发送起）"), labels=labels, series=series)


def _table(id_: str, caption: str, rows: list[tuple[str, Lateness]]) -> Table:
    heads = [_("发出"), _("一半以内"), _("95% 以内"), _("99% 以内"), _("比规则要求晚（95%）"), _("重复发出")]
    columns = [Column(caption), *(Column(head, is_number=True) for head in heads)]
    return Table(
        id_,
        caption,
        columns,
        [
            Row([name, each.sent, *map(span, each.after_due), span(each.after_requested[1]), each.duplicates])
            for name, each in rows
        ],
        look="cards",
    )


def _age(since: datetime | None, now: datetime) -> str:
    return span((now - since).total_seconds()) if since else ""


def _lines() -> list[tuple[str, ChannelBreaker]]:
    """Ways out whose breaker has opened, or that have failed lately."""
    return [(str(Channel(each.channel).label), each) for each in ChannelBreaker.objects.order_by("channel")]
