"""The e-mail address of the person who is logged in, proved by a mailed code and written at each of their tenants."""

from datetime import datetime
from functools import partial

from services.access import account_events, queries
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.accounts.email_codes import PendingEmail, check_code
from services.kit import clock
from services.schools.models import Officer, Staff
from services.schools.queries import verified_email
from services.schools.scope import scope


def verify_own_email(*, user_id: int, pending: PendingEmail, code: str, now: datetime) -> None:
    """Make the pending address the person's verified one. Raises WrongEmailCode, TooManyCodes.

    The former address and the inbox are notified. Opens its own scopes.
    """
    check_code(user_id=user_id, pending=pending, code=code.strip(), now=now)
    change = partial(_write, pending.address)
    account_events.record_own(user_id=user_id, action=AuditAction.EMAIL_VERIFIED, now=now, change=change)


def own_email(*, user_id: int, now: datetime) -> tuple[str, bool]:
    """The person's address, "" for none, and whether it is verified. Opens its own scope."""
    for actor in queries.actors_of(user_id, clock.local_date(now))[:1]:
        with scope(actor.scope):
            person = _person(actor)
        return person.email, bool(verified_email(person))
    return "", False


def _write(address: str, actor: Actor) -> None:
    person = _person(actor)
    person.email = person.verified_email = address
    person.save(update_fields=["email", "verified_email"])


def _person(actor: Actor) -> Officer | Staff:
    if actor.staff_id:
        return Staff.objects.get(pk=actor.staff_id)
    return Officer.objects.get(user_id=actor.user_id)
