"""The user name that a failed login counts against, on the login page and in the API."""

from collections.abc import Mapping

from django.http import HttpRequest


def lockout_username(request: HttpRequest | None, credentials: Mapping[str, str] | None = None) -> str:
    """The user name of a login attempt: `login` in allauth's form, `username` in the API."""
    given = credentials or {}
    posted = getattr(request, "POST", None) or {}
    return str(given.get("username") or given.get("login") or posted.get("login") or "").strip().lower()
