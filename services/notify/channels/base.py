"""What every gateway is: it takes one message under the delivery's id and says what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import Limit


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message on its way out. `variables` serve gateways that send registered templates only."""

    delivery_id: UUID
    address: str
    title: str
    body: str = ""
    kind: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""  # of an outlet
    path: str = ""
    is_retry: bool = False  # of a call nobody knows the end of: its title says so


@dataclass(frozen=True)
class SendResult:
    """What came of one call. `reason` is the gateway's code, never a number or a text."""

    outcome: AttemptOutcome
    provider_id: str = ""
    reason: str = ""


class Gateway(Protocol):
    """`supports_idempotency`: a second call with the same id sends nothing, so a doubtful one may simply be repeated.

    `name` is its line in the table of limits (`services.notify.gateway_limits`).
    """

    name: str
    supports_idempotency: bool
    limits: tuple[Limit, ...]

    def send(self, message: Message) -> SendResult:
        """Send, at most for some seconds. UNKNOWN when it may or may not have gone out."""
