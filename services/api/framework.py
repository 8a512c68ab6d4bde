"""What DRF's settings name: renderer, authentication, permission, error shape. DRF's views import this."""

from typing import Any, cast

import orjson
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAuthenticated, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.actor import Actor
from services.access.middleware import WorkspaceRequired
from services.kit.exceptions import ApplicationError
from services.schools.scope import set_rollback

MAX_BYTES, MAX_DEPTH = 2 * 1024 * 1024, 20  # of a body


class OrjsonRenderer(BaseRenderer):
    media_type, format, charset = "application/json", "json", None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class StrictJSONParser(JSONParser):
    """JSON that can be answered again: valid UTF-8, no half characters, no more nested than any body of ours."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        if len(body := stream.read(MAX_BYTES + 1)) > MAX_BYTES:
            raise ParseError(_("请求的内容太大。"))
        try:
            sent = orjson.loads(body)
        except orjson.JSONDecodeError as reason:
            raise ParseError(_("请求的内容不是 JSON：%(reason)s") % {"reason": reason}) from reason
        if _is_deep(sent):
            raise ParseError(_("请求的内容嵌套太深。"))
        return sent


def _is_deep(sent: Any) -> bool:
    level = [sent]
    for _depth in range(MAX_DEPTH):
        level = [
            inner
            for each in level
            if isinstance(each, (list, dict))
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


class MiddlewareAuthentication(SessionAuthentication):
    """The middleware found the person before the scope was opened; here its refusal gets the API's shape."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        inner: Any = request._request
        if error := getattr(inner, "authentication_error", None):
            raise error
        if token := getattr(inner, "token", None):
            return inner.user, token
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = MiddlewareAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token …"}


class HasRequiredPermission(BasePermission):
    """Each view names its permission per method; a view that names none is closed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if getattr(view, "unscoped", False):
            return True
        actor: Actor | None = getattr(request._request, "actor", None)
        if not request.user:
            raise NotAuthenticated
        if not hasattr(view, str(request.method).lower()):
            raise MethodNotAllowed(str(request.method))
        needed = getattr(view, "required_permissions", {}).get("GET" if request.method == "HEAD" else request.method)
        return bool(actor and needed and actor.has_permission(needed))


class Conflict(APIException):
    status_code, default_code = 409, "conflict"


def exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """One shape for every error; whatever was written in this request is undone first."""
    from drf_standardized_errors.handler import exception_handler

    set_rollback()
    return exception_handler(_translate(exception), cast("Any", context))


def _translate(exception: Exception) -> Exception:
    if isinstance(exception, ApplicationError):
        return ValidationError({exception.field: [str(exception)]}) if exception.field else Conflict(str(exception))
    if isinstance(exception, WorkspaceRequired):
        return ValidationError({"X-School": [_("您在多所学校任职，请用 X-School 指明学校。")]})
    return exception
