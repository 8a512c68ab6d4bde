"""A pupil leaves school: end what binds the school's people to the child.

Apps above this one add what ends with them: they decorate a function of `child`, `by` and `now` with
`@on_pupil_left` in a module that their AppConfig.ready() imports.
"""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from services.access.actor import Actor
from services.children import assignments
from services.children.models import CaseAssignment, Child
from services.links.actions import issuing
from services.links.models import Link


class LeavingHandler(Protocol):
    """What another app does when a pupil leaves."""

    def __call__(self, *, child: Child, by: Actor, now: datetime) -> None: ...


_handlers: list[LeavingHandler] = []


def on_pupil_left(handler: LeavingHandler) -> LeavingHandler:
    """Register a function to be called for every case file whose pupil leaves, before its assignments end."""
    _handlers.append(handler)
    return handler


@transaction.atomic
def run_pupil_left(*, child: Child, by: Actor, now: datetime) -> None:
    """Call the handlers and end all assignments and links; the case file and its records stay."""
    # before the assignments end: a handler may need to know who was assigned
    for handler in _handlers:
        handler(child=child, by=by, now=now)
    assignments.end_assignments(assignments=CaseAssignment.objects.filter(child=child), by=by, now=now)
    issuing.end_unfounded(links=Link.objects.filter(subject=child.public_id), by=by, now=now)
