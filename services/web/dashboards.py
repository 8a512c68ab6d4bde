"""县级看板, schools with their figures, and the school's own desk: numbers first, then who is behind, then the rows."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.may import May
from services.assessment import queries as assessment
from services.care.actions import reminding
from services.dashboards import actions, attention, figures, queries
from services.kit import clock
from services.kit.periods import NoPeriod, Quarter
from services.schools.classes import called
from services.schools.models import School
from services.schools.queries import school_year_of
from services.web import pictures, shell
from services.web.door import page
from services.web.figure_cards import CARDS, cards
from services.web.parts import Step, Tab, say


@page(May.VIEW_COUNTY_FIGURES)
def county(request: Any) -> HttpResponse:
    """全县: six numbers, what to look at, pictures beside their tables, schools."""
    quarter, basis = _period(request), _basis(request)
    found = queries.county_page(quarter=quarter, today=clock.today())
    context = {
        "found": found,
        "cards": cards(found.county, found.before, basis, found.history, _schools_url(quarter, basis)),
        "matters": attention.matters(found.schools) if quarter == Quarter.of(clock.today()) else [],
        "may_chase": request.actor.may(May.RUN_ROUND),
        "charts": pictures.county(found, basis),
        "basis_rule": figures.BY_CODE[basis].rule,
        "unknown": found.county.row.get(f"{basis}_unknown", 0),
        **_switches(request, quarter, basis),
    }
    return render(request, "dashboards/county.html", context)


@require_POST
@page(May.RUN_ROUND)
def chase(request: Any, code: str) -> HttpResponse:
    """催报: remind the schools of one matter."""
    found = queries.county_page(quarter=Quarter.of(clock.today()), today=clock.today())
    matter = next((each for each in attention.matters(found.schools) if each.code == code), None)
    if matter is None:
        raise Http404
    told = actions.chase(matter=matter, by=request.actor, now=clock.now())
    say(request, _("已提醒 %(n)d 人。") % {"n": told} if told else _("今天已经提醒过了。"))
    return redirect("web:county")


@page(May.VIEW_SCHOOL_FIGURES)
def schools(request: Any) -> HttpResponse:
    """Every school of the reader's place, one figure in front where asked: the rows behind a county number."""
    quarter, basis = _period(request), _basis(request)
    if request.actor.school_id:
        return redirect("web:school", request.actor.school_public_id)
    found = queries.county_page(quarter=quarter, today=clock.today())
    wish = request.GET.get("township", "")
    context = {
        "found": found,
        "schools": [school for school in found.schools if wish in {"", school.township}],
        "figure": figures.BY_CODE.get(request.GET.get("figure", "")),
        "basis_figure": figures.BY_CODE[basis],
        "townships": [
            Tab(_("全部乡镇"), _here(request, township=""), wish == ""),
            *(Tab(each.name, _here(request, township=each.name), wish == each.name) for each in found.townships),
        ],
        **_switches(request, quarter, basis),
    }
    return render(request, "dashboards/schools.html", context)


@page(May.VIEW_SCHOOL_FIGURES)
def school(request: Any, public_id: UUID) -> HttpResponse:
    """One school: its numbers, its classes, its weeks."""
    where = School.objects.filter(public_id=public_id).select_related("region").first()
    if where is None:
        raise Http404
    quarter, basis = _period(request), _basis(request)
    outside = request.actor.school_id is None
    found = queries.school_place(where, quarter, outside=outside)
    before = queries.school_place(where, quarter.previous, outside=outside)
    weeks = queries.weeks(min(quarter.end, clock.today()), School.objects.filter(pk=where.pk))
    context = {
        "school": where,
        "found": found,
        "cards": cards(found, before, basis, [], _children_url(request, where)),
        "rows": [(figure, found.values[figure.code]) for figure in figures.ALL],
        "weeks": pictures.weeks(weeks),
        "classes": _classes(request, where, outside=outside),
        "basis_rule": figures.BY_CODE[basis].rule,
        **_switches(request, quarter, basis),
    }
    return render(request, "dashboards/school.html", context)


@page(May.VIEW_SCHOOL_FIGURES)
def desk(request: Any) -> HttpResponse:
    """学校工作台: who is late this week, how far the term is, what the quarter would score."""
    if request.actor.school_id is None:
        return redirect("web:county")
    today = clock.today()
    quarter = Quarter.of(today)
    where = School.objects.get(pk=request.actor.school_id)
    found = queries.school_place(where, quarter, outside=False)
    late = queries.late_by_staff(today=today)
    context = {
        "found": found,
        "quarter": quarter,
        "late": late,
        "late_total": sum(row["late"] for row in late),
        "late_words": _("逾期 %(n)d 件") % {"n": sum(row["late"] for row in late)},
        "by_class": [row | {"label": _label(row)} for row in queries.late_by_class(today=today)],
        "steps": _course(found),
        "estimate": _estimate(request, quarter),
        "may_remind": request.actor.may(May.MANAGE_SCHOOL),
        "roster_url": shell.url("web:rosters"),
    }
    return render(request, "dashboards/desk.html", context)


