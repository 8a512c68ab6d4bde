"""What happens to a person's login: an audit event at each of their tenants, and a message to the person.

Apps above this one tell the person: they decorate a function of `user_id`, `action` and `now` with
`@on_account_event` in a module that their AppConfig.ready() imports.
"""

from datetime import datetime
from typing import Protocol

from services.access import audit, queries
from services.access.choices import AuditAction
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


def record_own(*, user_id: int, action: AuditAction, now: datetime) -> None:
    """Record what a person did to the own login, at each tenant, in scopes of its own."""
    actors = queries.actors_of(user_id, clock.local_date(now))
    for actor in {(actor.county_id, actor.school_id): actor for actor in actors}.values():
        with scope(actor.scope):
            audit.log(action, by=actor, now=now)
            notify(user_id=user_id, action=action, now=now)


def notify(*, user_id: int, action: AuditAction, now: datetime) -> None:
    """Tell the person, at the tenant whose scope is open, what happened to the login."""
    for handler in _handlers:
        handler(user_id=user_id, action=action, now=now)
