"""Run jobs: claim with a lease, call the handler, write the result only while the lease is held.

Leases use the database's clock. They are written through the second connection in short transactions, so that a
handler's open transaction neither hides nor delays them.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from services.access import queries as access
from services.access.actor import Actor
from services.jobs import registry
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.scope import ALL_TENANTS, Scope, separate_transaction

# A job that kills its worker is tried as often as one that raises; five shows a transient fault from a lasting one.
MAX_ATTEMPTS = 5
MAX_MESSAGE_LENGTH = 300  # characters, as the column
BACKOFF = timedelta(seconds=10)  # multiplied by the attempts so far
log = logging.getLogger(__name__)


class _NoLease(TypedDict):
    lease_until: None
    lease_token: None


_NO_LEASE: _NoLease = {"lease_until": None, "lease_token": None}


class LeaseLost(RuntimeError):
    """Another worker has claimed the job meanwhile: this run writes nothing more."""


class MembershipEnded(ApplicationError):
    """The person who requested the job no longer has the role they requested it in."""


@dataclass
class Lease:
    """The right to write to a job's row while the row holds this token."""

    job: Job
    token: UUID
    # Set by the renewing thread, read by the handler: without it a handler would learn only at its end that another
    # worker has the job.
    lost: threading.Event = field(default_factory=threading.Event)

    def write(self, **values: object) -> None:
        """Update the row and renew the lease. Raises LeaseLost."""
        if self.lost.is_set() or not _write(self.job.pk, self.token, {"lease_until": _lease_end(), **values}):
            self.lost.set()
            raise LeaseLost(self.job.public_id)

    def save_progress(self, done: int, total: int, message: str) -> None:
        """Save the progress. Raises LeaseLost."""
        self.write(progress=done, total=total, message=message[:MAX_MESSAGE_LENGTH])


def run(job_id: UUID, now: datetime) -> bool:
    """Claim a job and run it. False when it cannot be claimed: finished, running, waiting or unknown."""
    lease = claim(job_id)
    if lease is None:
        return False
    try:
        with _renewed(lease):
            result = _handle(lease, now)
        lease.write(state=JobState.DONE, result=result, progress=F("total"), finished_at=now, lease_until=None)
    except LeaseLost:
        log.warning("job_lease_lost", extra={"job": str(job_id), "kind": lease.job.kind})
    except ApplicationError as failure:
        _fail(lease, str(failure), now)
    except Exception as error:  # noqa: BLE001  logged, retried, and shown to the user in the end
        _retry(lease, error, now)
    return True


def claimable_jobs(limit: int = 50) -> list[UUID]:
    """Public ids of jobs to claim now: new ones, retries whose pause is over, and those whose worker died."""
    with separate_transaction(ALL_TENANTS):
        rows = _unleased().using("progress").filter(attempts__lt=MAX_ATTEMPTS).order_by("pk")
        return list(rows.values_list("public_id", flat=True)[:limit])


def fail_crashed_jobs(now: datetime) -> int:
    """Fail the jobs whose worker died during the last attempt and return their number."""
    with separate_transaction(ALL_TENANTS):
        rows = _unleased().using("progress").filter(attempts__gte=MAX_ATTEMPTS)
        return rows.update(state=JobState.FAILED, message=_gave_up_message(), finished_at=now, **_NO_LEASE)


def claim(job_id: UUID) -> Lease | None:
    """Claim one job. None when another worker has it or it is finished."""
    token = uuid4()
    with separate_transaction(ALL_TENANTS):
        rows = _unleased().using("progress").filter(public_id=job_id, attempts__lt=MAX_ATTEMPTS)
        claimed = rows.update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_token=token,
            lease_until=_lease_end(),
            started_at=Now(),
            message="",
        )
        return Lease(Job.objects.using("progress").get(public_id=job_id), token) if claimed else None


