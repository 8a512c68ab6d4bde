"""Settings of allauth's pages: users come from invitations only, and its limits are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.accounts import login_limits
from services.kit import clock


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy("试错次数过多，请 15 分钟后再试。"),
        "username_password_mismatch": gettext_lazy("用户名或密码不对。"),
        "incorrect_password": gettext_lazy("密码不对。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No sign-up: logins come from invitations (access) and from the operator."""
        return False

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Keep the chosen user name; allauth would derive one from the e-mail address."""

    def send_notification_mail(self, *_args: Any, **_context: Any) -> None:
        """Nothing: the person is told by `signals` through the notifications of the school."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that TrustedProxyMiddleware has put there."""
        return str(request.META["REMOTE_ADDR"])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        username, address = credentials.get("username", ""), self.get_client_ip(request)
        if login_limits.is_refused(username=username, address=address, now=clock.now()):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        login_limits.count_failure(address=self.get_client_ip(request), now=clock.now())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("验证码不对。"),
        "cannot_delete_authenticator": gettext_lazy("这个验证方式不能停用。"),
        "cannot_generate_recovery_codes": gettext_lazy("先启用验证器或通行密钥，再生成备用码。"),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("通行密钥 %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        return _("暖阳")
