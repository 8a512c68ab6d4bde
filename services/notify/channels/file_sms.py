"""An SMS gateway for trials: one file per delivery id, and a log of every call without phone numbers and texts.

It supports idempotency: the file appears whole or not at all, and a second call with the same id makes none.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of
from services.notify.sms_segments import MAX_SEGMENTS, length_of, max_characters

SIGNATURE = "【暖阳】"
LOG = "calls.log"  # read by tests of whole processes
UNFINISHED = "unfinished"


class FileGateway:
    name = "sms_file"
    supports_idempotency = True
    limits = limits_of("sms_file")

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.SMS_FILE_DIR
        (self.folder / UNFINISHED).mkdir(parents=True, exist_ok=True)

    def send(self, message: Message) -> SendResult:
        is_new = self._write(message.delivery_id, f"{message.address}\n{text_of(message)}\n")
        self._log(message.delivery_id, "accepted" if is_new else "known")
        return SendResult(AttemptOutcome.ACCEPTED)

    def _write(self, delivery_id: UUID, text: str) -> bool:
        """Write a temporary file, then link it: as exclusive as O_EXCL, and no half message after a crash."""
        temporary = self.folder / UNFINISHED / f"{delivery_id}.{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            os.link(temporary, self.folder / f"{delivery_id}.txt")
        except FileExistsError:
            return False
        finally:
            temporary.unlink()
        return True

    def _log(self, delivery_id: UUID, result: str) -> None:
        line = f"{datetime.now(UTC).isoformat(timespec='milliseconds')} {delivery_id} {result}\n"
        log = os.open(self.folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(log, line.encode())  # one call, so that lines of several processes do not mix
        finally:
            os.close(log)


def whole_text(title: str, body: str) -> str:
    """Join signature, title and body."""
    return SIGNATURE + (f"{title}。{body}" if body else title)


def text_of(message: Message) -> str:
    """The text of a message, cut to one segment for a digest, which only lists titles, else to MAX_SEGMENTS."""
    text = whole_text(message.title, message.body)
    segments = 1 if message.kind == "digest" else MAX_SEGMENTS
    return text if length_of(text).segments <= segments else text[: max_characters(segments) - 1] + "…"
