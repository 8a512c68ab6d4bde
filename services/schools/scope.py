"""The scope of a transaction: whose rows it may read and write, enforced by row-level security and by the ORM.

A scope is a database role and tenant ids, in force for one transaction, so a pooled connection never carries them
over. Without a scope a query is refused twice: when its SQL is built (managers.py) and by the database.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from django.db import connections, transaction

DatabaseRole = Literal["r_school", "r_county", "r_worker"]
_SET = (
    "SELECT set_config('role', %s, true), set_config('app.school_id', %s, true), set_config('app.county_id', %s, true)"
)


class ScopeError(RuntimeError):
    """Code runs in a scope that does not suit it. A mistake of the program, never of its user."""


class ScopeNotSet(ScopeError):
    """Something was requested without a scope, or in a scope without the tenant it needs."""


class ScopeConflict(ScopeError):
    """A scope was to be opened inside another one."""


@dataclass(frozen=True)
class Scope:
    """A database role and the ids its policies compare; None where the role uses no such id.

    `school_ids` narrows the work of a cross-tenant worker; the policies of r_worker do not know it, only the ORM does.
    """

    role: DatabaseRole
    county_id: int | None = None
    school_id: int | None = None
    school_ids: tuple[int, ...] | None = None


ALL_TENANTS = Scope("r_worker")
# A context variable, not a thread local: it also follows asynchronous code, and nothing leaks from one request to the
# next.
_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def for_school(school_id: int, county_id: int) -> Scope:
    """The scope of one school."""
    return Scope("r_school", county_id, school_id)


def for_county(county_id: int) -> Scope:
    """The scope of one county and its schools."""
    return Scope("r_county", county_id)


def worker_for_county(county_id: int) -> Scope:
    """The scope of a worker that sees every tenant, for work on one county: its queries name the county."""
    return Scope("r_worker", county_id)


def worker_for_schools(school_ids: Collection[int], county_id: int) -> Scope:
    """The scope of a worker for some schools of one county at once: set-based work whose rows name their school."""
    return Scope("r_worker", county_id, school_ids=tuple(sorted(school_ids)))


def current_scope() -> Scope:
    """The open scope. Raises ScopeNotSet."""
    if (opened := _current.get()) is None:
        raise ScopeNotSet("No tenant scope is active.")
    return opened


def is_open() -> bool:
    return _current.get() is not None


@contextmanager
def scope(new: Scope) -> Iterator[Scope]:
    """Run a block in a scope, as the outermost transaction. Inside the same scope it does nothing.

    Raises ScopeConflict inside another scope: no code may see two tenants in one transaction.
    """
    if opened := _current.get():
        if opened != new:
            raise ScopeConflict(f"already inside {opened}")
        yield opened
        return
    # Durable: opened inside another transaction, the role would outlive the block.
    with transaction.atomic(durable=True), _entered(new, "default"):
        yield new
    if connections["default"].in_atomic_block:  # only inside a TestCase, whose transaction goes on
        _set_role(None, "default")


@contextmanager
def separate_transaction(new: Scope) -> Iterator[None]:
    """Run a block in its own transaction on the connection `progress`.

    Progress and leases written there are visible to others while the main scope is still open.
    """
    with transaction.atomic(using="progress", durable=True), _entered(new, "progress"):
        yield


@contextmanager
def _entered(new: Scope, using: str) -> Iterator[None]:
    _set_role(new, using)
    token = _current.set(new)
    try:
        yield
    finally:
        _current.reset(token)


def _set_role(new: Scope | None, using: str) -> None:
    settings = ("none", "", "") if new is None else (new.role, str(new.school_id or ""), str(new.county_id or ""))
    with connections[using].cursor() as cursor:
        cursor.execute(_SET, settings)


def set_rollback() -> None:
    """Roll back the open scope's transaction at its end. Without a scope there is nothing to undo."""
    if is_open():
        transaction.set_rollback(True)
