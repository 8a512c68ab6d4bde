"""Gateways of the tests: one that answers as told, and one whose process dies at the worst moment."""

import os
import signal
import threading
from uuid import UUID

from services.notify.channels.base import Message, Reply
from services.notify.channels.sms_file import FileGateway
from services.notify.choices import Outcome
from services.notify.limits import Limit


class Scripted:
    """Gives the outcomes of `answers` in turn, then SENT; remembers calls as (id, title), and whole messages."""

    honours_key = True
    limits: tuple[Limit, ...] = ()
    answers: list[Outcome | Exception] = []
    calls: list[tuple[UUID, str]] = []
    messages: list[Message] = []

    def send(self, message: Message) -> Reply:
        self.calls.append((message.delivery_id, message.title))
        self.messages.append(message)
        answer = self.answers.pop(0) if self.answers else Outcome.SENT
        if isinstance(answer, Exception):
            raise answer
        return Reply(answer)


class ScriptedWithoutKey(Scripted):
    honours_key = False


class Hangs:
    """Takes alerts at once; whatever else it is given, it answers when it is let go."""

    honours_key = True
    begun, over = threading.Event(), threading.Event()

    @classmethod
    def anew(cls) -> type["Hangs"]:
        cls.begun, cls.over, cls.honours_key = threading.Event(), threading.Event(), True
        return cls

    def send(self, message: Message) -> Reply:
        if message.kind != "alert":
            self.begun.set()
            self.over.wait(60)
        return Reply(Outcome.SENT)


class DiesAfterWriting(FileGateway):
    def send(self, message: Message) -> Reply:
        super().send(message)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("alive after SIGKILL")


class DiesBeforeWriting(FileGateway):
    def send(self, message: Message) -> Reply:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("alive after SIGKILL")
