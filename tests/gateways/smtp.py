"""A real SMTP server inside a test: `postman.mail` holds the messages it took."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class FakeSmtp:
    """Accepts mail, gives a scripted answer, or closes the connection after the mail."""

    def __init__(self) -> None:
        self.mail: list[Any] = []
        self.answer = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer == "hang up":
            server.transport.close()
            return "250 never received"
        if self.answer:
            return self.answer
        self.mail.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def postman(settings: Any, unused_port: int) -> Iterator[FakeSmtp]:
    postman = FakeSmtp()
    controller = Controller(postman, hostname="127.0.0.1", port=unused_port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", unused_port, "暖阳 <care@x.cn>"
    yield postman
    controller.stop()


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
