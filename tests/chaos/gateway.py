"""The file gateway with the delay of a network before and after it takes a message."""

import random
import time
from uuid import UUID

from services.notify.channels.sms_file import FileGateway
from services.notify.choices import Outcome

DELAY = 0.02  # seconds on the average, each way


class SlowFiles(FileGateway):
    def send(self, delivery_id: UUID, address: str, title: str, body: str) -> Outcome:
        time.sleep(random.expovariate(1 / DELAY))
        outcome = super().send(delivery_id, address, title, body)
        time.sleep(random.expovariate(1 / DELAY))
        return outcome
