"""The scores of a school or teacher, and the rows behind one score."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from services.access import audit
from services.access.permissions import Permission
from services.assessment import access, measures, queries, source_rows
from services.assessment.choices import Assessee, AuditAction, RoundState, RowKind
from services.assessment.models import AssessmentResult, Score
from services.kit import clock
from services.web.assessment.shown import shown_scores
from services.web.decorators import requires
from services.web.framework import get_visible_or_404
from services.web.page_request import PageRequest

# Of one score; the largest schools have about as many children.
MAX_ROWS = 300
WITHOUT_DAY = {RowKind.PUPIL, RowKind.CHILD}  # their day is a birth date or the opening of the case file


@requires(Permission.VIEW_SCORES)
def result(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The scores of a result, each with its fraction and a link to its rows."""
    visible = access.visible_results(request.actor)
    current = get_visible_or_404(visible.select_related("round", "school", "staff"), public_id)
    teachers = visible.filter(round=current.round, school=current.school, assessee=Assessee.TEACHER)
    sees_teachers = access.sees_teachers(request.actor)
    # A teacher's result has no teachers below it, and the county reads scores without names.
    if current.assessee != Assessee.SCHOOL or not sees_teachers:
        teachers = teachers.none()
    context = {
        "result": current,
        "owner": _owner(current, sees_teachers=sees_teachers),
        "round": current.round,
        "scores": shown_scores(queries.scores_of(current), current, outside=request.actor.school_id is None),
        "teachers": teachers.select_related("staff").order_by("staff__pinyin", "pk"),
        "is_county": request.actor.school_id is None,
    }
    return render(request, "assessment/result.html", context)


def _owner(current: AssessmentResult, *, sees_teachers: bool) -> str:
    """Whose result it is. The county reads a teacher's scores without the name."""
    if current.staff is None:
        return str(current.school.name)
    return str(current.staff.name) if sees_teachers else _("教师")


@requires(Permission.VIEW_SCORES)
def score(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The rows behind one score: what is missing first, then what was met."""
    rows = access.visible_scores(request.actor).select_related("indicator", "result__round", "result__school")
    current = get_visible_or_404(rows, public_id)
    (of_reader,) = shown_scores([current], current.result, outside=request.actor.school_id is None)
    measure = measures.BY_CODE[current.indicator.measure]
    may_open = source_rows.may_open_rows(current, request.actor)
    unmet = _rows(current, is_met=False) if may_open else []
    met = _rows(current, is_met=True) if may_open else []
    if may_open:
        # The rows name children, so reading them is reading about them.
        ids = [row["public_id"] for row in (*unmet, *met)]
        audit.log(AuditAction.SOURCE_ROWS_VIEWED, target=ids, by=request.actor, now=clock.now())
    context = {
        "score": current,
        "withheld": of_reader.withheld,
        "measure": measure,
        "may_open": may_open,
        "unmet": unmet,
        "met": met,
        # Counted by the score, but not shown: beyond MAX_ROWS or closed to the reader.
        "hidden": 0 if of_reader.withheld else max(current.denominator - len(unmet) - len(met), 0),
        "kind": measure.row_kind.label,
        "shows_day": measure.row_kind not in WITHOUT_DAY,
        "is_published": current.result.round.state == RoundState.PUBLISHED,
    }
    return render(request, "assessment/score.html", context)


def _rows(current: Score, *, is_met: bool) -> list[source_rows.SourceRow]:
    return list(source_rows.source_rows(current, met=is_met).order_by("row_day", "id")[:MAX_ROWS])
