"""The request of a signed-in person, and what its address may say."""

from collections.abc import Collection
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from services.access.actor import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class PageRequest(HttpRequest):
    """What every view behind `requires` receives.

    `actor` is set by access.middleware.ScopeMiddleware: who acts, in which role, at which tenant. `actors` are all
    workspaces of the person. `htmx` is true where a script of the page asks for a part of it. `exit_stack` closes with
    the request what a view enters for the rest of it.
    """

    actor: Actor
    actors: list[Actor]
    htmx: "HtmxDetails"
    exit_stack: ExitStack


def choice_param(request: HttpRequest, name: str, choices: Collection[str], default: str = "") -> str:
    """A query parameter with known values; anything else counts as not given."""
    value = request.GET.get(name, "")
    return value if value in choices else default


def date_param(request: HttpRequest, name: str) -> date | None:
    """A day in a query parameter; None where it is missing or no date."""
    return parse_day(request.GET.get(name, ""))


def uuid_param(request: HttpRequest, name: str) -> UUID | None:
    """A public id in a query parameter; None where it is missing or no id."""
    return parse_uuid(request.GET.get(name, ""))


def parse_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # the shape of a date, but no day of the calendar: 2026-02-30
        return None


def parse_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def query_string(request: HttpRequest, *, without: Collection[str] = (), **changes: str) -> str:
    """`?…` of this address with some parameters changed. Empty values are left out."""
    values = {name: value for name, value in request.GET.dict().items() if name not in without} | changes
    return f"?{urlencode({name: value for name, value in values.items() if value})}"
