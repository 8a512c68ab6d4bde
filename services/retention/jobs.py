"""The nightly purge of one county."""

from services.jobs.registry import JobContext, job_handler
from services.retention import actions
from services.retention.choices import JobKind


@job_handler(JobKind.PURGE)
def purge(context: JobContext) -> dict[str, int]:
    """Delete expired rows and draw up the lists to be confirmed. Idempotent: a second run finds less, or nothing."""
    return actions.purge_county(county_id=context.county_id, now=context.now, progress=context.report_progress)
