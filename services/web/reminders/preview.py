"""先看会发给谁: what a rule would send in the next fortnight, before it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.jobs.queries import visible_to
from services.reminders.actions import request_preview
from services.reminders.choices import JobKind
from services.reminders.jobs import CountyPreview
from services.reminders.kinds import ReminderKind
from services.reminders.preview import MAX_ROWS, Preview
from services.schools.models import School
from services.web import charts
from services.web.decorators import requires
from services.web.framework import form_status, get_visible_or_404, perform
from services.web.jobs import progress_of
from services.web.page_request import PageRequest
from services.web.reminders import rule_summary
from services.web.reminders.rule_forms import RuleForm
from services.web.reminders.rules import get_visible_kind

Context = Mapping[str, object]


@require_POST
@requires(Permission.EDIT_RULES)
def preview(request: PageRequest, kind: str) -> HttpResponse:
    """With the settings of the form, or those in effect where the button stands alone."""
    reminder_kind = get_visible_kind(request.actor, kind)
    # The edit page sends its whole form along; the page of the rule has a button only.
    form = RuleForm(request.POST) if "send_at" in request.POST else forms.Form({})
    result = perform(request, form, request_preview, kind=kind)
    if result is None:
        return _render(request, reminder_kind, {"errors": _errors(form)}, status=form_status(form))
    if isinstance(result, Job):
        return _render(request, reminder_kind, _progress_context(reminder_kind, result))
    return _render(request, reminder_kind, _notifications_context(result))


@requires(Permission.EDIT_RULES)
def preview_result(request: PageRequest, kind: str, job_id: UUID) -> HttpResponse:
    """The progress of counting a county's schools, in the end the counts."""
    reminder_kind = get_visible_kind(request.actor, kind)
    job = get_visible_or_404(visible_to(request.actor).filter(kind=JobKind.PREVIEW), job_id)
    is_done = job.state == JobState.DONE
    context = _schools_context(job.result) if is_done else _progress_context(reminder_kind, job)
    return _render(request, reminder_kind, context)


def _render(request: PageRequest, kind: ReminderKind, context: Context, *, status: int = 200) -> HttpResponse:
    """The partial alone where the page asks for it; a page of its own without JavaScript."""
    template = "reminders/preview_result.html" if request.htmx else "reminders/preview.html"
    return render(request, template, {"kind": kind, **context}, status=status)


def _errors(form: forms.Form) -> list[tuple[str, str]]:
    """Label of a field and what is wrong with it: the form itself is not rendered again."""
    fields = [(str(field.label), str(error)) for field in form for error in field.errors]
    return [*(("", str(error)) for error in form.non_field_errors()), *fields]


def _progress_context(kind: ReminderKind, job: Job) -> Context:
    url = reverse("web:reminder_rule_preview_result", args=[kind.key, job.public_id])
    return {"work": replace(progress_of(job), url=url)}


def _notifications_context(result: Preview) -> Context:
    return {
        "chart": _chart(result.days) if result.total else None,
        "summary": _summary(result.total, len(result.people)),
        "rows": [(row, rule_summary.channels(row.channels)) for row in result.rows],
        "is_cut": result.total > MAX_ROWS,
    }


def _schools_context(result: CountyPreview) -> Context:
    # The job counts by public id, because its result is stored without names.
    names = {str(public_id): name for public_id, name in School.objects.values_list("public_id", "name")}
    days = [(date.fromisoformat(day), count) for day, count in result["days"].items()]
    # Most first: a rule that writes too much shows there.
    schools = sorted(result["schools"], key=lambda school: -school["notifications"])
    return {
        "chart": _chart(days) if result["notifications"] else None,
        "summary": _summary(result["notifications"], result["people"]),
        "schools": [(names.get(school["school"], ""), school) for school in schools],
    }


def _chart(days: Sequence[tuple[date, int]]) -> charts.Chart:
    labels = [date_format(day, _("n月j日")) for day, _count in days]
    series = [charts.Series(_("条数"), [count for _day, count in days])]
    return charts.bars("coming", _("未来 14 天每天几条"), labels=labels, series=series)


def _summary(notifications: int, people: int) -> str:
    if not notifications:
        return _("按现在知道的，未来 14 天不会发出这种提醒。")
    return _("未来 14 天共 %(notifications)d 条，发给 %(people)d 人。") % {
        "notifications": notifications,
        "people": people,
    }
