"""Allauth's forms for codes and passwords, with tries and used codes counted in the database."""

from typing import Any, cast

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access import account_events
from services.access.middleware import OWN_PHONE
from services.accounts import second_factor
from services.accounts.models import User
from services.kit import clock
from services.kit.exceptions import ApplicationError


class _CountedCode(mfa.BaseAuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.authenticator = second_factor.check_code(user=self.user, code=code, now=clock.now())
        except ApplicationError as error:
            self.on_error(error)
            raise ValidationError(str(error)) from error
        return code

    def on_error(self, error: ApplicationError) -> None:
        """Called with what was wrong with the code."""


class AuthenticateForm(_CountedCode, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of the login."""

    def on_error(self, error: ApplicationError) -> None:
        if isinstance(error, second_factor.WrongCode):  # not for TooManyTries: the wrong code before it is recorded
            address = context.request.META["REMOTE_ADDR"]
            account_events.record_wrong_code(user_id=self.user.pk, address=address, now=clock.now())


class ReauthenticateForm(_CountedCode, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before a change of the account."""


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator, which is valid once like every other."""

    def clean_code(self) -> str:
        code, user = cast("str", self.cleaned_data["code"]), cast("User", self.user)
        try:
            second_factor.count_try(user=user, now=clock.now())
            second_factor.forget_steps(user=user)
            if not second_factor.use_code(user=user, secret=self.secret, code=code.replace(" ", "")):
                raise second_factor.WrongCode(_("验证码不对。请确认手机的时间是准的，再输入现在的 6 位数字。"))
        except ApplicationError as error:
            raise ValidationError(str(error)) from error
        second_factor.clear_tries(user=user)
        return code


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """User name and password.

    Ticking “my own phone” keeps the session for IDLE_SECONDS["own_phone"]; otherwise it ends with the browser.
    """

    own_phone = forms.BooleanField(label=gettext_lazy("这是我自己的手机"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)

    def login(self, request: Any, redirect_url: str | None = None) -> Any:
        request.session[OWN_PHONE] = bool(self.cleaned_data["own_phone"])
        response = super().login(request, redirect_url)
        if request.session[OWN_PHONE]:  # else the session ends with the browser
            request.session.set_expiry(settings.IDLE_SECONDS["own_phone"])
        return response


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """A new password for the old one, whose tries are counted as those of a code."""

    def clean_oldpassword(self) -> str:
        try:
            second_factor.count_try(user=self.user, now=clock.now())
        except ApplicationError as error:
            raise ValidationError(str(error)) from error
        password: str = super().clean_oldpassword()
        second_factor.clear_tries(user=self.user)
        return password
