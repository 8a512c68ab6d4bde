"""What ends in this room when a pupil leaves school."""

from datetime import datetime

from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.care import queries
from services.care.actions import pairing
from services.children.leaving import ends_with_school
from services.children.models import Child


@ends_with_school
def end_pairing(*, child: Child, by: Actor, now: datetime) -> None:
    """The child's pairing, and with it the work not yet due."""
    for standing in queries.open_pairings().filter(child=child):
        pairing.end(pairing=standing, reason=_("孩子已离校"), by=by, now=now)
