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
    """The carrier's, but some messages bring down whoever sends them, before a word is said."""

    def send(self, message: Message) -> SendResult:
        if POISON in message.title:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().send(message)


@dataclass(frozen=True)
class CallOutcome:
    """What this process is to meet in its call. `freezes`: SIGSTOP before it hears the answer."""

    freezes: bool
    outcome: str
    report: Path


class Freezing(CarrierGateway):
    """`fate` is set once in each process. Only what is `sent` reaches the carrier."""

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
