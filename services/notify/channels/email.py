"""E-mail through the SMTP server of settings. It knows no key: what broke off stays unknown."""

import smtplib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from services.notify.choices import Outcome

PERMANENT = 500  # RFC 5321 §4.2.1: replies from here on will not change


class Email:
    honours_key = False

    def send(self, delivery_id: UUID, address: str, title: str, body: str) -> Outcome:
        line: Any = get_connection()
        try:
            line.open()
        except (OSError, smtplib.SMTPException):
            return Outcome.FAILED  # nothing was said yet
        try:
            line.send_messages([_message(delivery_id, address, title, body, line)])
        except smtplib.SMTPRecipientsRefused as refusal:
            return _judged(max(code for code, _words in refusal.recipients.values()))
        except smtplib.SMTPResponseException as refusal:
            return _judged(refusal.smtp_code)
        except (OSError, smtplib.SMTPException):
            return Outcome.UNKNOWN  # the line broke: perhaps after the last word
        finally:
            line.close()
        return Outcome.SENT


def _message(delivery_id: UUID, address: str, title: str, body: str, line: Any) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    # Many mail boxes show two messages of one id once.
    headers = {"Message-ID": f"<{delivery_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(title, body or title, to=[address], headers=headers, connection=line)


def _judged(code: int) -> Outcome:
    return Outcome.REFUSED if code >= PERMANENT else Outcome.FAILED
