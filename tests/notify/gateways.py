"""Gateways for tests: scripted, hanging, and one that kills its process at the worst moment."""

import os
import signal
import threading
from uuid import UUID

from services.notify.channels.base import Message, SendResult
from services.notify.channels.file_sms import FileGateway
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import Limit


class Scripted:
    """Returns the outcomes of `answers` in turn, then ACCEPTED; records calls as (id, title), and messages."""

    supports_idempotency = True
    limits: tuple[Limit, ...] = ()
    answers: list[AttemptOutcome | Exception] = []
    calls: list[tuple[UUID, str]] = []
    messages: list[Message] = []

    def send(self, message: Message) -> SendResult:
        self.calls.append((message.delivery_id, message.title))
        self.messages.append(message)
        answer = self.answers.pop(0) if self.answers else AttemptOutcome.ACCEPTED
        if isinstance(answer, Exception):
            raise answer
        return SendResult(answer)


class ScriptedWithoutKey(Scripted):
    supports_idempotency = False


class Hangs:
    """Accepts alerts at once, everything else when `over` is set."""

    supports_idempotency = True
    started, over = threading.Event(), threading.Event()

    @classmethod
    def reset(cls) -> type["Hangs"]:
        cls.started, cls.over, cls.supports_idempotency = threading.Event(), threading.Event(), True
        return cls

    def send(self, message: Message) -> SendResult:
        if message.kind != "alert":
            self.started.set()
            self.over.wait(60)
        return SendResult(AttemptOutcome.ACCEPTED)


class DiesAfterWriting(FileGateway):
    def send(self, message: Message) -> SendResult:
        super().send(message)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("alive after SIGKILL")


class DiesBeforeWriting(FileGateway):
    def send(self, message: Message) -> SendResult:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("alive after SIGKILL")
