"""A gateway that accepts everything and sends nothing, to measure the cost of the queue itself."""

from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of


class NullGateway:
    name = "null"
    supports_idempotency = True
    limits = limits_of("null")

    def send(self, message: Message) -> SendResult:
        return SendResult(AttemptOutcome.ACCEPTED)
