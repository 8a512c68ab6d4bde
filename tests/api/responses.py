"""Reading the API's responses in tests."""

from typing import Any

from django.http import HttpResponse


def ok(response: Any, status: int = 200) -> Any:
    """The content of a response with the expected status."""
    assert response.status_code == status, response.content.decode()
    return response.json() if response.content else None


def errors(response: Any, status: int = 400) -> list[tuple[str, str]]:
    """Field and message of each error."""
    return [(error["attr"], error["detail"]) for error in ok(response, status)["errors"]]


def error_fields(response: HttpResponse, status: int = 400) -> list[str]:
    return [field for field, _message in errors(response, status)]


def names(response: HttpResponse) -> list[str]:
    """The names in a list, in its order."""
    return [row["name"] for row in ok(response)["results"]]
