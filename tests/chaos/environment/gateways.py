"""Gateways that crash or freeze the process that calls them."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from services.notify.channels.base import Message, SendResult
from services.notify.channels.carrier import CarrierGateway
from services.notify.choices import AttemptOutcome
from tests.chaos.history.histories import History

POISON = "毒"


class CrashingGateway(CarrierGateway):
    """The carrier's gateway, but a poison message kills the sender before the call."""

    def send(self, message: Message) -> SendResult:
        if POISON in message.title:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().send(message)


@dataclass(frozen=True)
class CallOutcome:
    """What this process's call comes to. `freezes`: SIGSTOP before it gets the answer."""

    freezes: bool
    outcome: str
    history_path: Path


class FreezingGateway(CarrierGateway):
    """`call_outcome` is set once per process. Only an `accepted` message reaches the carrier."""

    call_outcome: ClassVar[CallOutcome]
    has_called: ClassVar[bool] = False

    def send(self, message: Message) -> SendResult:
        FreezingGateway.has_called = True
        result = (
            super().send(message)
            if self.call_outcome.outcome == "accepted"
            else SendResult(AttemptOutcome(self.call_outcome.outcome))
        )
        History(self.call_outcome.history_path).add("called", pid=os.getpid(), delivery=str(message.delivery_id))
        if self.call_outcome.freezes:
            os.kill(os.getpid(), signal.SIGSTOP)
        return result
