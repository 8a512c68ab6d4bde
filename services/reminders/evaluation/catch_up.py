"""Decide which missed occurrences of a rule still run. Needs no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.kit.clock import local_date
from services.reminders.choices import CatchUp
from services.reminders.models import RuleSettings

MISSED_AFTER = timedelta(minutes=15)  # schedule, queue and restarts take time: less is not a missed occurrence
# Reasons for a skip, as they are stored.
EXPIRED, COVERED_BY_NEWER, MISSED = "expired", "newer", "missed"


@dataclass(frozen=True)
class CatchUpDecision:
    """An occurrence and the days it reminds of. A skipped one has no days, and the reason in `skip_reason`."""

    due_at: datetime
    settings: RuleSettings
    covers: tuple[date, ...] = ()
    skip_reason: str = ""


def plan_catch_up(due: Sequence[tuple[datetime, RuleSettings]], now: datetime) -> list[CatchUpDecision]:
    """Decide which due occurrences of one rule run, the oldest first.

    With CatchUp.LATEST only the newest runs and covers the days of the earlier ones too, so that nobody is reminded of
    the same thing several times. Expired occurrences are skipped and their days covered by none.
    """
    skip_reasons = {due_at: _skip_reason(due_at, settings, due, now) for due_at, settings in due}
    # Expired days are not among them: they would come back through the newest one.
    covered_by_newest = tuple(
        local_date(due_at) for due_at, _settings in due if skip_reasons[due_at] == COVERED_BY_NEWER
    )
    decisions = []
    for due_at, settings in due:
        covers: tuple[date, ...] = ()
        if not skip_reasons[due_at]:
            before = covered_by_newest if settings.catch_up == CatchUp.LATEST else ()
            covers = (*before, local_date(due_at))
        decisions.append(CatchUpDecision(due_at, settings, covers, skip_reasons[due_at]))
    return decisions


def _skip_reason(
    due_at: datetime, settings: RuleSettings, due: Sequence[tuple[datetime, RuleSettings]], now: datetime
) -> str:
    # Expired first: what nobody needs any more must not be sent with the newest one either.
    if now - due_at > timedelta(hours=settings.expires_after_hours):
        return EXPIRED
    if settings.catch_up == CatchUp.NONE and now - due_at > MISSED_AFTER:
        return MISSED
    if settings.catch_up == CatchUp.LATEST and due_at != due[-1][0]:
        return COVERED_BY_NEWER
    return ""
