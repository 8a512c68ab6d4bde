"""The request for one notification to one recipient, as the outbox takes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from services.notify.choices import Audience, Channel, Urgency

INTEGRATION_CHANNELS = frozenset({Channel.WECOM, Channel.DINGTALK, Channel.WEBHOOK})


@dataclass(frozen=True, kw_only=True)
class NotificationRequest:
    """One notification to one recipient. `title`, `body` and `variables` hold no health or poverty detail.

    A channel that lacks what it needs (a user, an address, a phone number) gets no delivery. `is_sequential`: each
    channel but the inbox waits until those named before it have failed. Cross-tenant workers name the county and
    school, everybody else leaves them to the scope.
    """

    dedupe_key: str
    kind: str
    title: str
    body: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    recipient_id: int | None = None
    recipient_name: str = ""
    email: str = ""
    phone: str = ""
    works_from: time | None = None
    works_until: time | None = None
    channels: Collection[Channel] = (Channel.INBOX,)
    is_sequential: bool = False
    urgency: Urgency = Urgency.REMINDER
    audience: Audience = Audience.STAFF
    target_id: UUID | None = None
    child: UUID | None = None
    occurrence_id: int | None = None
    requires_acknowledgement: bool = False
    escalation_level: int = 0
    escalated_from_id: int | None = None
    # Without a default: a request is dated by the action that makes it, never by the clock.
    now: datetime
    county_id: int | None = None
    school_id: int | None = None

    def address_for(self, channel: Channel) -> str:
        """The recipient's address on a channel, "" where there is none or none is needed."""
        return {Channel.EMAIL: self.email, Channel.SMS: self.phone, Channel.CALL: self.phone}.get(channel, "")

    def usable_channels(self) -> list[Channel]:
        """The channels that can reach this recipient, in order. Integrations are looked up later, by tenant."""
        # Each once: a channel named twice would break the unique constraint of its delivery.
        return [channel for channel in dict.fromkeys(self.channels) if self._can_use(channel)]

    def _can_use(self, channel: Channel) -> bool:
        if channel == Channel.INBOX:
            return self.recipient_id is not None
        return channel in INTEGRATION_CHANNELS or bool(self.address_for(channel))
