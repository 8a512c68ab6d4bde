"""Gateways that do harm to whoever calls them."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from services.notify.channels.base import Message, SendResult
from services.notify.channels.carrier import CarrierGateway
from services.notify.choices import AttemptOutcome
from tests.chaos.histories import History

POISON = "毒"


class Deadly(CarrierGateway):
    """The carrier's, but some messages crash the sender before the call."""

    def send(self, message: Message) -> SendResult:
        if POISON in message.title:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().send(message)


@dataclass(frozen=True)
class CallOutcome:
    """The outcome of this process's call. `freezes`: SIGSTOP before it gets the answer."""

    freezes: bool
    outcome: str
    report: Path


class Freezing(CarrierGateway):
    """`call_outcome` is set once per process. Only an `accepted` message reaches the carrier."""

    call_outcome: ClassVar[CallOutcome]
    has_called: ClassVar[bool] = False

    def send(self, message: Message) -> SendResult:
        Freezing.has_called = True
        reply = (
            super().send(message)
            if self.call_outcome.outcome == "accepted"
            else SendResult(AttemptOutcome(self.call_outcome.outcome))
        )
        History(self.call_outcome.report).add("called", pid=os.getpid(), delivery=str(message.delivery_id))
        if self.call_outcome.freezes:
            os.kill(os.getpid(), signal.SIGSTOP)
        return reply
