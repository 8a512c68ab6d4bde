"""What a server or worker process checks at its start, so that it fails then and not at its first request."""

from django.conf import settings
from django.db import OperationalError, connections


class NotForServers(RuntimeError):
    """The mode `check` has published keys and no database: it is for tools."""


def check() -> None:
    """Refuse the mode `check`, a privileged login and stray vault keys. Ignores a database that is down."""
    if settings.MODE == "check":
        raise NotForServers("NUANYANG_MODE=check is for lint and schema; a server needs `production` or `local`.")
    try:
        connections["default"].ensure_connection()  # its signal runs `login_guard` and `vault_keys`
    except OperationalError:
        return
