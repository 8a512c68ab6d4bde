"""先看会发给谁: the next fortnight under a rule's terms, before they hold."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.jobs.queries import visible_to
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.reminders.actions import request_preview
from services.reminders.choices import JobKind
from services.reminders.preview import MAX_ROWS, Preview
from services.schools.models import School
from services.web import charts
from services.web.decorators import requires
from services.web.jobs import progress_of
from services.web.reminders import rule_summary
from services.web.reminders.rule_forms import RuleForm
from services.web.reminders.rules import get_visible_kind


@require_POST
@requires(Permission.EDIT_RULES)
def preview(request: Any, kind: str) -> HttpResponse:
    """Under the terms in the form, or those that hold where there are none in it."""
    found, terms = get_visible_kind(request.actor, kind), {}
    if "send_at" in request.POST:
        form = RuleForm(request.POST)
        if not form.is_valid():
            return _shown(request, found, {"error": _("请先把表单里标红的地方改好，再看会发给谁。")})
        terms = form.settings()
    try:
        ahead = request_preview(kind=kind, by=request.actor, now=clock.now(), **terms)
    except ApplicationError as reason:
        return _shown(request, found, {"error": str(reason)})
    return _shown(request, found, _waiting(kind, ahead) if isinstance(ahead, Job) else _of_place(ahead))


@requires(Permission.EDIT_RULES)
def counted(request: Any, kind: str, job_id: UUID) -> HttpResponse:
    """How far the count of all schools is, and in the end what it found."""
    found = get_visible_kind(request.actor, kind)
    job = visible_to(request.actor).filter(public_id=job_id, kind=JobKind.PREVIEW).first()
    if job is None:
        raise Http404
    return _shown(request, found, _of_county(job) if job.state == JobState.DONE else _waiting(kind, job))


def _shown(request: Any, kind: Any, context: dict[str, Any]) -> HttpResponse:
    """The partial alone where the page asks for it; a page of its own without JavaScript."""
    template = "reminders/preview_result.html" if request.htmx else "reminders/preview.html"
    return render(request, template, {"kind": kind, **context})


def _waiting(kind: str, job: Job) -> dict[str, Any]:
    return {
        "work": replace(progress_of(job), url=reverse("web:reminder_rule_preview_result", args=[kind, job.public_id]))
    }


def _of_place(ahead: Preview) -> dict[str, Any]:
    return {
        "chart": _picture(ahead.days) if ahead.total else None,
        "words": _words(ahead.total, len(ahead.people)),
        "rows": [(row, rule_summary.channels(row.channels)) for row in ahead.rows],
        "is_cut": ahead.total > MAX_ROWS,
    }


def _of_county(job: Job) -> dict[str, Any]:
    told = job.result
    names = {str(key): name for key, name in School.objects.values_list("public_id", "name")}
    days = [(date.fromisoformat(day), count) for day, count in told["days"].items()]
    schools = sorted(told["schools"], key=lambda each: -each["notifications"])
    return {
        "chart": _picture(days) if told["notifications"] else None,
        "words": _words(told["notifications"], told["people"]),
        "schools": [(names.get(each["school"], ""), each) for each in schools],
    }


def _picture(days: list[tuple[date, int]]) -> charts.Chart:
    labels = [date_format(day, _("n月j日")) for day, _count in days]
    series = [charts.Series(_("条数"), [count for _day, count in days])]
    return charts.bars("coming", _("未来 14 天每天几条"), labels=labels, series=series)


def _words(notifications: int, people: int) -> str:
    if not notifications:
        return _("按现在知道的，未来 14 天不会发出这种提醒。")
    return _("未来 14 天共 %(notifications)d 条，发给 %(people)d 人。") % {
        "notifications": notifications,
        "people": people,
    }
