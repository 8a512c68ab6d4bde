"""The owner's connection, pointed at a database that the settings do not name: a restored one, a scratch one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from services.kit.database import database_url

OWNER = "owner"
LIBPQ = ("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "target_session_attrs")


@contextmanager
def connected(url: str) -> Iterator[str]:
    """Point the alias `owner` at a URL, and back at the end. For a command: other threads would follow it."""
    connection, settings = connections[OWNER], connections.settings[OWNER]
    connections.settings[OWNER] = {**settings, **database_url.parse(url), "CONN_MAX_AGE": 0}
    del connections[OWNER]
    try:
        yield OWNER
    finally:
        connections[OWNER].close()
        connections.settings[OWNER] = settings
        connections[OWNER] = connection


def login(using: str) -> dict[str, str]:
    """The settings of an alias's login as libpq names them."""
    parameters = connections[using].get_connection_params()
    return {name: str(parameters[name]) for name in LIBPQ if parameters.get(name)}


def server_version(using: str) -> int:
    """The version of an alias's server as libpq writes it, 180001."""
    with connections[using].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])
