"""End the pairing of a pupil who leaves the school."""

from datetime import datetime

from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.care import queries
from services.care.actions import pairings
from services.children.models import Pupil
from services.children.on_pupil_left import on_pupil_left


@on_pupil_left
def end_pairing_of_leaver(*, pupil: Pupil, by: Actor | None, now: datetime) -> None:
    """End the open pairing of the pupil, with the work not yet due."""
    # One at most; a loop needs no case for none.
    for pairing in queries.open_pairings().filter(child__pupil=pupil):
        pairings.end_pairing(pairing=pairing, reason=_("孩子已离校"), by=by, now=now)
