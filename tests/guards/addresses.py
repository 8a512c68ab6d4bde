"""Every address of the two doors, read from their URL lists, and what each is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, reverse

from services.access.permissions import Permission
from services.access.roles import ROLES, Role
from services.api import urls as api
from services.web import urls as web
from tests.guards.subjects import WORDS, Subject, subject

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Address:
    """One line of a URL list. `view` is the API's class or the page's function."""

    door: str
    name: str
    route: str
    view: Any

    @property
    def label(self) -> str:
        return f"{self.door}:{self.name}"

    @property
    def methods(self) -> list[str]:
        """What the API's class answers to; a page's function does not say."""
        return [name.upper() for name in METHODS if hasattr(self.view, name)]

    def needs(self, method: str) -> tuple[Permission, ...]:
        """One of these opens it."""
        may = getattr(self.view, "may", ())
        if isinstance(may, dict):
            return (may[method],) if method in may else ()
        return tuple(may)

    def lets(self, role: Role, method: str) -> bool:
        return any(need in ROLES[role].permissions for need in self.needs(method))

    @property
    def segments(self) -> list[str]:
        return [each for each in self.route.split("/") if each]

    @property
    def named(self) -> list[str]:
        """What each `<…>` of the route stands for: the word before it, else its own name."""
        pairs = zip(["", *self.segments], self.segments, strict=False)
        named = [(word, parameter) for word, parameter in pairs if parameter.startswith("<")]
        return [parameter[1:-1].partition(":")[2] if word.startswith("<") else word for word, parameter in named]

    @property
    def subjects(self) -> list[Subject]:
        """The tables that the path names rows of."""
        return [subject(word) for word in self.named if word not in WORDS]

    def path(self, *values: Any) -> str:
        return reverse(self.label, args=values)


def _walk(door: str, patterns: list[Any], before: str = "") -> Iterator[Address]:
    for each in patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _walk(door, each.url_patterns, route)
        elif isinstance(each, URLPattern):
            callback: Any = each.callback
            view = getattr(callback, "cls", getattr(callback, "view_class", callback))
            yield Address(door, each.name or route, route, view)


API = list(_walk("api", api.urlpatterns))
WEB = list(_walk("web", web.urlpatterns))

# Pages of one school: whom the catalogue lets in from the county's side finds nothing there.
OF_ONE_SCHOOL = {"web:plan", "web:duty_shifts"}

# Open to everybody, and why. Nothing here may touch a tenant's rows.
OPEN = {
    "api:token": "who has no token yet gets one here",
    "api:receipts": "carriers have no login: each proves itself; a worker looks up what they tell",
    "api:schema": "the description of the API holds no data",
    "api:docs": "the description of the API holds no data",
    "web:invitation": "the token in the address is the permission; it works once",
}
