"""The file gateway with the delay of a network before and after it takes a message."""

import random
import time

from services.notify.channels.base import Message, Reply
from services.notify.channels.sms_file import FileGateway

DELAY = 0.02  # seconds on the average, each way


class SlowFiles(FileGateway):
    def send(self, message: Message) -> Reply:
        time.sleep(random.expovariate(1 / DELAY))
        reply = super().send(message)
        time.sleep(random.expovariate(1 / DELAY))
        return reply
