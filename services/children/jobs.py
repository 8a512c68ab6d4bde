"""The roster import as jobs: read, commit and undo a workbook."""

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
    """Read and stage a workbook. The sandbox runs between two transactions: it may take a minute."""
    today = clock.local_date(context.now)
    with scope(context.scope):
        given = staging.load_staging_input(_subject(context), today)
    # read by an earlier run of the job
    if given is None:
        return {}
    context.progress(0, 0, _("读取工作簿"))
    reading = staging.read(given)
    with scope(context.scope):
        roster = staging.stage(
            public_id=_subject(context),
            reading=reading,
            today=today,
            by=context.by,
            now=context.now,
            progress=context.progress,
        )
        return _result(roster)


@job_handler(JobKind.COMMIT_ROSTER)
def commit(context: JobContext) -> Result:
    """Commit a staged import."""
    with scope(context.scope):
        roster = committing.commit(
            public_id=_subject(context), by=context.by, now=context.now, progress=context.progress
        )
        return _result(roster)


@job_handler(JobKind.UNDO_ROSTER)
def undo(context: JobContext) -> Result:
    """Undo the last import."""
    with scope(context.scope):
        roster = undoing.undo(public_id=_subject(context), by=context.by, now=context.now, progress=context.progress)
        return _result(roster)


def _subject(context: JobContext) -> UUID:
    assert context.subject is not None, "the job names its import"  # noqa: S101
    return context.subject


def _result(roster: RosterImport) -> Result:
    """State and counts: no pupil's data."""
    return {"state": roster.state, **roster.counts}