@require_POST
@page(May.MANAGE_SCHOOL)
def remind(request: Any) -> HttpResponse:
    """一键提醒: one notice for each late work, at most one a week."""
    told = reminding.remind_due(now=clock.now())
    say(request, _("已发出 %(n)d 条提醒。") % {"n": told} if told else _("本周已经提醒过了。"))
    return redirect("web:desk")


def _course(found: queries.Place) -> list[Step]:
    """The term's course as far as it has come, each step with its n/d and where to go on."""
    ways = {
        "surveyed": (_("摸底"), "web:rosters"),
        "archives": (_("建档"), "web:children"),
        "paired": (_("结对"), "web:pairing"),
        "visits": (_("走访"), "web:children"),
        "checkups": (_("体检"), "web:campaigns"),
        "score": (_("考核"), "web:rounds"),
    }
    steps = []
    for code, (word, place) in ways.items():
        value = found.values[code]
        tone: Any = "" if not value.of else "done" if value.n == value.of else "now"
        note = value.detail if code != "score" else (_("%(points)s 分") % {"points": value.n} if value.of else "")
        steps.append(Step(word, value.words if value.of else _("还没有开始"), note, tone, shell.url(place)))
    return steps


def _estimate(request: Any, quarter: Quarter) -> dict[str, Any] | None:
    """The quarter's points as they stand today, and the lines that cost most."""
    rubric = assessment.current_rubric()
    if rubric is None:
        return None
    schools = [request.actor.school_id]
    marks = assessment.estimate(rubric=rubric, schools=schools, quarter=quarter, today=clock.today())
    own = [mark for mark in marks if mark.staff_id is None]
    lost = sorted((mark for mark in own if mark.lost), key=lambda mark: -mark.lost)
    return {
        "points": sum(mark.points for mark in own),
        "out_of": sum(mark.worth for mark in own),
        "lost": [(assessment.name_of(mark.measure), mark) for mark in lost[:6]],
    }


def _classes(request: Any, where: School, *, outside: bool) -> list[dict[str, Any]]:
    hide = figures.SMALL if outside else 0
    rows = queries.classes(school=where, on=clock.today())
    return [
        {
            "label": _label(row),
            "url": _class_url(request, row["school_class__public_id"]),
            **{
                name: f"<{hide}" if 0 < row[name] < hide else row[name]
                for name in ("pupils", "children", "paired", "cards")
            },
        }
        for row in rows
    ]


def _class_url(request: Any, public_id: UUID) -> str:
    return (
        f"{reverse('web:children')}?{urlencode({'class': str(public_id)})}" if request.actor.may(May.VIEW_CHILD) else ""
    )


def _label(row: dict[str, Any]) -> str:
    years = {"entry_year": row["entry_year"], "entry_grade": row["entry_grade"]}
    return called(**years, number=row["class_number"], school_year=school_year_of(clock.today()))


def _period(request: Any) -> Quarter:
    try:
        return Quarter.parse(request.GET.get("quarter") or str(Quarter.of(clock.today())))
    except NoPeriod as reason:
        raise Http404 from reason


def _basis(request: Any) -> str:
    wish = request.GET.get("basis", "")
    return wish if wish in figures.BASES else figures.BASES[0]


def _switches(request: Any, quarter: Quarter, basis: str) -> dict[str, Any]:
    """Quarter and counting basis as chips; both live in the address."""
    known = sorted({*queries.quarters(), Quarter.of(clock.today()), quarter}, reverse=True)[:4]
    return {
        "quarter": quarter,
        "quarters": [Tab(each.label, _here(request, quarter=str(each)), each == quarter) for each in known],
        "bases": [Tab(_SHORT[code](), _here(request, basis=code), code == basis) for code in figures.BASES],
        "basis": basis,
    }


_SHORT = {
    "d1": lambda: _("学校口径"),
    "d2": lambda: _("国发13号"),
    "d3": lambda: _("教育统计"),
    "claimed": lambda: _("名册声明"),
}


def _here(request: Any, **changed: str) -> str:
    kept = {**request.GET.dict(), **changed}
    return f"?{urlencode({key: value for key, value in kept.items() if value})}"


def _schools_url(quarter: Quarter, basis: str) -> dict[str, str]:
    """For each card, the schools behind it."""
    query = {"quarter": str(quarter), "basis": basis}
    return {
        code: f"{reverse('web:schools')}?{urlencode(query | {'figure': code})}" for code in (*CARDS, *figures.BASES)
    }


def _children_url(request: Any, where: School) -> dict[str, str]:
    """For each card, the children behind it, as far as the reader may see them."""
    url = shell.url("web:children")
    if not url or not request.actor.may(May.VIEW_CHILD):
        return {}
    more = {} if request.actor.school_id else {"school": str(where.public_id)}
    wanted = {"paired": {"paired": "no"}, "cards": {"card": "no"}, "talks": {"late": "talk"}}
    wanted |= {code: {"basis": code} for code in ("d1", "d2", "d3")}
    return {code: f"{url}?{urlencode(more | wanted.get(code, {}))}" for code in (*CARDS, *figures.BASES)}
