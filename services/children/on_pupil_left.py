"""A pupil leaves school: nobody there is near the child any more.

Rooms above say here what ends with it, since this room may not know them: `@ends_with_school` on a function of
`child`, `by` and `now`, imported from the room's AppConfig.ready().
"""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from services.access.actor import Actor
from services.children import assignments
from services.children.models import CaseAssignment, Child


class LeavingHandler(Protocol):
    def __call__(self, *, child: Child, by: Actor, now: datetime) -> None: ...


_endings: list[LeavingHandler] = []


def on_pupil_left(ending: LeavingHandler) -> LeavingHandler:
    """Let `ending` be called for every care file whose pupil leaves, before its entrustments end."""
    _endings.append(ending)
    return ending


@transaction.atomic
def run_pupil_left(*, child: Child, by: Actor, now: datetime) -> None:
    """End what binds the school's people to a child; the file and what was recorded stay."""
    for ending in _endings:
        ending(child=child, by=by, now=now)
    assignments.end_assignments(assignments=CaseAssignment.objects.filter(child=child), by=by, now=now)
