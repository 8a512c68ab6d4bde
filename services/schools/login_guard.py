"""Refuse to run with a database login that bypasses row-level security (superuser or BYPASSRLS)."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# Also true for a role that the login may become, not only for the login itself.
_IS_PRIVILEGED = "SELECT bool_or(rolsuper OR rolbypassrls) FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')"
_checked_aliases: set[str] = set()


class PrivilegedLogin(RuntimeError):
    """The login is, or may become, a superuser or a role that bypasses row-level security."""


def check_every_connection() -> None:
    """Check the login of each database alias when this process first connects to it."""
    connection_created.connect(_check, dispatch_uid="schools.login_guard")


def _check(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.alias in _checked_aliases:
        return
    with connection.cursor() as cursor:
        cursor.execute(_IS_PRIVILEGED)
        (is_privileged,) = cursor.fetchone()
    # Closed, or the next query would run on a connection that has failed the check.
    if is_privileged:
        connection.close()
        raise PrivilegedLogin(
            f"The database login of {connection.alias!r} is a superuser or bypasses row-level security, which would"
            " open every school to every other. Use the logins that infra/postgres makes (docs/operations.md)."
        )
    _checked_aliases.add(connection.alias)
