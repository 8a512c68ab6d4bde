"""校历: a month at a glance, the term's unusual days; a school's own word on a day, the county's on a run of days."""

from calendar import monthcalendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import school_actions
from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.periods import InvalidPeriod, Month
from services.schools import queries
from services.schools.calendar import Day
from services.schools.choices import OPEN_DAYS, DayKind, Season
from services.schools.models import Term
from services.web.components import Step, Tab, flash
from services.web.decorators import requires
from services.web.plans.work_plans import tabs


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")  # what the browser's own field reads, in every language


class OwnDayForm(forms.Form):
    date = forms.DateField(label=gettext_lazy("日期"), widget=DayInput)
    kind = forms.ChoiceField(label=gettext_lazy("这一天"), choices=DayKind.choices)
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=40)


class CountyDaysForm(forms.Form):
    begins_on = forms.DateField(label=gettext_lazy("从"), widget=DayInput)
    ends_on = forms.DateField(label=gettext_lazy("到"), widget=DayInput)
    kind = forms.ChoiceField(label=gettext_lazy("这些天"), choices=DayKind.choices, initial=DayKind.EXAM)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)


class TermForm(forms.Form):
    school_year = forms.IntegerField(label=gettext_lazy("学年（秋季的年份）"), min_value=2000, max_value=2100)
    season = forms.ChoiceField(label=gettext_lazy("学期"), choices=Season.choices)
    begins_on = forms.DateField(label=gettext_lazy("开始"), widget=DayInput)
    ends_on = forms.DateField(label=gettext_lazy("结束"), widget=DayInput)


@dataclass(frozen=True)
class Cell:
    """One square of the month; day 0 belongs to the months beside it."""

    day: int
    is_off: bool = False
    is_today: bool = False
    event: str = ""


@requires(Permission.VIEW_SCHOOLS)
def month(request: Any) -> HttpResponse:
    return _page(request)


def _page(
    request: Any, *, form: forms.Form | None = None, term_form: TermForm | None = None, status: int = 200
) -> HttpResponse:
    by: Actor = request.actor
    shown = _month(request.GET.get("month", ""))
    term = queries.term_on(clock.today())
    days = queries.calendar(shown.start, shown.end, by.school_id)
    whole = queries.calendar(term.begins_on, term.ends_on, by.school_id) if term else []
    blank: forms.Form | None = OwnDayForm() if by.has_permission(Permission.MANAGE_SCHOOL) else None
    if by.has_permission(Permission.MANAGE_CALENDAR):
        blank = CountyDaysForm()
    context = {
        "tabs": tabs(by, "web:calendar"),
        "month": shown,
        "weeks": _weeks(shown, days),
        "newer": f"?month={shown.previous}",
        "older": f"?month={shown.next}",
        "months": [Tab(each.label, f"?month={each}", is_active=each == shown) for each in _months(term)],
        "term": term,
        "school_days": sum(day.kind in OPEN_DAYS for day in whole),
        "unusual": _steps([day for day in whole if day.name]),
        "guessed": any(day.source.startswith("按星期推定") for day in days),
        "form": form or blank,
        "term_form": term_form or TermForm() if by.has_permission(Permission.MANAGE_CALENDAR) else None,
        "own": [day for day in whole if day.source == "本校调整"]
        if by.has_permission(Permission.MANAGE_SCHOOL)
        else [],
    }
    return render(request, "schools/calendar.html", context, status=status)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except InvalidPeriod:
        return Month.of(clock.today())


def _months(term: Term | None) -> list[Month]:
    if term is None:
        return []
    found = [Month.of(term.begins_on)]
    while found[-1].end < term.ends_on:
        found.append(found[-1].next)
    return found


def _weeks(shown: Month, days: list[Day]) -> list[list[Cell]]:
    known, today = {day.date: day for day in days}, clock.today()

    def cell(number: int) -> Cell:
        if not number:
            return Cell(0, is_off=True)
        on = date(shown.year, shown.number, number)
        day = known.get(on)
        is_off = day is None or day.kind not in OPEN_DAYS
        plain = day is None or day.kind in {DayKind.LESSONS, DayKind.WEEKEND}
        event = day.name or str(day.kind.label) if day and (day.name or not plain) else ""
        return Cell(number, is_off=is_off, is_today=on == today, event=event)

    return [[cell(number) for number in week] for week in monthcalendar(shown.year, shown.number)]


def _steps(days: list[Day]) -> list[Step]:
    """Unusual days of one name and kind that follow each other are one step."""
    runs: list[list[Day]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last and (last.name, last.kind) == (day.name, day.kind) and (day.date - last.date).days <= 3:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_step(run[0], run[-1]) for run in runs]


def _step(first: Day, last: Day) -> Step:
    when = _day_words(first.date) if first == last else f"{_day_words(first.date)}–{_day_words(last.date)}"
    source = "" if "State Council" in first.source else f" · {first.source}"
    today = clock.today()
    tone: Any = "now" if first.date <= today <= last.date else "due" if today < first.date else ""
    return Step(first.name, when, f"{first.kind.label}{source}", tone)


def _day_words(on: date) -> str:
    return _("%(month)d月%(day)d日") % {"month": on.month, "day": on.day}


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def own_day(request: Any) -> HttpResponse:
    """The school's own word on one day."""
    form = OwnDayForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        try:
            school_actions.override_day(
                on=found["date"], kind=DayKind(found["kind"]), reason=found["reason"], by=request.actor, now=clock.now()
            )
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已按本校的安排记下。"))
            return redirect("web:calendar")
    return _page(request, form=form, status=422)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def follow_county(request: Any, on: str) -> HttpResponse:
    try:
        day = parse_date(on)
    except ValueError:
        day = None
    if day is None or not school_actions.clear_override(on=day, by=request.actor, now=clock.now()):
        raise Http404
    flash(request, _("这一天又随县里的校历。"))
    return redirect("web:calendar")


@require_POST
@requires(Permission.MANAGE_CALENDAR)
def county_days(request: Any) -> HttpResponse:
    """An exam week, a holiday announced late."""
    form = CountyDaysForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        found["kind"] = DayKind(found["kind"])
        try:
            changed = school_actions.set_day_kind(**found, source=_("县教育局"), by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已改 %d 天。") % changed)
            return redirect("web:calendar")
    return _page(request, form=form, status=422)


@require_POST
@requires(Permission.MANAGE_CALENDAR)
def open_term(request: Any) -> HttpResponse:
    form = TermForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        found["season"] = Season(found["season"])
        try:
            school_actions.create_term(**found, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("学期已设定，每一天已按国家放假安排排好。"))
            return redirect("web:calendar")
    return _page(request, term_form=form, status=422)
