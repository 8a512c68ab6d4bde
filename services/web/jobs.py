"""The progress of a background job, polled by the page that started it."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.jobs import queries
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.web.components import Progress
from services.web.decorators import requires
from services.web.framework import get_visible_or_404
from services.web.page_request import PageRequest

_STATES: dict[JobState, Literal["running", "done", "failed"]] = {
    JobState.QUEUED: "running",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
}


def progress_of(job: Job) -> Progress:
    """What `partials/progress.html` renders; the partial polls by htmx until the job has ended."""
    state = JobState(job.state)
    return Progress(
        id=f"job-{job.public_id}",
        url=reverse("web:job", args=[job.public_id]),
        text=job.message or str(state.label),
        state=_STATES[state],
        done=job.progress,
        total=job.total,
        remedy=_("请照上面的话处理后重新发起。"),
    )


@requires(Permission.VIEW_JOBS)
def job(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Render the partial alone. When the job has ended, htmx reloads the page around it, which shows the result."""
    row = get_visible_or_404(queries.visible_to(request.actor), public_id)
    response = render(request, "partials/progress.html", {"work": progress_of(row)})
    # The page around the partial shows the result, which this view knows nothing of.
    if row.state in {JobState.DONE, JobState.FAILED} and request.htmx:
        response["HX-Refresh"] = "true"
    return response
