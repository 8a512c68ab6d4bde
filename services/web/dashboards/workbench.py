"""学校工作台: who is late this week, how far the term is, what the quarter would score; 一键提醒."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.assessment import queries as assessment
from services.care.reminders.due_work import LATE
from services.dashboards import queries, school_tables
from services.kit import clock
from services.kit.periods import Quarter
from services.reminders import evaluation
from services.schools.models import School
from services.web import layout
from services.web.components import Step, flash
from services.web.dashboards import county_charts
from services.web.dashboards.school import class_label
from services.web.decorators import requires

MAX_LATE = 10  # teachers shown at once; the rest is one tap away


@requires(Permission.VIEW_SCHOOL_FIGURES)
def workbench(request: Any) -> HttpResponse:
    """学校工作台: who is late this week, how far the term is, what the quarter would score."""
    if request.actor.school_id is None:
        return redirect("web:county")
    today = clock.today()
    quarter = Quarter.of(today)
    where = School.objects.get(pk=request.actor.school_id)
    found = queries.school_figures(where, quarter, now=clock.now(), outside=False)
    late = sorted(school_tables.late_by_staff(today=today), key=lambda row: -row["late"])
    context = {
        "found": found,
        "quarter": quarter,
        "late": late[:MAX_LATE],
        "rest": late[MAX_LATE:],
        "late_total": sum(row["late"] for row in late),
        "late_words": _("逾期 %(n)d 件") % {"n": sum(row["late"] for row in late)},
        "by_class": [{**row, "label": class_label(row)} for row in school_tables.late_by_class(today=today)],
        "steps": _course(found),
        "weeks": county_charts.weeks(queries.weeks(today, School.objects.filter(pk=where.pk)), today),
        "estimate": _estimate(request, quarter) if found.count("pupils") else None,
        "may_remind": request.actor.has_permission(Permission.MANAGE_SCHOOL),
        "roster_url": layout.url("web:rosters"),
    }
    return render(request, "dashboards/workbench.html", context)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def remind(request: Any) -> HttpResponse:
    """一键提醒: one notice for each late work, at most one a day."""
    now = clock.now()
    told = sum(evaluation.remind_now(kind, now) for kind in LATE)
    flash(request, _("已发出 %(n)d 条提醒。") % {"n": told} if told else _("今天已经提醒过了。"))
    return redirect("web:workbench")


def _course(found: queries.FigureRow) -> list[Step]:
    """The term's course as far as it has come, each step with its n/d and where to go on."""
    ways = {
        "surveyed": (_("摸底"), "web:rosters"),
        "case_files": (_("建档"), "web:children"),
        "paired": (_("结对"), "web:pairing"),
        "visits": (_("走访"), "web:children"),
        "checkups": (_("体检"), "web:campaigns"),
        "score": (_("考核"), "web:rounds"),
    }
    steps = []
    for code, (word, place) in ways.items():
        value = found.values[code]
        tone: Any = "" if not value.denominator else "done" if value.numerator == value.denominator else "now"
        note = (
            value.detail
            if code != "score"
            else (_("%(points)s 分") % {"points": value.numerator} if value.denominator else "")
        )
        steps.append(Step(word, value.text if value.denominator else _("还没有开始"), note, tone, layout.url(place)))
    return steps


def _estimate(request: Any, quarter: Quarter) -> dict[str, Any] | None:
    """The quarter's points as they stand today, and the lines that cost most."""
    rubric = assessment.current_rubric()
    if rubric is None:
        return None
    schools = [request.actor.school_id]
    marks = assessment.estimate(rubric=rubric, schools=schools, quarter=quarter, today=clock.today())
    own = [mark for mark in marks if mark.staff_id is None]
    lost = sorted((mark for mark in own if mark.points_lost), key=lambda mark: -mark.points_lost)
    return {
        "points": sum(mark.points for mark in own),
        "out_of": sum(mark.out_of for mark in own),
        "lost": [(assessment.measure_name(mark.measure), mark) for mark in lost[:6]],
    }
