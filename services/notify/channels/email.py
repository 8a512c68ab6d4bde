"""E-mail through the SMTP server of settings. It has no idempotency key: an interrupted call stays uncertain."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of

PERMANENT = 500  # RFC 5321 §4.2.1: replies from here on will not change


class EmailGateway:
    name = "email"
    supports_idempotency = False
    limits = limits_of("email")

    def send(self, message: Message) -> SendResult:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return SendResult(AttemptOutcome.FAILED, reason=type(error).__name__)  # nothing was sent yet
        try:
            connection.send_messages([_mail(message, connection)])
        except smtplib.SMTPRecipientsRefused as refusal:
            # The severest reply: with one recipient there is one, and a permanent one must not be retried.
            return _to_result(max(code for code, _text in refusal.recipients.values()))
        except smtplib.SMTPResponseException as refusal:
            return _to_result(refusal.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            # The connection may have broken after the server took the message.
            return SendResult(AttemptOutcome.UNKNOWN, reason=type(error).__name__)
        finally:
            connection.close()
        return SendResult(AttemptOutcome.ACCEPTED)


def _mail(message: Message, connection: BaseEmailBackend) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    # Many mailboxes show two messages with one id once.
    headers = {"Message-ID": f"<{message.delivery_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    body = message.body or message.title
    subject = " ".join(message.title.split())  # a line break in a title must not end the header
    return EmailMessage(subject, body, to=[message.address], headers=headers, connection=connection)


def _to_result(code: int) -> SendResult:
    return SendResult(AttemptOutcome.REJECTED if code >= PERMANENT else AttemptOutcome.FAILED, reason=str(code))
