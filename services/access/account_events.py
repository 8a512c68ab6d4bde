"""What happens to a person's login: an audit event at each of their tenants, and a message to the person.

Apps above this one tell the person: they decorate a function of `user_id`, `action` and `now` with
`@on_account_event` in a module that their AppConfig.ready() imports.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from services.access import audit, queries
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.accounts.limits import SECOND_FACTOR
from services.accounts.models import User
from services.kit import clock
from services.schools.scope import scope


class AccountEventHandler(Protocol):
    """Tells a person of the open scope what happened to their login."""

    def __call__(self, *, user_id: int, action: AuditAction, now: datetime) -> None: ...


_handlers: list[AccountEventHandler] = []


def on_account_event(handler: AccountEventHandler) -> AccountEventHandler:
    """Register a function to be called in the scope of each tenant of the person."""
    _handlers.append(handler)
    return handler


def record_own(
    *, user_id: int, action: AuditAction, now: datetime, change: Callable[[Actor], object] | None = None
) -> None:
    """Record what a person did to their own login, at each of their tenants. Opens its own scopes.

    `change` is what is written there: after the notification, so that it goes to the former address.
    """
    for actor in _actors_by_tenant(user_id, now):
        with scope(actor.scope):
            audit.log(action, by=actor, now=now)
            notify(user_id=user_id, action=action, now=now)
            if change:
                change(actor)


def record_login(*, user_id: int, action: AuditAction, address: str, now: datetime) -> None:
    """Record that somebody logged in or failed to, with the client's address, at each tenant of the login's person.

    A failed try may be somebody else's: the event names the owner of the login, not who tried.
    """
    for actor in _actors_by_tenant(user_id, now):
        with scope(actor.scope):
            audit.log(action, by=actor, now=now, detail={"address": address})


def record_failed_login(*, username: str, is_last_try: bool, address: str, now: datetime) -> None:
    """Record a failed login of a name, and that it was the last try before a lock-out.

    A name that is nobody's leaves no event: it belongs to no tenant, and what was typed there may be a password.
    """
    user_id = User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()
    if user_id is None:
        return
    record_login(user_id=user_id, action=AuditAction.LOGIN_FAILED, address=address, now=now)
    if is_last_try:
        record_login(user_id=user_id, action=AuditAction.LOGIN_LOCKED, address=address, now=now)


def record_wrong_code(*, user_id: int, address: str, now: datetime) -> None:
    """Record a wrong code of the second factor, and that it was the last try."""
    record_login(user_id=user_id, action=AuditAction.CODE_REFUSED, address=address, now=now)
    if SECOND_FACTOR.is_reached(user_id, now=now):
        record_login(user_id=user_id, action=AuditAction.LOGIN_LOCKED, address=address, now=now)


def _actors_by_tenant(user_id: int, now: datetime) -> list[Actor]:
    """One actor of the user for each school and county."""
    actors = queries.actors_of(user_id, clock.local_date(now))
    return list({(actor.county_id, actor.school_id): actor for actor in actors}.values())


def notify(*, user_id: int, action: AuditAction, now: datetime) -> None:
    """Notify the person of what happened to their login, at the tenant whose scope is open."""
    for handler in _handlers:
        handler(user_id=user_id, action=action, now=now)
