"""Which function handles which kind of job. An app registers its handlers in its `jobs` module."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from services.access.actor import Actor
from services.schools.scope import Scope

PROGRESS_INTERVAL = 0.3  # seconds between two written steps of progress

ProgressCallback = Callable[[int, int, str], None]
Handler = Callable[["JobContext"], dict[str, Any]]
_handlers: dict[str, Handler] = {}
_kinds: dict[str, models.TextChoices] = {}


class UnknownJobKind(LookupError):
    """No room handles this kind."""


def _nobody(_done: int, _total: int, _message: str) -> None:
    """A run that is watched by nobody, as in a room's own tests."""


@dataclass
class JobContext:
    """One run of a job: who asked for what, when, and where it is told how far it is.

    `job_id` and `subject` are public ids, `given` settings; `scope` is the school's or the county's. The handler is
    called outside any scope and opens its own. It may be run again after a crash, so a second run must not do things
    twice.
    """

    job_id: UUID
    kind: str
    subject: UUID | None
    by: Actor | None
    now: datetime
    scope: Scope
    report: ProgressCallback = _nobody
    arguments: Mapping[str, Any] = field(default_factory=dict)
    _told_at: float = field(default=0.0, repr=False)

    @property
    def county_id(self) -> int:
        assert self.scope.county_id is not None, "a job belongs to a county"  # noqa: S101
        return self.scope.county_id

    @property
    def school_id(self) -> int | None:
        return self.scope.school_id

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say how far it is; cheap enough to call for every row. Raises when the job has been taken by another."""
        at = time.monotonic()
        if at - self._told_at >= PROGRESS_INTERVAL or done >= total:
            self._told_at = at
            self.report(done, total, message)


def job_handler(kind: models.TextChoices) -> Callable[[Handler], Handler]:
    """Register the handler of a kind: returns counts and public ids, never a person's data."""

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(kind, handler) is not handler:
            raise ValueError(f"two handlers for {kind}")
        _kinds[kind] = kind
        return handler

    return register


def handler_of(kind: str) -> Handler:
    if kind not in _handlers:
        raise UnknownJobKind(kind)
    return _handlers[kind]


def label_of(kind: str) -> str:
    """The label of a kind; "" when no app handles it."""
    return str(_kinds[kind].label) if kind in _kinds else ""


def kinds() -> list[str]:
    return sorted(_handlers)
