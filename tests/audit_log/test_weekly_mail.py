"""Every Monday the auditor gets the head of the chain by e-mail, over a real SMTP connection."""

import re
import socket
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from services.access import audit
from services.audit_log import actions, queries
from services.audit_log.verification import first_break
from services.children.choices import AuditAction
from services.notify import channels, delivery
from services.schools.models import Officer
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories.evaluation import evaluate_at, moment, reminders_of

KIND = "audit_log.chain_head"
SEPT_7, SEPT_14, SEPT_15, SEPT_21 = (date(2026, 9, day) for day in (7, 14, 15, 21))


class Mailbox:
    """An SMTP server that keeps what it receives."""

    def __init__(self) -> None:
        self.mail: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mail.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    channels.gateway.cache_clear()
    yield mailbox
    controller.stop()
    channels.gateway.cache_clear()


@pytest.fixture
def reachable(town: Town) -> Town:
    """The auditor has an address, a few events are sealed, and the rules are in effect since Monday the 7th."""
    with scope(ALL_TENANTS):
        Officer.objects.filter(user_id=town.actors["auditor"].user_id).update(email="auditor@bureau.example")
    evaluate_at(SEPT_7)
    with town.as_(town.teacher_wang) as by:
        for _ in range(3):
            audit.log(AuditAction.CHILD_VIEWED, target=town.xiaoming, by=by, now=town.later(days=1))
    actions.seal_events(now=town.later(days=1))
    return town


def test_auditor_gets_the_head_by_mail_and_verifies_with_it(reachable: Town, mailbox: Mailbox) -> None:
    town = reachable
    evaluate_at(SEPT_14)
    delivery.deliver_batches(now=moment(SEPT_14))

    ((recipients, message),) = mailbox.mail
    body = message.get_payload(decode=True).decode()
    (head,) = re.findall(r"\d+-[0-9a-f]{32}", body)

    assert recipients == ["auditor@bureau.example"]
    assert str(make_header(decode_header(message["Subject"]))) == "审计日志一周封存 3 条"
    with scope(ALL_TENANTS):
        seal = queries.last_seal(town.county.pk)
    assert seal
    assert head == seal.head
    assert first_break(county_id=town.county.pk, head=head) is None


def test_only_auditors_are_written_to_once_a_week(reachable: Town) -> None:
    for day in (SEPT_14, SEPT_15, SEPT_21):
        evaluate_at(day)
    auditor = reachable.actors["auditor"].user_id
    assert reminders_of(KIND) == [(auditor, "审计日志一周封存 3 条"), (auditor, "审计日志一周封存 0 条")]
