"""Jobs of a roster import: read the workbook, commit its rows, undo the commit."""

from uuid import UUID

from django.utils.translation import gettext as _

from services.children.choices import JobKind
from services.children.importing import commit as committing
from services.children.importing import staging
from services.children.importing import undo as undoing
from services.children.models import RosterImport
from services.jobs.registry import JobContext, job_handler
from services.kit import clock
from services.schools.scope import scope

Result = dict[str, object]


@job_handler(JobKind.READ_ROSTER)
def read(context: JobContext) -> Result:
    """Read a workbook and store its rows for review. The sandbox, up to a minute, runs outside any transaction."""
    today = clock.local_date(context.now)
    with scope(context.scope):
        staging_input = staging.load_staging_input(_target_id(context), today)
    # An earlier run of this job, ended by a crash, has read it already.
    if staging_input is None:
        return {}
    context.report_progress(0, 0, _("读取工作簿"))
    reading = staging.read(staging_input)
    with scope(context.scope):
        roster = staging.stage(
            public_id=_target_id(context),
            reading=reading,
            today=today,
            by=context.by,
            now=context.now,
            progress=context.report_progress,
        )
        return _result(roster)


@job_handler(JobKind.COMMIT_ROSTER)
def commit(context: JobContext) -> Result:
    """Write the reviewed rows of an import to the pupils."""
    with scope(context.scope):
        roster = committing.commit(
            public_id=_target_id(context), by=context.by, now=context.now, progress=context.report_progress
        )
        return _result(roster)


@job_handler(JobKind.UNDO_ROSTER)
def undo(context: JobContext) -> Result:
    """Restore what the school's last import changed."""
    with scope(context.scope):
        roster = undoing.undo(
            public_id=_target_id(context), by=context.by, now=context.now, progress=context.report_progress
        )
        return _result(roster)


def _target_id(context: JobContext) -> UUID:
    assert context.target_id is not None, "the job names its import"  # noqa: S101
    return context.target_id


def _result(roster: RosterImport) -> Result:
    """State and counts for the job's result, which must hold no personal data."""
    return {"state": roster.state, **roster.counts}
