"""考核: rounds by quarter. The county opens, computes and publishes them; a school confirms its results."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.assessment import access, actions, queries
from services.assessment.choices import Assessee, RoundStatus
from services.assessment.models import AssessmentResult, AssessmentRound
from services.jobs.choices import JobState
from services.kit import clock
from services.kit.periods import Quarter
from services.web import charts
from services.web.assessment.shown import ShownScore, shown_scores
from services.web.components import Progress, Tone, flash
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform, perform_and_flash
from services.web.jobs import progress_of
from services.web.page_request import PageRequest

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    AnnotatedRound = WithAnnotations[AssessmentRound, queries.RoundAnnotations]

TONES: dict[RoundStatus, Tone] = {
    RoundStatus.OPEN: "due",
    RoundStatus.REQUESTED: "due",
    RoundStatus.COMPUTING: "now",
    RoundStatus.FAILED: "alert",
    RoundStatus.COMPUTED: "due",
    RoundStatus.CONFIRMED: "now",
    RoundStatus.PUBLISHED: "done",
}


class RoundForm(forms.Form):
    """One of the quarters that can be opened."""

    quarter = forms.ChoiceField(label=gettext_lazy("开启一个季度的考核"))

    def __init__(self, quarters: Sequence[Quarter], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.quarters = quarters
        self.fields["quarter"].choices = [(str(quarter), quarter.label) for quarter in quarters]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Year and number, as the action takes them."""
        if self.errors:
            return dict(self.cleaned_data)
        quarter = Quarter.parse(self.cleaned_data["quarter"])
        return {"year": quarter.year, "quarter": quarter.number}


@requires(Permission.VIEW_SCORES)
def rounds(request: PageRequest) -> HttpResponse:
    rows = list(queries.rounds())
    return _list_page(request, rows, RoundForm(_openable(rows)))


@require_POST
@requires(Permission.COMPUTE_ROUND)
def open_round(request: PageRequest) -> HttpResponse:
    rows = list(queries.rounds())
    form = RoundForm(_openable(rows), request.POST)
    opened = perform(request, form, actions.open_round)
    if opened is None:
        return _list_page(request, rows, form)
    flash(request, _("已开启%(round)s考核。") % {"round": opened})
    return redirect("web:round", opened.public_id)


@require_POST
@requires(Permission.EDIT_RUBRIC)
def adopt_rubric(request: PageRequest) -> HttpResponse:
    """Take the county's first rubric on, before a round needs it: schools then see what will count."""
    actions.get_or_create_rubric(by=request.actor, now=clock.now())
    flash(request, _("考核细则已定，各校能看到本季度的得分预估。"))
    return redirect("web:rounds")


def _list_page(request: PageRequest, rows: Sequence["AnnotatedRound"], form: RoundForm) -> HttpResponse:
    # Without a quarter left to open the form would be an empty select.
    may_open = request.actor.has_permission(Permission.COMPUTE_ROUND) and bool(form.quarters)
    context = {
        "rounds": [(row, RoundStatus(row.status), TONES[RoundStatus(row.status)]) for row in rows],
        "form": form if may_open or form.errors else None,
        "may_adopt": request.actor.has_permission(Permission.EDIT_RUBRIC) and queries.current_rubric() is None,
        "is_county": request.actor.school_id is None,
    }
    return render(request, "assessment/rounds.html", context, status=form_status(form))


def _openable(rows: Sequence[AssessmentRound]) -> list[Quarter]:
    """Those of this quarter and the two before it that have no round."""
    quarter = Quarter.of(clock.today())
    # A county that is late may still assess the two quarters before.
    recent = [quarter, quarter.previous, quarter.previous.previous]
    opened = {row.period for row in rows}
    return [quarter for quarter in recent if quarter not in opened]


@requires(Permission.VIEW_SCORES)
def round_(request: PageRequest, public_id: UUID) -> HttpResponse:
    """One round: the county sees every school's total, a school its own and its teachers', a teacher the own one."""
    current, actor = _get_round(public_id), request.actor
    schools, teachers = _results(request, current)
    is_county = actor.school_id is None
    # A teacher has one result: a list of one row would be a detour.
    if not is_county and not schools and teachers:
        return redirect("web:result", teachers[0].public_id)
    status = RoundStatus(current.status)
    context = {
        "round": current,
        "status": status,
        "tone": TONES[status],
        "is_county": is_county,
        "schools": schools,
        "teachers": [] if is_county else teachers,
        "scores": [] if is_county else _own_scores(schools),
        "chart": _chart(schools) if is_county and schools else None,
        "unconfirmed": [result for result in schools if result.confirmed_at is None],
        "work": _progress(current),
        "may_compute": access.may_compute(current, actor),
        "may_publish": access.may_publish(current, actor),
        "may_confirm": access.may_confirm(current, actor),
    }
    return render(request, "assessment/round.html", context)


@require_POST
@requires(Permission.COMPUTE_ROUND)
def compute(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _take_step(request, public_id, actions.request_computation, _("已开始计算。"))


@require_POST
@requires(Permission.CONFIRM_SCORES)
def confirm(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _take_step(request, public_id, actions.confirm, _("已确认。"))


@require_POST
@requires(Permission.PUBLISH_ROUND)
def publish(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _take_step(request, public_id, actions.publish, _("已公布，结果不再改动。"))


def _take_step(request: PageRequest, public_id: UUID, action: Callable[..., object], message: str) -> HttpResponse:
    perform_and_flash(request, message, action, round_=_get_round(public_id))
    return redirect("web:round", public_id)


def _get_round(public_id: UUID) -> "AnnotatedRound":
    return get_visible_or_404(queries.rounds().select_related("job", "rubric"), public_id)


def _results(request: PageRequest, current: AssessmentRound) -> tuple[list[AssessmentResult], list[AssessmentResult]]:
    """Visible results of schools by township and name, and of teachers by name."""
    rows = access.visible_results(request.actor).filter(round=current)
    schools = rows.filter(assessee=Assessee.SCHOOL).select_related("school__township")
    teachers = rows.filter(assessee=Assessee.TEACHER).select_related("staff")
    return list(schools.order_by("school__township__name", "school__name")), list(
        teachers.order_by("staff__pinyin", "pk")
    )


def _own_scores(schools: Sequence[AssessmentResult]) -> list[ShownScore]:
    return shown_scores(queries.scores_of(schools[0]), schools[0], outside=False) if schools else []


def _chart(results: Iterable[AssessmentResult]) -> charts.Chart:
    """Points in the order of the table, so that the chart is no ranking; a bar opens the school's scores."""
    rows = list(results)
    return charts.bars(
        "scores",
        _("各校得分"),
        labels=[result.school.name for result in rows],
        series=[charts.Series(_("得分"), [float(result.points) for result in rows], tone="done")],
        is_horizontal=True,
        links=[reverse("web:result", args=[result.public_id]) for result in rows],
    )


def _progress(current: AssessmentRound) -> Progress | None:
    """The computation while it runs, or after it failed."""
    job = current.job
    return progress_of(job) if job and job.state != JobState.DONE else None
