"""`auth/token`: a token for a name and a password. Opens no scope; the login's own lock-out counts failures."""

from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, user_logged_in, user_logged_out
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from knox.auth import TokenAuthentication
from knox.models import get_token_model
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.fields import CharField, DateTimeField
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from services.access import account_events, queries
from services.access.roles import MFA_REQUIRED_ROLES
from services.accounts import login_limits, second_factor
from services.accounts.actions import MAX_PASSWORD_LENGTH
from services.accounts.models import User
from services.api.resources.serializers import Serializer
from services.kit import clock
from services.kit.exceptions import ApplicationError


class CredentialsSerializer(Serializer):
    username = CharField(max_length=User.username.field.max_length)
    password = CharField(max_length=MAX_PASSWORD_LENGTH, trim_whitespace=False)
    otp = CharField(max_length=20, required=False, allow_blank=True)


class TokenSerializer(Serializer):
    token = CharField()
    expires_at = DateTimeField()


class TokenView(APIView):
    unscoped = True
    authentication_classes = ()

    @extend_schema(request=CredentialsSerializer, responses={201: TokenSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        body = CredentialsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        user = _authenticate(request, body.validated_data)
        _check_second_factor(request, user, body.validated_data.get("otp", ""))
        # Axes hears of it: it forgets the failures, and remembers the address as one the person uses.
        user_logged_in.send(sender=User, request=request._request, user=user)
        token, secret = get_token_model().objects.create(user=user)
        return Response({"token": secret, "expires_at": token.expiry}, status=201)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        if not (authenticated := TokenAuthentication().authenticate(request)):
            raise AuthenticationFailed
        user, token = authenticated
        token.delete()
        user_logged_out.send(sender=User, request=request._request, user=user)
        return Response(status=204)

    def get_authenticate_header(self, request: Request) -> str:
        return "Token"


def _authenticate(request: Request, credentials: dict[str, str]) -> User:
    address, now = request._request.META["REMOTE_ADDR"], clock.now()
    is_refused = login_limits.is_refused(username=credentials["username"], address=address, now=now)
    # axes counts failures by name and address of Django's own request.
    if is_refused or not AxesProxyHandler.is_allowed(request._request, credentials):
        raise AuthenticationFailed(_("试错次数过多，请 15 分钟后再试。"))
    user = authenticate(request._request, username=credentials["username"], password=credentials["password"])
    if not isinstance(user, User):
        login_limits.count_failure(address=address, now=now)
        raise AuthenticationFailed(_("用户名或密码不对。"))
    return user


def _check_second_factor(request: Request, user: User, otp: str) -> None:
    # Recovery codes alone are no second factor: they only replace a lost one.
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if not types - {Authenticator.Type.RECOVERY_CODES}:
        roles = {actor.role for actor in queries.actors_of(user.pk, clock.today())}
        if settings.MFA_COMPULSORY and roles & MFA_REQUIRED_ROLES:
            raise PermissionDenied(_("请先在网页上设置两步验证。"))
        return
    if not otp:
        raise AuthenticationFailed(_("请填写两步验证码。"))
    try:
        second_factor.check_code(user=user, code=otp, now=clock.now())
    except second_factor.WrongCode as error:
        address = request._request.META["REMOTE_ADDR"]
        account_events.record_wrong_code(user_id=user.pk, address=address, now=clock.now())
        raise AuthenticationFailed(str(error)) from error
    except ApplicationError as error:
        raise AuthenticationFailed(str(error)) from error
