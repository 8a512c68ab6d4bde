"""校历: a month of days and the term's special days. A school changes one day, the county a run of days."""

from calendar import monthcalendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.actions import school_setup
from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.kit.periods import FIRST_YEAR, LAST_YEAR, InvalidPeriod, Month
from services.schools import queries
from services.schools.calendar import Day
from services.schools.choices import SCHOOL_DAY_KINDS, DayKind, Season
from services.schools.models import SchoolDay, SchoolDayOverride, Term
from services.web.components import Step, Tab, Tone, flash
from services.web.decorators import requires
from services.web.forms import DayField, EnumField, max_length
from services.web.framework import perform
from services.web.page_request import PageRequest, parse_day
from services.web.schools.tabs import school_tabs

MAX_GAP = 3  # days: a special period goes on over the weekend inside it


class DayOverrideForm(forms.Form):
    date = DayField(label=gettext_lazy("日期"))
    kind = EnumField(DayKind, label=gettext_lazy("这一天"))
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=max_length(SchoolDayOverride, "reason"))


class CountyDaysForm(forms.Form):
    begins_on = DayField(label=gettext_lazy("从"))
    ends_on = DayField(label=gettext_lazy("到"))
    kind = EnumField(DayKind, label=gettext_lazy("这些天"), initial=DayKind.EXAM)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=max_length(SchoolDay, "name"))


class TermForm(forms.Form):
    school_year = forms.IntegerField(
        label=gettext_lazy("学年（秋季的年份）"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    season = EnumField(Season, label=gettext_lazy("学期"))
    begins_on = DayField(label=gettext_lazy("开始"))
    ends_on = DayField(label=gettext_lazy("结束"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Its own ids: beside it stands a form whose fields have the same names, and labels point to ids.
        super().__init__(*args, **{"auto_id": "term_%s"} | kwargs)


@dataclass(frozen=True)
class DayCell:
    """One day of the month's grid; 0 for the days of other months."""

    day: int
    is_off: bool = False
    is_today: bool = False
    event: str = ""


@requires(Permission.VIEW_SCHOOLS)
def month(request: PageRequest) -> HttpResponse:
    return _page(request)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def override_day(request: PageRequest) -> HttpResponse:
    """Set the school's own kind for one day."""
    form = DayOverrideForm(request.POST)
    if perform(request, form, lambda date, **values: school_setup.override_day(day=date, **values)):
        flash(request, _("已按本校的安排记下。"))
        return redirect("web:calendar")
    return _page(request, form)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def clear_override(request: PageRequest, day: str) -> HttpResponse:
    parsed = parse_day(day)
    if parsed is None or not school_setup.clear_override(day=parsed, by=request.actor, now=clock.now()):
        raise Http404
    flash(request, _("这一天又随县里的校历。"))
    return redirect("web:calendar")


@require_POST
@requires(Permission.MANAGE_CALENDAR)
def set_county_days(request: PageRequest) -> HttpResponse:
    """Set the kind of a run of days, such as an exam week or a holiday announced late."""
    form = CountyDaysForm(request.POST)
    # The number of changed days may be 0, which is no failure.
    changed = perform(request, form, school_setup.set_day_kind, source=_("县教育局"))
    if changed is None:
        return _page(request, form)
    flash(request, _("已改 %d 天。") % changed)
    return redirect("web:calendar")


@require_POST
@requires(Permission.MANAGE_CALENDAR)
def create_term(request: PageRequest) -> HttpResponse:
    form = TermForm(request.POST)
    if perform(request, form, school_setup.create_term):
        flash(request, _("学期已设定，每一天已按国家放假安排排好。"))
        return redirect("web:calendar")
    return _page(request, term_form=form)


def _page(request: PageRequest, form: forms.Form | None = None, *, term_form: TermForm | None = None) -> HttpResponse:
    actor, today = request.actor, clock.today()
    shown = _month(request.GET.get("month", ""))
    days = queries.calendar(shown.begins, shown.ends, actor.school_id)
    term = queries.term_on(today)
    term_days = queries.calendar(term.begins_on, term.ends_on, actor.school_id) if term else []
    manages_county = actor.has_permission(Permission.MANAGE_CALENDAR)
    # For the button that removes one; readers see the day on the calendar anyway.
    overrides = [day for day in term_days if day.is_override] if actor.has_permission(Permission.MANAGE_SCHOOL) else []
    context = {
        "tabs": school_tabs(actor, "web:calendar"),
        "month": shown,
        "weeks": _weeks(shown, days, today),
        "newer": f"?month={shown.previous}",
        "older": f"?month={shown.next}",
        "months": [Tab(month.label, f"?month={month}", is_active=month == shown) for month in _months(term)],
        "term": term,
        "school_days": sum(day.kind in SCHOOL_DAY_KINDS for day in term_days),
        "special_days": _steps([day for day in term_days if day.name], today),
        "is_provisional": any(day.is_provisional for day in days),
        "form": form or _blank_form(actor),
        "term_form": (term_form or TermForm()) if manages_county else None,
        "overrides": overrides,
    }
    status = 422 if form or term_form else 200
    return render(request, "schools/calendar.html", context, status=status)


def _blank_form(actor: Actor) -> forms.Form | None:
    if actor.has_permission(Permission.MANAGE_CALENDAR):
        return CountyDaysForm()
    return DayOverrideForm() if actor.has_permission(Permission.MANAGE_SCHOOL) else None


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    # A month of the address that is none shows the current one, as if none were given.
    except InvalidPeriod:
        return Month.of(clock.today())


def _months(term: Term | None) -> list[Month]:
    if term is None:
        return []
    months = [Month.of(term.begins_on)]
    while months[-1].ends < term.ends_on:
        months.append(months[-1].next)
    return months


def _weeks(shown: Month, days: list[Day], today: date) -> list[list[DayCell]]:
    by_date = {day.date: day for day in days}
    return [
        [_cell(date(shown.year, shown.number, number), by_date, today) if number else DayCell(0, is_off=True)
         for number in week]
        for week in monthcalendar(shown.year, shown.number)
    ]  # fmt: skip


def _cell(date_: date, by_date: dict[date, Day], today: date) -> DayCell:
    day = by_date.get(date_)
    if day is None:
        return DayCell(date_.day, is_off=True, is_today=date_ == today)
    # Every school day labelled would bury the few that differ.
    is_ordinary = day.kind in {DayKind.LESSONS, DayKind.WEEKEND}
    event = day.name or ("" if is_ordinary else str(day.kind.label))
    return DayCell(date_.day, is_off=day.kind not in SCHOOL_DAY_KINDS, is_today=date_ == today, event=event)


def _steps(days: list[Day], today: date) -> list[Step]:
    """One step for special days of the same name and kind that follow one another."""
    runs: list[list[Day]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        # An exam week of ten days is one step, although a weekend lies in it.
        if last and (last.name, last.kind) == (day.name, day.kind) and (day.date - last.date).days <= MAX_GAP:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_step(run[0], run[-1], today) for run in runs]


def _step(first: Day, last: Day, today: date) -> Step:
    when = _day_label(first.date) if first == last else f"{_day_label(first.date)}–{_day_label(last.date)}"
    source = "" if first.is_announced else f" · {first.source}"
    tone: Tone = "now" if first.date <= today <= last.date else "due" if today < first.date else ""
    return Step(first.name, when, f"{first.kind.label}{source}", tone)


def _day_label(day: date) -> str:
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
