"""Errors outside a view: below /api/ in the API's format, elsewhere as a page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

_API = "/api/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(_API):
        return defaults.page_not_found(request, exception)
    return _error_response(404, "client_error", "not_found", _("没有这个地址。"))


def server_error(request: HttpRequest) -> HttpResponse:
    if not request.path.startswith(_API):
        return defaults.server_error(request)
    return _error_response(500, "server_error", "error", _("服务器出错了，已记录下来。请稍后再试。"))


def _error_response(status: int, kind: str, code: str, detail: str) -> JsonResponse:
    content = {"type": kind, "errors": [{"code": code, "detail": detail, "attr": None}]}
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
