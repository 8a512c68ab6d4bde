"""What every gateway is: it takes one message under the delivery's id and says what came of it."""

from typing import Protocol
from uuid import UUID

from services.notify.choices import Outcome


class Gateway(Protocol):
    """`honours_key`: a second call with the same id sends nothing, so a doubtful one may simply be repeated."""

    honours_key: bool

    def send(self, delivery_id: UUID, address: str, title: str, body: str) -> Outcome:
        """Send, at most for some seconds. UNKNOWN when it may or may not have gone out."""
