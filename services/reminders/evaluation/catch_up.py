"""What becomes of ticks that were missed: arithmetic, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.kit.clock import local_date
from services.reminders.choices import CatchUp
from services.reminders.models import RuleSettings

ON_TIME = timedelta(minutes=15)  # beat, queue and restarts take their time; later than this it was missed
EXPIRED, NEWER, MISSED = "expired", "newer", "missed"


@dataclass(frozen=True)
class CatchUpDecision:
    """A tick and what it says. `covers`: the days of which it speaks, none where it is passed over for `skipped`."""

    due: datetime
    terms: RuleSettings
    covers: tuple[date, ...] = ()
    skipped: str = ""


def plan_catch_up(ticks: Sequence[tuple[datetime, RuleSettings]], now: datetime) -> list[CatchUpDecision]:
    """The ticks of one rule that are owed together, oldest first.

    `latest` lets the newest speak for those before it, so that nobody is told of the same thing several times and
    nothing is left untold.
    """
    reasons = {due: _reason(due, terms, ticks, now) for due, terms in ticks}
    newer = tuple(local_date(due) for due, _terms in ticks if reasons[due] == NEWER)
    found = []
    for due, terms in ticks:
        own = (local_date(due),)
        covers = () if reasons[due] else (*newer, *own) if terms.catch_up == CatchUp.LATEST else own
        found.append(CatchUpDecision(due, terms, covers, reasons[due]))
    return found


def _reason(due: datetime, terms: RuleSettings, ticks: Sequence[tuple[datetime, RuleSettings]], now: datetime) -> str:
    if now - due > timedelta(hours=terms.expires_after_hours):
        return EXPIRED
    if terms.catch_up == CatchUp.NONE and now - due > ON_TIME:
        return MISSED
    if terms.catch_up == CatchUp.LATEST and due != ticks[-1][0]:
        return NEWER
    return ""
