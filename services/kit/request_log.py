"""Log the method and route of a request, never its path or query, which may hold a name, an id or a secret."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django_structlog.middlewares import RequestMiddleware


class RequestLogMiddleware(RequestMiddleware):
    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {route_of(request)}"


def route_of(request: HttpRequest) -> str:
    """The pattern of an address, as "children/<uuid:public_id>/"; "unknown" where there is none."""
    try:
        return f"/{resolve(request.path_info).route}"
    except Resolver404:
        return "unknown"
