"""Whose rows may be seen: one entry point, kept by the database (row-level security) and by the ORM (managers.py).

A scope is a transaction whose role and keys are set for that transaction only, so that a pooled connection never
carries them over. With no scope a query is refused twice: here when its SQL is written, and by the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from django.db import connections, transaction

DatabaseRole = Literal["r_school", "r_county", "r_worker"]
_BECOME = (
    "SELECT set_config('role', %s, true), set_config('app.school_id', %s, true), set_config('app.county_id', %s, true)"
)


class ScopeNotSet(RuntimeError):
    """A tenant's rows were asked for without saying whose."""


@dataclass(frozen=True)
class Scope:
    """A database role and the keys its policies compare: bigint ids, None for the unused one."""

    role: DatabaseRole
    county_id: int | None = None
    school_id: int | None = None


ALL_TENANTS = Scope("r_worker")
_now: ContextVar[Scope | None] = ContextVar("scope", default=None)


def for_school(school_id: int, county_id: int) -> Scope:
    return Scope("r_school", county_id, school_id)


def for_county(county_id: int) -> Scope:
    return Scope("r_county", county_id)


def current() -> Scope:
    """The open scope; NoScope when there is none."""
    if here := _now.get():
        return here
    raise ScopeNotSet("Open a scope before touching a tenant's rows.")


def is_open() -> bool:
    return _now.get() is not None


@contextmanager
def scope(wanted: Scope) -> Iterator[Scope]:
    """Work inside one tenant. Always the outermost transaction; the same scope again is nothing new."""
    if here := _now.get():
        if here != wanted:
            raise ScopeNotSet(f"already inside {here}")
        yield here
        return
    with transaction.atomic(durable=True), _entered(wanted, "default"):
        yield wanted
    if connections["default"].in_atomic_block:  # only inside a TestCase, whose transaction goes on
        _become(None, "default")


@contextmanager
def separate_transaction(wanted: Scope) -> Iterator[None]:
    """A short transaction on the second connection, beside the one that may be open: progress and leases."""
    with transaction.atomic(using="progress", durable=True), _entered(wanted, "progress"):
        yield


@contextmanager
def _entered(wanted: Scope, using: str) -> Iterator[None]:
    _become(wanted, using)
    token = _now.set(wanted)
    try:
        yield
    finally:
        _now.reset(token)


def _become(wanted: Scope | None, using: str) -> None:
    keys = (
        ("none", "", "") if wanted is None else (wanted.role, str(wanted.school_id or ""), str(wanted.county_id or ""))
    )
    with connections[using].cursor() as cursor:
        cursor.execute(_BECOME, keys)


def set_rollback() -> None:
    """Let the open scope's transaction roll back. With no scope there is nothing to undo."""
    if is_open():
        transaction.set_rollback(True)
