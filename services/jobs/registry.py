"""Which function handles which kind of job. An app registers its handlers in its `jobs` module."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from services.access.actor import Actor
from services.schools.scope import Scope

PROGRESS_INTERVAL = 0.3  # seconds; each saved progress is a transaction of its own

ProgressCallback = Callable[[int, int, str], None]  # (rows done, rows in total, message to the user)
Handler = Callable[["JobContext"], Mapping[str, object]]


class Registration(NamedTuple):
    kind: models.TextChoices
    handler: Handler


# Filled when the apps are ready. A lower app thereby runs the jobs of higher ones without importing them.
_registered: dict[str, Registration] = {}


class UnknownJobKind(LookupError):
    """No app handles this kind."""


def _ignore_progress(_done: int, _total: int, _message: str) -> None:
    """Report no progress: for handlers called without a job row, as in tests."""


@dataclass
class JobContext:
    """What a handler receives: the job and its arguments, who requested it, its scope, and how to report progress.

    `job_id` and `target_id` are public ids: the job's, and that of what it works on. The handler is called outside any
    scope and opens `scope` itself. It may run again after a crash, so a second run must not repeat effects.
    """

    job_id: UUID
    kind: str
    target_id: UUID | None
    by: Actor | None
    now: datetime
    scope: Scope
    save_progress: ProgressCallback = _ignore_progress
    arguments: Mapping[str, Any] = field(default_factory=dict)
    _reported_at: float = field(default=0.0, repr=False)  # monotonic seconds

    @property
    def county_id(self) -> int:
        assert self.scope.county_id is not None, "a job belongs to a county"  # noqa: S101
        return self.scope.county_id

    @property
    def school_id(self) -> int | None:
        return self.scope.school_id

    def report_progress(self, done: int, total: int, message: str = "") -> None:
        """Save the progress, at most once in PROGRESS_INTERVAL: may be called for every row.

        Raises LeaseLost when another worker has taken the job over.
        """
        reported_at = time.monotonic()
        # The last row is always saved, else the bar would stop short of its end.
        if reported_at - self._reported_at >= PROGRESS_INTERVAL or done >= total:
            self._reported_at = reported_at
            self.save_progress(done, total, message)


def job_handler(kind: models.TextChoices) -> Callable[[Handler], Handler]:
    """Register the decorated function for a kind. It returns counts and public ids, never a person's data."""

    def register(handler: Handler) -> Handler:
        # A module imported twice registers the same function twice, which is harmless; two functions are a mistake.
        if _registered.setdefault(kind, Registration(kind, handler)).handler is not handler:
            raise ValueError(f"two handlers for {kind}")
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """The handler of a stored kind. Raises UnknownJobKind."""
    if kind not in _registered:
        raise UnknownJobKind(kind)
    return _registered[kind].handler


def label_of(kind: str) -> str:
    """What users see as the name of a stored kind; "" when no app handles it."""
    return str(_registered[kind].kind.label) if kind in _registered else ""


def kinds() -> list[str]:
    """Every kind with a handler, sorted."""
    return sorted(_registered)
