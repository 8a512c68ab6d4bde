"""考核 in the browser: the county opens, computes, publishes; a school drills down and confirms; a teacher reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.assessment import access, actions, measures, queries, source_rows
from services.assessment.choices import AuditAction, RoundState, RoundStatus, RowKind, Subject
from services.assessment.models import AssessmentResult, AssessmentRound, Score
from services.jobs.choices import JobState
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.periods import InvalidPeriod, Quarter
from services.web import charts
from services.web.components import flash
from services.web.decorators import requires
from services.web.jobs import progress_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

MAX_ROWS = 300
TONES = {
    RoundStatus.OPEN: "due",
    RoundStatus.REQUESTED: "due",
    RoundStatus.COMPUTING: "now",
    RoundStatus.FAILED: "alert",
    RoundStatus.COMPUTED: "due",
    RoundStatus.CONFIRMED: "now",
    RoundStatus.PUBLISHED: "done",
}


@requires(Permission.VIEW_SCORES)
def rounds(request: Any) -> HttpResponse:
    """Every quarter's round; the county may open the next."""
    return _rounds(request)


def _rounds(request: Any, *, refusal: str = "", status: int = 200) -> HttpResponse:
    found = list(queries.rounds())
    context = {
        "rounds": [(each, RoundStatus(each.status), TONES[RoundStatus(each.status)]) for each in found],
        "to_open": _to_open(found) if request.actor.has_permission(Permission.COMPUTE_ROUND) else [],
        "is_county": request.actor.school_id is None,
        "refusal": refusal,
    }
    return render(request, "assessment/rounds.html", context, status=status)


@require_POST
@requires(Permission.COMPUTE_ROUND)
def open_round(request: Any) -> HttpResponse:
    try:
        quarter = Quarter.parse(request.POST.get("quarter", ""))
        opened = actions.open_round(year=quarter.year, quarter=quarter.number, by=request.actor, now=clock.now())
    except InvalidPeriod:
        return _rounds(request, refusal=_("请选择一个季度。"), status=422)
    except ApplicationError as reason:
        return _rounds(request, refusal=str(reason), status=422)
    flash(request, _("已开启%(round)s考核。") % {"round": opened})
    return redirect("web:round", opened.public_id)


@requires(Permission.VIEW_SCORES)
def round_(request: Any, public_id: UUID) -> HttpResponse:
    """One round: the county sees each school's total, a school its own and its teachers', a teacher the own one."""
    found = _round(public_id)
    results = access.visible_results(request.actor).filter(round=found).select_related("school__region", "staff")
    schools = [
        each for each in results.order_by("school__region__name", "school__name") if each.subject == Subject.SCHOOL
    ]
    teachers = [each for each in results.order_by("staff__pinyin", "pk") if each.subject == Subject.TEACHER]
    is_county = request.actor.school_id is None
    context = {
        "round": found,
        "status": RoundStatus(found.status),
        "tone": TONES[RoundStatus(found.status)],
        "is_county": is_county,
        "schools": schools,
        "teachers": [] if is_county else teachers,
        "scores": queries.scores_of(schools[0]) if schools and not is_county else [],
        "chart": _chart(schools) if is_county and schools else None,
        "waiting": [each for each in schools if each.confirmed_at is None],
        "work": _work(found),
        "may_compute": access.may_compute(found, request.actor),
        "may_publish": access.may_publish(found, request.actor),
        "may_confirm": access.may_confirm(found, request.actor),
    }
    if not is_county and not schools and teachers:
        return redirect("web:result", teachers[0].public_id)
    return render(request, "assessment/round.html", context)


def _chart(schools: list[AssessmentResult]) -> charts.Chart:
    """Each school's points in the order of the table, so that it is no ranking; a bar opens its scores."""
    return charts.bars(
        "scores",
        _("各校得分"),
        labels=[each.school.name for each in schools],
        series=[charts.Series(_("得分"), [float(each.points) for each in schools], tone="done")],
        lying=True,
        links=[reverse("web:result", args=[each.public_id]) for each in schools],
    )


