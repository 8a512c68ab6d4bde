"""Whom a failed login counts against: the name that was tried, at either door."""

from typing import Any


def lockout_username(request: Any, credentials: dict[str, Any] | None = None) -> str:
    """allauth's form calls the name `login`, the token door `username`."""
    given = credentials or {}
    posted = getattr(request, "POST", None) or {}
    return str(given.get("username") or given.get("login") or posted.get("login") or "").strip().lower()
