"""What DRF's settings name: renderer, parser, authentication, permission, error format.

DRF's views import this module, so nothing here may import them.
"""

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

import orjson
from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import (
    APIException,
    ErrorDetail,
    MethodNotAllowed,
    NotAuthenticated,
    ParseError,
    ValidationError,
)
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.middleware import WorkspaceRequired
from services.kit.database import races
from services.kit.exceptions import ApplicationError
from services.schools.scope import set_rollback

if TYPE_CHECKING:
    from drf_standardized_errors.types import ExceptionHandlerContext
    from rest_framework.views import APIView

# Of a body: no body of ours comes near either. Deeper ones would end in Python's recursion limit when stored.
MAX_BYTES, MAX_DEPTH = 2 * 1024 * 1024, 20


class OrjsonRenderer(BaseRenderer):
    media_type, format, charset = "application/json", "json", None

    def render(
        self,
        data: object,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, object] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class StrictJSONParser(JSONParser):
    """JSON that could be sent back: valid UTF-8, no lone surrogates, nested no deeper than any body we accept."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, object] | None = None,
    ) -> Any:
        if len(body := stream.read(MAX_BYTES + 1)) > MAX_BYTES:
            raise ParseError(_("请求的内容太大。"))
        try:
            content = orjson.loads(body)
        except orjson.JSONDecodeError as reason:
            raise ParseError(_("请求的内容不是 JSON：%(reason)s") % {"reason": reason}) from reason
        if _is_deep(content):
            raise ParseError(_("请求的内容嵌套太深。"))
        return content


def _is_deep(content: object) -> bool:
    """Whether it is nested more than MAX_DEPTH levels. Level by level, as recursion is what must be avoided."""
    level = [content]
    for _depth in range(MAX_DEPTH):
        containers = [
            item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)
        ]
        level = [inner for container in containers for inner in container]
        if not level:
            return False
    return True


class MiddlewareAuthentication(SessionAuthentication):
    """Take the user whom the middleware found before it opened the scope, or raise the error it met."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        scoped = request._request
        if error := getattr(scoped, "authentication_error", None):
            raise error
        if token := getattr(scoped, "token", None):
            return scoped.user, token
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = MiddlewareAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token …"}


class HasRequiredPermission(BasePermission):
    """Each view names its permission per method; a view that names none is closed."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if getattr(view, "unscoped", False):
            return True
        actor = getattr(request._request, "actor", None)
        if not request.user:
            raise NotAuthenticated
        # Before the permission, so that a method which does not exist is 405 and not 403.
        if request.method not in view.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        # HEAD is GET without the body and needs the same permission.
        method = "GET" if request.method == "HEAD" else request.method
        permission = getattr(view, "required_permissions", {}).get(method)
        return bool(actor and permission and actor.has_permission(permission))


class PreconditionFailed(ValidationError):
    """412: the object has changed since the caller read it."""

    status_code, default_code = 412, "precondition_failed"


class Conflict(APIException):
    status_code, default_code = 409, "conflict"


def exception_handler(exception: Exception, context: "ExceptionHandlerContext") -> Response | None:
    """Answer every error in one format; whatever was written in this request is undone first."""
    from drf_standardized_errors.handler import exception_handler  # imports DRF's views

    set_rollback()
    return exception_handler(_translated(exception), context)


def _translated(exception: Exception) -> Exception:
    if isinstance(exception, ApplicationError):
        if not exception.field:
            return Conflict(str(exception))
        return ValidationError({exception.field: [ErrorDetail(str(exception), exception.code)]})
    if races.is_lost(exception):
        return Conflict(_("刚才有人做了同样的事，请重新读取后再试。"))
    if isinstance(exception, SuspiciousOperation):  # more parts or fields than Django reads
        return ParseError(_("请求的内容太多。"))
    if isinstance(exception, WorkspaceRequired):
        return ValidationError({"X-School": [_("您在多所学校任职，请用 X-School 指明学校。")]})
    return exception
