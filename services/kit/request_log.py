"""The request line of the log: method and path. A query string may hold a name somebody searched for."""

from typing import Any

from django_structlog.middlewares import RequestMiddleware


class RequestLog(RequestMiddleware):  # type: ignore[misc]
    def format_request(self, request: Any) -> str:
        return f"{request.method} {request.path}"
