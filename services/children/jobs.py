"""Long work of this room: reading, committing and taking back a roster."""

from typing import Any
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


@job_handler(JobKind.READ_ROSTER)
def read(run: JobContext) -> dict[str, Any]:
    """Staging: the sandbox runs between two transactions, not inside one."""
    today = clock.local_date(run.now)
    with scope(run.scope):
        order = staging.load_staging_input(_subject(run), today)
    if order is None:
        return {}
    run.progress(0, 0, _("读取工作簿"))
    reading = staging.read(order)
    with scope(run.scope):
        roster = staging.stage(
            public_id=_subject(run),
            reading=reading,
            today=today,
            by=run.by,
            now=run.now,
            tell=lambda done, total: run.progress(done, total, _("核对")),
        )
        return _result(roster)


@job_handler(JobKind.COMMIT_ROSTER)
def commit(run: JobContext) -> dict[str, Any]:
    with scope(run.scope):
        return _result(committing.commit(public_id=_subject(run), by=run.by, now=run.now, tell=run.progress))


@job_handler(JobKind.UNDO_ROSTER)
def undo(run: JobContext) -> dict[str, Any]:
    with scope(run.scope):
        return _result(undoing.undo(public_id=_subject(run), by=run.by, now=run.now, tell=run.progress))


def _subject(run: JobContext) -> UUID:
    assert run.subject is not None, "the job names its import"  # noqa: S101
    return run.subject


def _result(roster: RosterImport) -> dict[str, Any]:
    return {"state": roster.state, **roster.counts}
