"""Takes everything and sends nothing: for measuring what the ledger itself costs."""

from services.notify.channels.base import Message, Reply
from services.notify.choices import Outcome
from services.notify.limits import limits_of


class Null:
    name = "null"
    honours_key = True
    limits = limits_of("null")

    def send(self, message: Message) -> Reply:
        return Reply(Outcome.SENT)
