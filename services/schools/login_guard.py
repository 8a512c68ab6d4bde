"""A process whose login could step over the wall does not start: row-level security is nothing to a superuser."""

from typing import Any

from django.db import OperationalError, connections
from django.db.backends.signals import connection_created

_POWERFUL = "SELECT bool_or(rolsuper OR rolbypassrls) FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')"
_known_weak: set[str] = set()


class PrivilegedLogin(RuntimeError):
    """The login is, or may become, a superuser or a role that bypasses row-level security."""


def check_every_connection() -> None:
    """Look at the login of every connection of this process, once per alias."""
    connection_created.connect(_look, dispatch_uid="schools.refuse")


def check_now() -> None:
    """Connect now, so that a process refuses at its start and not at its first request. A database that is down is not
    judged yet."""
    try:
        connections["default"].ensure_connection()
    except OperationalError:
        return


def _look(connection: Any, **_: Any) -> None:
    if connection.alias in _known_weak:
        return
    with connection.cursor() as cursor:
        cursor.execute(_POWERFUL)
        (is_powerful,) = cursor.fetchone()
    if is_powerful:
        connection.close()
        raise PrivilegedLogin(
            f"The database login of {connection.alias!r} is a superuser or bypasses row-level security, which would"
            " open every school to every other. Use the logins that infra/postgres makes (docs/operations.md)."
        )
    _known_weak.add(connection.alias)
