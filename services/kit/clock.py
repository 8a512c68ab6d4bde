"""The clock of the project. Only interfaces read it; actions and queries take `now` as an argument.

`NUANYANG_CLOCK` changes it for tests and the demo: an ISO time (`2026-12-31T18:00:00+08:00`) stops it there, an
offset (`+40d`, `-3h`, `+90s`) shifts it. Production refuses the variable (services.config.env).
"""

import os
import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_OFFSET = re.compile(r"([+-])(\d+)([dhms])")
_UNIT = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def now() -> datetime:
    """The current time, timezone-aware."""
    # Read at each call, not at import: a simulation moves the clock of a running process.
    setting = os.environ.get("NUANYANG_CLOCK", "")
    if not setting:
        return timezone.now()
    if match := _OFFSET.fullmatch(setting):
        sign, count, unit = match.groups()
        shift = timedelta(**{_UNIT[unit]: int(count)})
        return timezone.now() + (shift if sign == "+" else -shift)
    return _aware(datetime.fromisoformat(setting))


def today() -> date:
    """Today's date in the county (Asia/Shanghai)."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The date of a moment in the county."""
    return timezone.localtime(moment).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a date in the county."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else timezone.make_aware(moment)
