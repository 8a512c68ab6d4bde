"""The interface of every gateway: send one message under the delivery's id, return the outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import Limit


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message for a gateway. `variables` are for gateways that only send registered templates."""

    delivery_id: UUID
    address: str
    title: str
    body: str = ""
    kind: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""  # of an integration
    path: str = ""
    is_retry: bool = False  # an earlier call may have sent it; its title says so


@dataclass(frozen=True)
class SendResult:
    """Outcome of one call. `reason` is the gateway's error code, never a phone number or a text."""

    outcome: AttemptOutcome
    provider_id: str = ""
    reason: str = ""


class Gateway(Protocol):
    """A gateway. `name` is its row in the table of limits (`services.notify.gateway_limits`).

    `supports_idempotency`: a second call with the same id sends nothing, so an uncertain one may be repeated.
    """

    name: str
    supports_idempotency: bool
    limits: tuple[Limit, ...]

    def send(self, message: Message) -> SendResult:
        """Send a message, within some seconds. The outcome is UNKNOWN when it may or may not have gone out."""