def _unleased() -> QuerySet[Job]:
    queued = Q(state=JobState.QUEUED) & (Q(lease_until=None) | Q(lease_until__lte=Now()))
    orphaned = Q(state=JobState.RUNNING, lease_until__lte=Now())
    return Job.objects.filter(queued | orphaned)


def _lease_end() -> CombinedExpression:
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


def _write(pk: int, token: UUID, values: Mapping[str, object]) -> bool:
    with separate_transaction(ALL_TENANTS):
        # The token in the condition, not read before: between a check and a write another worker could claim.
        rows = Job.objects.using("progress").filter(pk=pk, lease_token=token, state=JobState.RUNNING)
        return bool(rows.update(**values))


@contextmanager
def _renewed(lease: Lease) -> Iterator[None]:
    """Renew the lease from a thread: a solver reports no progress for minutes."""
    finished = threading.Event()
    thread = threading.Thread(target=_renew, args=(lease, finished), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def _renew(lease: Lease, finished: threading.Event) -> None:
    try:
        # Three tries per lease: one lost connection does not lose the job.
        while not finished.wait(settings.LEASE_SECONDS / 3) and not lease.lost.is_set():
            try:
                lease.write()
            except LeaseLost:
                return
            except Exception as error:  # noqa: BLE001  the database may restart; the next try comes in time
                log.warning("lease_renewal_failed", extra={"error": type(error).__name__})
                connections["progress"].close()
    finally:
        connections["progress"].close()  # a connection belongs to its thread


def _handle(lease: Lease, now: datetime) -> Mapping[str, object]:
    job = lease.job
    tenant = Scope("r_school" if job.school_id else "r_county", job.county_id, job.school_id)
    by = _actor(job, now)
    return registry.handler_of(job.kind)(
        registry.JobContext(
            job.public_id,
            job.kind,
            job.target_id,
            by,
            now,
            tenant,
            save_progress=lease.save_progress,
            arguments=job.arguments,
        )
    )


def _actor(job: Job, now: datetime) -> Actor | None:
    """The actor who requested the job, in the role of that time. Raises MembershipEnded."""
    if job.requested_by_id is None:
        return None
    # Looked up again when the job runs: whoever lost a role while it waited must not act in it.
    with separate_transaction(ALL_TENANTS):
        memberships = access.memberships_of(job.requested_by_id, clock.local_date(now)).using("progress")
        membership = memberships.filter(pk=job.membership_id or 0, role=job.requested_as).first()
        if membership is None:
            raise MembershipEnded(_("发起人已不在这个岗位，任务没有执行。请由在岗的人重新发起。"))
        return access.actor_of(membership)


def _fail(lease: Lease, message: str, now: datetime) -> None:
    _write(
        lease.job.pk,
        lease.token,
        {"state": JobState.FAILED, "message": message[:MAX_MESSAGE_LENGTH], "finished_at": now, **_NO_LEASE},
    )


def _retry(lease: Lease, error: Exception, now: datetime) -> None:
    """Queue the job again after a pause that grows; fail it after the last attempt.

    Only the exception's type and line are logged: its text may quote a person's row.
    """
    job = lease.job
    log.error("job_crashed", extra={"job": str(job.public_id), "kind": job.kind, **_location(error)})
    if job.attempts >= MAX_ATTEMPTS:
        _fail(lease, _gave_up_message(), now)
        return
    # The pause is a lease without a token: nobody claims the job before it ends, and no clock of a worker is asked.
    pause = {"lease_until": Now() + BACKOFF * job.attempts, "lease_token": None}
    _write(job.pk, lease.token, {"state": JobState.QUEUED, "message": _("出了问题，稍后自动重试。"), **pause})


def _location(error: Exception) -> dict[str, str]:
    frame = error.__traceback__
    # The innermost frame: the outer ones are always this module.
    while frame and frame.tb_next:
        frame = frame.tb_next
    line = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
    return {"error": type(error).__name__, "where": line}


def _gave_up_message() -> str:
    return _("后台处理多次没有成功。请稍后重新发起，仍不行请联系管理员。")
