"""Limit failed logins of one address over all user names, against somebody who tries one password on everybody.

Axes counts failures by person and address. This count is by address alone, and spares those who have logged in from
there before: somebody who guesses in the next office locks out nobody who works here.
"""

from datetime import datetime, timedelta

from axes.models import AccessLog

from services.accounts.limits import FAILED_LOGINS

KNOWN_FOR = timedelta(days=30)


def is_refused(*, username: str, address: str, now: datetime) -> bool:
    """Whether a login is refused before its password is looked at."""
    return FAILED_LOGINS.is_reached(address, now=now) and not _is_known(username, address, now)


def count_failure(*, address: str, now: datetime) -> None:
    FAILED_LOGINS.claim(address, now=now)


def _is_known(username: str, address: str, now: datetime) -> bool:
    rows = AccessLog.objects.filter(ip_address=address, attempt_time__gt=now - KNOWN_FOR)
    return bool(rows.filter(username__iexact=username.strip()).exists())
