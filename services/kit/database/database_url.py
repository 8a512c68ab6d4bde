"""The URL of a database as Django's settings, read as libpq reads it: with several hosts, sockets and options.

`postgresql://web:secret@a:5432,b:5433/nuanyang?target_session_attrs=read-write` and
`postgresql://web:secret@/nuanyang?host=a,b&port=5432,5433&target_session_attrs=read-write` are the same: libpq tries
one host after another and, with that option, keeps the one that takes writes.
"""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

_SETTINGS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class InvalidDatabaseUrl(ValueError):
    """libpq does not understand the URL; the text has its reason and no password."""


def parse(url: str) -> dict[str, Any]:
    """Split a URL into Django's settings of one database. Raises InvalidDatabaseUrl."""
    try:
        parameters = conninfo_to_dict(url)
    except ProgrammingError as error:
        # Its message may quote the URL with its password.
        raise InvalidDatabaseUrl("the URL of a database must be postgresql://user:password@host:port/name") from error
    database = {setting: str(parameters.pop(name, "") or "") for name, setting in _SETTINGS.items()}
    return {"ENGINE": "django.db.backends.postgresql", **database, "OPTIONS": parameters}
