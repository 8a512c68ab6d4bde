"""A pupil leaves school: end what binds the school's people to the child.

Apps above this one add what ends with them: they decorate a function of `pupil`, `by` and `now` with
`@on_pupil_left` in a module that their AppConfig.ready() imports.
"""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from services.access.actor import Actor
from services.children import assignments
from services.children.models import CaseAssignment, Child, Pupil
from services.links.actions import issuing
from services.links.models import Link


class LeavingHandler(Protocol):
    """What another app does when a pupil leaves."""

    def __call__(self, *, pupil: Pupil, by: Actor | None, now: datetime) -> None: ...


_handlers: list[LeavingHandler] = []


def on_pupil_left(handler: LeavingHandler) -> LeavingHandler:
    """Register a function to be called for every pupil who leaves, before the assignments end."""
    _handlers.append(handler)
    return handler


@transaction.atomic
def run_pupil_left(*, pupil: Pupil, by: Actor | None, now: datetime) -> None:
    """Call the handlers and end all assignments and links; the case file and its records stay.

    `by` is None where the day that was given has come.
    """
    # before the assignments end: a handler may need to know who was assigned
    for handler in _handlers:
        handler(pupil=pupil, by=by, now=now)
    assignments.end_assignments(assignments=CaseAssignment.objects.filter(child__pupil=pupil), by=by, now=now)
    files = Child.objects.filter(pupil=pupil).values("public_id")
    issuing.end_unfounded(links=Link.objects.filter(subject__in=files), by=by, now=now)
