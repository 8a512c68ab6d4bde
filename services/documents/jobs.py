"""The job that writes an export."""

from services.documents import exporting
from services.documents.choices import JobKind
from services.documents.models import Export
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import scope


@job_handler(JobKind.WRITE_EXPORT)
def write(context: JobContext) -> dict[str, object]:
    """Write the file once. An export that was deleted while it waited is left alone."""
    assert context.by, "a person asked for it"  # noqa: S101
    assert context.target_id, "the job names its export"  # noqa: S101
    with scope(context.scope):
        # Locked: a worker that was taken for dead must not write the same file beside its successor.
        export = Export.objects.select_for_update().filter(public_id=context.target_id).first()
        if export is None:
            return {}
        exporting.write(export=export, by=context.by, now=context.now, progress=context.report_progress)
        return {"rows": export.row_count}
