"""The one clock. Only doors read it; rules are given the time.

`NUANYANG_CLOCK` moves it for journeys and the demo: an ISO instant (`2026-12-31T18:00:00+08:00`) stops it there,
an offset (`+40d`, `-3h`, `+90s`) shifts it. Production refuses the variable (services.config.env).
"""

import os
import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_OFFSET = re.compile(r"([+-])(\d+)([dhms])")
_UNIT = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def now() -> datetime:
    """The moment, aware."""
    wish = os.environ.get("NUANYANG_CLOCK", "")
    if not wish:
        return timezone.now()
    if found := _OFFSET.fullmatch(wish):
        sign, count, unit = found.groups()
        shift = timedelta(**{_UNIT[unit]: int(count)})
        return timezone.now() + (shift if sign == "+" else -shift)
    return _aware(datetime.fromisoformat(wish))


def today() -> date:
    """The county's day (Asia/Shanghai)."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The county's day in which a moment lies."""
    return timezone.localtime(moment).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a day in the county."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else timezone.make_aware(moment)
