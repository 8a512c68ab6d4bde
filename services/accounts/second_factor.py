"""Check the codes of a second factor, for pages and API alike: each code once, five tries in 15 minutes a person."""

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import connection
from django.utils.translation import gettext as _

from services.accounts import sql
from services.accounts.limits import SECOND_FACTOR
from services.accounts.models import UsedStep, User
from services.kit.exceptions import ApplicationError


class WrongCode(ApplicationError):
    """No factor of the user has this code, or it was used before."""


class TooManyTries(ApplicationError):
    """The user has no tries left for 15 minutes."""


def check_code(*, user: User, code: str, now: datetime) -> Authenticator:
    """Return the factor that a code belongs to and mark the code as used. Raises TooManyTries, WrongCode."""
    count_try(user=user, now=now)
    typed = code.replace(" ", "")
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
    for factor in factors.order_by("-type"):  # totp before recovery codes
        if _is_valid(factor, typed):
            clear_tries(user=user)
            return factor
    raise WrongCode(_("验证码不对。请看验证器上现在的 6 位数字，用过的不能再用。"))


def count_try(*, user: User, now: datetime) -> None:
    """Count a try of the user. Raises TooManyTries."""
    if not SECOND_FACTOR.claim(user.pk, now=now):
        raise TooManyTries(_("试错次数过多，请 15 分钟后再试。"))


def clear_tries(*, user: User) -> None:
    """Forget the tries of a user after the right one."""
    SECOND_FACTOR.clear(user.pk)


def forget_steps(*, user: User) -> None:
    """Forget which codes were used, because the user gets another secret."""
    UsedStep.objects.filter(user=user).delete()


def use_code(*, user: User, secret: str, code: str) -> bool:
    """Whether a code is valid for the secret now and was not used before. Marks it as used."""
    # Steps are counted from the server's real clock, as the user's phone counts them.
    steps = list(totp.yield_hotp_counters_from_time())
    step = next((step for step in steps if _is_code_of(secret, step, code)), None)
    if step is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(sql.USE_STEP, {"user": user.pk, "step": step})
        return cursor.fetchone() is not None


def _is_valid(factor: Authenticator, code: str) -> bool:
    if factor.type == Authenticator.Type.TOTP:
        return use_code(user=factor.user, secret=decrypt(factor.data["secret"]), code=code)
    return bool(RecoveryCodes(factor).validate_code(code))


def _is_code_of(secret: str, step: int, code: str) -> bool:
    return bool(compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step))))
