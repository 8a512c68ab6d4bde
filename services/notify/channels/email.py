"""E-mail through the SMTP server of settings. It knows no key: what broke off stays unknown."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of

PERMANENT = 500  # RFC 5321 §4.2.1: replies from here on will not change


class EmailGateway:
    name = "email"
    supports_idempotency = False
    limits = limits_of("email")

    def send(self, message: Message) -> SendResult:
        line: Any = get_connection()
        try:
            line.open()
        except (OSError, smtplib.SMTPException) as error:
            return SendResult(AttemptOutcome.FAILED, reason=type(error).__name__)  # nothing was said yet
        try:
            line.send_messages([_letter(message, line)])
        except smtplib.SMTPRecipientsRefused as refusal:
            return _judged(max(code for code, _words in refusal.recipients.values()))
        except smtplib.SMTPResponseException as refusal:
            return _judged(refusal.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            return SendResult(
                AttemptOutcome.UNKNOWN, reason=type(error).__name__
            )  # the line broke: perhaps after the last word
        finally:
            line.close()
        return SendResult(AttemptOutcome.ACCEPTED)


def _letter(message: Message, line: Any) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    # Many mail boxes show two messages of one id once.
    headers = {"Message-ID": f"<{message.delivery_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    body = message.body or message.title
    subject = " ".join(message.title.split())  # a line break in what a place calls its things must not end the header
    return EmailMessage(subject, body, to=[message.address], headers=headers, connection=line)


def _judged(code: int) -> SendResult:
    return SendResult(AttemptOutcome.REJECTED if code >= PERMANENT else AttemptOutcome.FAILED, reason=str(code))
