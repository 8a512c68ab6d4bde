"""The progress of long work, polled by the page that started it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.jobs import queries
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.web.components import Progress
from services.web.decorators import requires


def progress_of(job: Job, *, next_url: str = "", next_word: str = "") -> Progress:
    """What `partials/progress.html` draws; a page includes it and leaves the polling to htmx."""
    return Progress(
        id=f"job-{job.public_id}",
        url=reverse("web:job", args=[job.public_id]),
        text=job.message or str(JobState(job.state).label),
        state=_STATES[JobState(job.state)],
        done=job.progress,
        total=job.total,
        remedy=_("请照上面的话处理后重新发起。"),
        next_url=next_url,
        next_word=next_word,
    )


_STATES: dict[JobState, Any] = {
    JobState.QUEUED: "running",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
}


@requires(Permission.VIEW_JOBS)
def job(request: Any, public_id: UUID) -> HttpResponse:
    """The partial alone. When the work is over, the page around it is loaded anew and shows what came of it."""
    found = queries.visible_to(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    answer = render(request, "partials/progress.html", {"work": progress_of(found)})
    if found.state in {JobState.DONE, JobState.FAILED} and request.htmx:
        answer["HX-Refresh"] = "true"
    return answer
