"""Logins and logouts are recorded. A changed password or factor ends every other session and token; the person is told.

Allauth's pages send these signals; they run outside any scope.
"""

from collections.abc import Mapping

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from services.access import account_events
from services.access.choices import AuditAction
from services.accounts import logins
from services.accounts.lockout import lockout_username
from services.accounts.models import User
from services.kit import clock


@receiver(password_changed)
def after_password(request: HttpRequest, user: User, **_: object) -> None:
    _finish(request, user, AuditAction.PASSWORD_CHANGED)


@receiver(authenticator_added)
def after_new_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:  # these come and go with the factor
        _finish(request, user, AuditAction.FACTOR_ADDED)


@receiver(authenticator_removed)
def after_removed_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _finish(request, user, AuditAction.FACTOR_REMOVED)


@receiver(authenticator_reset)
def after_new_codes(request: HttpRequest, user: User, **_: object) -> None:
    _finish(request, user, AuditAction.RECOVERY_CODES_RENEWED)


@receiver(user_logged_in)
def list_session(request: HttpRequest, **_: object) -> None:
    """Remember the session for the list of devices, however the person logged in."""
    # Not for a token, which has no session, nor for a test's bare request, which has no address.
    if SESSION_KEY in request.session and "REMOTE_ADDR" in request.META:
        UserSession.objects.create_from_request(request)


@receiver(user_logged_in)
def record_login(request: HttpRequest, user: User, **_: object) -> None:
    """On every page and in the API, with a second factor when that was right, too."""
    _record(request, user, AuditAction.LOGGED_IN)


@receiver(user_logged_out)
def record_logout(request: HttpRequest, user: User | None, **_: object) -> None:
    """On every page and in the API. A login that ran out leaves no event: nobody did anything."""
    if user is not None:
        _record(request, user, AuditAction.LOGGED_OUT)


@receiver(user_login_failed)
def record_failed_login(credentials: Mapping[str, str], request: HttpRequest | None = None, **_: object) -> None:
    """One event for each failed try. Tries on a locked login are not recorded, so that nobody can fill the log."""
    failures = getattr(request, "axes_failures_since_start", None)  # counted by axes, whose receiver comes first
    if request is None or failures is None or failures > settings.AXES_FAILURE_LIMIT:
        return
    account_events.record_failed_login(
        username=lockout_username(request, credentials),
        is_last_try=failures == settings.AXES_FAILURE_LIMIT,
        address=request.META["REMOTE_ADDR"],
        now=clock.now(),
    )


def _record(request: HttpRequest, user: User, action: AuditAction) -> None:
    if address := request.META.get("REMOTE_ADDR"):  # a test's bare request has none
        account_events.record_login(user_id=user.pk, action=action, address=address, now=clock.now())


def _finish(request: HttpRequest, user: User, action: AuditAction) -> None:
    logins.end_everything(user_id=user.pk, keep=request.session)
    account_events.record_own(user_id=user.pk, action=action, now=clock.now())
