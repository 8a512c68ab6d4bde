"""A job is claimed by a lease, run, and finished only by whoever still holds the lease.

Leases compare the database's clock and are written through the second connection in short transactions, so that a
handler's own transaction neither hides them nor holds them up.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections
from django.db.models import F, Q, QuerySet
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

MAX_ATTEMPTS = 5
BACKOFF = timedelta(seconds=10)  # times the attempts made
_FREED: dict[str, Any] = {"lease_until": None, "lease_token": None}
log = logging.getLogger(__name__)


class LeaseLost(RuntimeError):
    """The job was taken by another worker meanwhile: this run writes nothing more."""


class MembershipEnded(ApplicationError):
    """Who asked has left since."""


@dataclass
class Lease:
    """The right to write to one job's row, as long as its token stands there."""

    job: Job
    token: UUID
    lost: threading.Event = field(default_factory=threading.Event)

    def write(self, **values: Any) -> None:
        """Change the row and renew the lease. LeaseLost when it is no longer mine."""
        if self.lost.is_set() or not _write(self.job.pk, self.token, {"lease_until": _lease_end(), **values}):
            self.lost.set()
            raise LeaseLost(self.job.public_id)

    def report(self, done: int, total: int, message: str) -> None:
        self.write(progress=done, total=total, message=message[:300])


def run(job_id: UUID, now: datetime) -> bool:
    """Claim a job and run it to its end. False: it is not to be had (done, running elsewhere, waiting, unknown)."""
    lease = claim(job_id)
    if lease is None:
        return False
    try:
        with _kept_alive(lease):
            result = _handle(lease, now)
        lease.write(state=JobState.DONE, result=result, progress=F("total"), finished_at=now, lease_until=None)
    except LeaseLost:
        log.warning("job_lease_lost", extra={"job": str(job_id), "kind": lease.job.kind})
    except ApplicationError as refusal:
        _fail(lease, str(refusal), now)
    except Exception as error:  # noqa: BLE001  an unexpected one is logged, tried again, and in the end shown
        _again(lease, error, now)
    return True


def claimable_jobs(most: int = 50) -> list[UUID]:
    """Jobs that can be claimed now: new ones, those whose pause is over, and those whose worker died."""
    with separate_transaction(ALL_TENANTS):
        rows = _free().using("progress").filter(attempts__lt=MAX_ATTEMPTS).order_by("pk")
        return list(rows.values_list("public_id", flat=True)[:most])


def fail_crashed_jobs(now: datetime) -> int:
    """End jobs whose worker died in the last of their attempts; how many."""
    with separate_transaction(ALL_TENANTS):
        rows = _free().using("progress").filter(attempts__gte=MAX_ATTEMPTS)
        return rows.update(state=JobState.FAILED, message=_gave_up(), finished_at=now, **_FREED)


def claim(job_id: UUID) -> Lease | None:
    """Take a free job; None when somebody else has it or it is over."""
    token = uuid4()
    with separate_transaction(ALL_TENANTS):
        taken = _free().using("progress").filter(public_id=job_id, attempts__lt=MAX_ATTEMPTS)
        got = taken.update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_token=token,
            lease_until=_lease_end(),
            started_at=Now(),
            message="",
        )
        return Lease(Job.objects.using("progress").get(public_id=job_id), token) if got else None


def _free() -> QuerySet[Job]:
    queued = Q(state=JobState.QUEUED) & (Q(lease_until=None) | Q(lease_until__lte=Now()))
    orphaned = Q(state=JobState.RUNNING, lease_until__lte=Now())
    rows: QuerySet[Job] = Job.objects.filter(queued | orphaned)
    return rows


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


def _write(pk: int, token: UUID, values: dict[str, Any]) -> bool:
    with separate_transaction(ALL_TENANTS):
        rows = Job.objects.using("progress").filter(pk=pk, lease_token=token, state=JobState.RUNNING)
        return bool(rows.update(**values))


@contextmanager
def _kept_alive(lease: Lease) -> Iterator[None]:
    """Renew the lease from a thread of its own: a solver says nothing for minutes."""
    over = threading.Event()
    thread = threading.Thread(target=_renew, args=(lease, over), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(lease: Lease, over: threading.Event) -> None:
    try:
        while not over.wait(settings.LEASE_SECONDS / 3) and not lease.lost.is_set():
            try:
                lease.write()
            except LeaseLost:
                return
            except Exception as error:  # noqa: BLE001  the database may be restarting; the lease has time left
                log.warning("lease_not_renewed", extra={"error": type(error).__name__})
                connections["progress"].close()
    finally:
        connections["progress"].close()  # connections belong to threads


def _handle(lease: Lease, now: datetime) -> dict[str, Any]:
    job = lease.job
    place = Scope("r_school" if job.school_id else "r_county", job.county_id, job.school_id)
    by = _actor(job, now)
    return registry.handler_of(job.kind)(
        registry.JobContext(
            job.public_id, job.kind, job.subject, by, now, place, report=lease.report, arguments=job.arguments
        )
    )


def _actor(job: Job, now: datetime) -> Actor | None:
    """Who asked, in the role they asked in; refused when they have left it since."""
    if job.requested_by_id is None:
        return None
    with separate_transaction(ALL_TENANTS):
        memberships = access.memberships_of(job.requested_by_id, clock.local_date(now)).using("progress")
        found = memberships.filter(pk=job.membership_id or 0, role=job.requested_as).first()
        if found is None:
            raise MembershipEnded(_("发起人已不在这个岗位，任务没有执行。请由在岗的人重新发起。"))
        return access.actor_of(found)


def _fail(lease: Lease, sentence: str, now: datetime) -> None:
    _write(
        lease.job.pk, lease.token, {"state": JobState.FAILED, "message": sentence[:300], "finished_at": now, **_FREED}
    )


def _again(lease: Lease, error: Exception, now: datetime) -> None:
    """Back into the queue with a growing pause; given up after the last attempt.

    The exception's text may quote a person's row, so only its type and place are logged.
    """
    job = lease.job
    log.error("job_crashed", extra={"job": str(job.public_id), "kind": job.kind, **_where(error)})
    if job.attempts >= MAX_ATTEMPTS:
        _fail(lease, _gave_up(), now)
        return
    pause = {"lease_until": Now() + BACKOFF * job.attempts, "lease_token": None}
    _write(job.pk, lease.token, {"state": JobState.QUEUED, "message": _("出了问题，稍后自动重试。"), **pause})


def _where(error: Exception) -> dict[str, str]:
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    line = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    return {"error": type(error).__name__, "where": line}


def _gave_up() -> str:
    return _("后台处理多次没有成功。请稍后重新发起，仍不行请联系管理员。")
