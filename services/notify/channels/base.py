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
    """The interface of a provider. `name` is its key in `data/notification_limits.csv`, where it has published limits.

    `supports_idempotency`: repeating a call with the same delivery id sends nothing twice, so it is safe.
    """

    name: str
    supports_idempotency: bool
    limits: tuple[Limit, ...]

    def send(self, message: Message) -> SendResult:
        """Send a message, with a timeout of some seconds. UNKNOWN when it may or may not have been accepted."""