@require_POST
@requires(Permission.COMPUTE_ROUND)
def compute(request: Any, public_id: UUID) -> HttpResponse:
    return _action(request, public_id, actions.request_compute, _("已开始计算。"))


@require_POST
@requires(Permission.CONFIRM_SCORES)
def confirm(request: Any, public_id: UUID) -> HttpResponse:
    return _action(request, public_id, actions.confirm, _("已确认。"))


@require_POST
@requires(Permission.PUBLISH_ROUND)
def publish(request: Any, public_id: UUID) -> HttpResponse:
    return _action(request, public_id, actions.publish, _("已公布，结果不再改动。"))


@requires(Permission.VIEW_SCORES)
def result(request: Any, public_id: UUID) -> HttpResponse:
    """A school's or a teacher's scores, each with its fraction and a way to its rows."""
    rows = access.visible_results(request.actor).select_related("round", "school", "staff")
    found: AssessmentResult | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    others = access.visible_results(request.actor).filter(round=found.round, school=found.school)
    teachers = others.filter(subject=Subject.TEACHER).exclude(pk=found.pk).select_related("staff")
    sees_teachers = access.sees_teachers(request.actor)
    owner = _("教师") if found.staff and not sees_teachers else (found.staff or found.school).name
    context = {
        "result": found,
        "round": found.round,
        "scores": queries.scores_of(found),
        "owner": owner,
        "teachers": teachers.order_by("staff__pinyin", "pk")
        if found.subject == Subject.SCHOOL and sees_teachers
        else [],
        "is_county": request.actor.school_id is None,
    }
    return render(request, "assessment/result.html", context)


@requires(Permission.VIEW_SCORES)
def score(request: Any, public_id: UUID) -> HttpResponse:
    """The rows behind one score: first what is missing, then what was done."""
    visible = access.visible_scores(request.actor).select_related("indicator", "result__round", "result__school")
    found: Score | None = visible.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    measure = measures.BY_CODE[found.indicator.measure]
    may_open = source_rows.may_open_rows(found, request.actor)
    missing = _rows(found, is_met=False) if may_open else []
    done = _rows(found, is_met=True) if may_open else []
    if may_open:
        ids = [row["public_id"] for row in (*missing, *done)]
        audit.log(AuditAction.SOURCE_ROWS_VIEWED, target=ids, by=request.actor, now=clock.now())
    context = {
        "score": found,
        "measure": measure,
        "may_open": may_open,
        "missing": missing,
        "done": done,
        "hidden": max(found.denominator - len(missing) - len(done), 0),
        "kind": measure.row_kind.label,
        "show_day": measure.row_kind not in {RowKind.PUPIL, RowKind.CHILD},
        "is_frozen": found.result.round.state == RoundState.PUBLISHED,
    }
    return render(request, "assessment/score.html", context)


def _rows(found: Score, *, is_met: bool) -> list[source_rows.SourceRow]:
    return list(source_rows.source_rows(found, met=is_met).order_by("row_day", "id")[:MAX_ROWS])


def _action(request: Any, public_id: UUID, action: Any, words: str) -> HttpResponse:
    found = _round(public_id)
    try:
        action(round_=found, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        words = str(reason)
    flash(request, words)
    return redirect("web:round", found.public_id)


def _round(public_id: UUID) -> "WithAnnotations[AssessmentRound, queries.RoundAnnotations]":
    found = queries.rounds().select_related("job", "rubric").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _work(found: AssessmentRound) -> Any:
    """The running or failed computation, nothing once it is done."""
    job = found.job
    return progress_of(job) if job and job.state != JobState.DONE else None


def _to_open(found: Sequence[AssessmentRound]) -> list[Quarter]:
    """This quarter and the three before it, as far as they have no round."""
    quarter = Quarter.of(clock.today())
    recent = [quarter, quarter.previous, quarter.previous.previous]
    taken = {each.period for each in found}
    return [each for each in recent if each not in taken]
