"""Counted attempts, kept in PostgreSQL: every process sees the same count, and a restart forgets none.

An attempt is counted before what it tries is checked, in one statement, so that many requests at once get no more
tries than one after another. Runs before a scope is open; inside one nobody can read these tables.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from services.accounts import sql


@dataclass(frozen=True)
class Limit:
    """At most `count` attempts of one key in `window`; then none until the window is over."""

    kind: str
    count: int
    window: timedelta

    def claim(self, key: object, *, now: datetime) -> bool:
        """Count one attempt; whether it is still within the limit."""
        return self._count(sql.COUNT_ATTEMPT, key, now) <= self.count

    def is_reached(self, key: object, *, now: datetime) -> bool:
        """Whether the next attempt would be over the limit; counts none."""
        return self._count(sql.READ_ATTEMPTS, key, now) >= self.count

    def clear(self, key: object) -> None:
        """Forget the attempts of a key, after the right one."""
        with connection.cursor() as cursor:
            cursor.execute(sql.CLEAR_ATTEMPTS, {"kind": self.kind, "key": str(key)})

    def _count(self, statement: str, key: object, now: datetime) -> int:
        values: dict[str, str | datetime] = {"kind": self.kind, "key": str(key), "now": now, "since": now - self.window}
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
        return int(row[0]) if row else 0


SECOND_FACTOR = Limit("second_factor", 5, timedelta(minutes=15))  # by person, pages and API together
# Mails with a code to an address that somebody says is theirs, and tries of that code; by person.
SENT_EMAIL_CODES = Limit("sent_email_codes", 5, timedelta(hours=1))
EMAIL_CODES = Limit("email_codes", 5, timedelta(minutes=15))
# Failed logins of one address over all names: a school of a hundred people behind one address mistypes less at 8:00.
FAILED_LOGINS = Limit("failed_logins", 60, timedelta(minutes=15))
# Tokens of no link, shown from one address: nobody mistypes so often.
OPENED_LINKS = Limit("opened_links", 60, timedelta(minutes=15))
