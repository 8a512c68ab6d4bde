"""When two people do the same at once, the second gets a page that says so, and nothing is written twice."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from services.kit.database import races


class ConflictMiddleware:
    """Before ScopeMiddleware, whose `process_exception` comes first and undoes what the request wrote."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return render(request, "409.html", status=409) if races.is_lost(exception) else None
