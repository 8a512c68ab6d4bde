"""A code that is mailed to an address and typed in again: proof that who is logged in reads the mail there."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from services.accounts.limits import EMAIL_CODES, SENT_EMAIL_CODES
from services.kit.exceptions import ApplicationError

CODE_MINUTES = 30


class TooManyCodes(ApplicationError):
    """Too many mails, or too many wrong codes."""


class WrongEmailCode(ApplicationError):
    """The code is not the mailed one, or its time is over."""


@dataclass(frozen=True)
class PendingEmail:
    """An address that waits for its code, as the session of the person keeps it: with a digest, never with the code."""

    address: str
    digest: str
    expires_at: float  # seconds since 1970


def issue_code(*, user_id: int, address: str, now: datetime) -> tuple[PendingEmail, str]:
    """A new code for an address. Raises TooManyCodes."""
    if not SENT_EMAIL_CODES.claim(user_id, now=now):
        raise TooManyCodes(_("验证码要得太多了，请一小时后再试。"))
    code = f"{secrets.randbelow(10**6):06}"
    expires_at = (now + timedelta(minutes=CODE_MINUTES)).timestamp()
    return PendingEmail(address, _digest(user_id, address, code), expires_at), code


def check_code(*, user_id: int, pending: PendingEmail, code: str, now: datetime) -> None:
    """Raises WrongEmailCode, TooManyCodes."""
    if now.timestamp() >= pending.expires_at:
        raise WrongEmailCode(_("这个验证码过期了，请再要一个。"), field="code")
    if not EMAIL_CODES.claim(user_id, now=now):
        raise TooManyCodes(_("试错次数过多，请 15 分钟后再试。"), field="code")
    if not constant_time_compare(_digest(user_id, pending.address, code), pending.digest):
        raise WrongEmailCode(_("验证码不对。"), field="code")
    EMAIL_CODES.clear(user_id)


def _digest(user_id: int, address: str, code: str) -> str:
    return salted_hmac("email_code", f"{user_id} {address} {code}", algorithm="sha256").hexdigest()
