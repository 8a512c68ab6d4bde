"""E-mail to a real SMTP server inside the test."""

from email.header import decode_header, make_header
from typing import Any

import pytest

from services.kit.ids import uuid7
from services.notify.channels.base import Message
from services.notify.channels.email import EmailGateway
from services.notify.choices import AttemptOutcome


def send(delivery_id: Any = None, title: str = "家访提醒") -> AttemptOutcome:
    message = Message(
        delivery_id=delivery_id or uuid7(), address="wang@school.example", title=title, body="本周有两次家访。"
    )
    return EmailGateway().send(message).outcome


def test_email_message_id_is_the_delivery_id(postman):
    delivery_id = uuid7()

    assert send(delivery_id) == AttemptOutcome.ACCEPTED
    (message,) = postman.mail
    assert message["Message-ID"] == f"<{delivery_id}@x.cn>"
    assert message.get_payload(decode=True).decode().strip() == "本周有两次家访。"


def test_line_break_in_title_adds_no_header(postman):
    assert send(title="报送表：\nBcc: all@x.cn 截止") == AttemptOutcome.ACCEPTED

    (message,) = postman.mail
    assert str(make_header(decode_header(message["Subject"]))) == "报送表： Bcc: all@x.cn 截止"
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 no such box", AttemptOutcome.REJECTED),
        ("451 later", AttemptOutcome.FAILED),
        ("hang up", AttemptOutcome.UNKNOWN),
    ],
)
def test_smtp_reply_decides_the_outcome(postman, answer, outcome):
    postman.answer = answer

    assert send() == outcome
    assert postman.mail == []


def test_refused_smtp_connection_is_a_failure(settings, unused_port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port

    assert send() == AttemptOutcome.FAILED
