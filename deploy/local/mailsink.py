"""The demo's mail server: accepts every message, sends none on, and writes each to a file in ``var/mail``."""

import itertools
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """One ``.eml`` a message; never overwrites one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd for each message."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        head = f"X-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n".encode()
        with (self.folder / f"{stamp}-{next(self.numbers)}.eml").open("xb") as file:
            file.write(head + (envelope.original_content or b""))
        return "250 kept"


def main(folder: str, port: str) -> None:
    """Listen on 127.0.0.1 until a signal."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    controller = Controller(Sink(Path(folder)), hostname="127.0.0.1", port=int(port))
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
