"""学校工作台: who is late this week, how far the term is, what the quarter would score; 一键提醒."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.assessment import queries as assessment
from services.assessment.scoring import ComputedScore
from services.care.reminders.due_work import LATE
from services.dashboards import queries
from services.dashboards.figures import FigureValue
from services.dashboards.tables import school_tables
from services.kit import clock
from services.kit.periods import Quarter
from services.reminders import evaluation
from services.schools.models import School
from services.web import layout
from services.web.components import Step, Tone, flash
from services.web.dashboards.county_charts import weeks_chart
from services.web.dashboards.first_day import desk_card
from services.web.dashboards.school import class_label
from services.web.decorators import requires
from services.web.page_request import PageRequest

MAX_LATE = 10  # teachers shown at once; the others are folded
MAX_LOST = 6
TERM_STEPS = {
    "surveyed": (gettext_lazy("摸底"), "web:rosters"),
    "case_files": (gettext_lazy("建档"), "web:children"),
    "paired": (gettext_lazy("结对"), "web:pairing"),
    "visits": (gettext_lazy("走访"), "web:children"),
    "checkups": (gettext_lazy("体检"), "web:campaigns"),
    "score": (gettext_lazy("考核"), "web:rounds"),
}


@dataclass(frozen=True)
class Estimate:
    """Points of the quarter if it were assessed today; `lost` are the indicators that cost most, with their names."""

    points: Decimal
    max_points: Decimal
    lost: list[tuple[str, ComputedScore]]


@requires(Permission.VIEW_SCHOOL_FIGURES)
def workbench(request: PageRequest) -> HttpResponse:
    school_id, today = request.actor.school_id, clock.today()
    # The county's desk is the county page.
    if school_id is None:
        return redirect("web:county")
    quarter = Quarter.of(today)
    row = queries.school_figures(School.objects.get(pk=school_id), quarter, now=clock.now(), outside=False)
    # Most late work first: that is whom the head talks to.
    late = sorted(school_tables.late_by_staff(today=today), key=lambda staff: -staff["late"])
    late_total = sum(staff["late"] for staff in late)
    context = {
        "row": row,
        "quarter": quarter,
        "late": late[:MAX_LATE],
        "more_late": late[MAX_LATE:],
        "late_total": late_total,
        "late_label": _("逾期 %(n)d 件") % {"n": late_total},
        "by_class": [{**counts, "label": class_label(counts)} for counts in school_tables.late_by_class(today=today)],
        "steps": [_step(code, row.values[code]) for code in TERM_STEPS],
        "weeks": weeks_chart(queries.weeks(today, School.objects.filter(pk=school_id)), today),
        # Without a roster every indicator would be zero of zero.
        "estimate": _estimate(school_id, quarter) if row.count("pupils") else None,
        "may_remind": request.actor.has_permission(Permission.MANAGE_SCHOOL),
        "first_day": desk_card(request.actor),
        "roster_url": layout.url("web:rosters"),
    }
    return render(request, "dashboards/workbench.html", context)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def remind(request: PageRequest) -> HttpResponse:
    """一键提醒: one notification for each piece of late work, at most once a day."""
    now = clock.now()
    count = sum(evaluation.remind_now(kind, now) for kind in LATE)
    flash(request, _("已发出 %(n)d 条提醒。") % {"n": count} if count else _("今天已经提醒过了。"))
    return redirect("web:workbench")


def _step(code: str, value: FigureValue) -> Step:
    """A step of the term with its numbers and a link to where it goes on."""
    title, url_name = TERM_STEPS[code]
    url = layout.url(url_name)
    if not value.denominator:
        return Step(title, _("还没有开始"), "", "", url)
    # Even 99 % is under way: one child is missing.
    tone: Tone = "done" if value.numerator == value.denominator else "now"
    note = _("%(points)s 分") % {"points": value.numerator} if code == "score" else value.detail
    return Step(title, value.text, note, tone, url)


def _estimate(school_id: int, quarter: Quarter) -> Estimate | None:
    """None before the county has a rubric."""
    rubric = assessment.current_rubric()
    if rubric is None:
        return None
    scores = assessment.estimate(rubric=rubric, schools=[school_id], quarter=quarter, today=clock.today())
    of_school = [score for score in scores if score.staff_id is None]
    lost = sorted((score for score in of_school if score.points_lost), key=lambda score: -score.points_lost)
    return Estimate(
        points=sum((score.points for score in of_school), Decimal()),
        max_points=sum((score.max_points for score in of_school), Decimal()),
        lost=[(assessment.measure_name(score.measure), score) for score in lost[:MAX_LOST]],
    )
