"""Every address of the two interfaces, read from their URL lists, and the tables its path names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import URLPattern, URLResolver, reverse

from services.access.permissions import Permission
from services.access.roles import ROLES, Role
from services.api import urls as api
from services.web import urls as web
from tests.guards.subjects import LITERALS, Subject, subject

METHODS = ("get", "post", "put", "patch", "delete")

Interface = Literal["api", "web"]


@dataclass(frozen=True)
class Address:
    """One line of a URL list. `view` is the API's class or the page's function."""

    interface: Interface
    name: str
    route: str
    view: Any

    @property
    def label(self) -> str:
        return f"{self.interface}:{self.name}"

    @property
    def methods(self) -> list[str]:
        """HTTP methods of an API class; a page's function does not declare them."""
        names = getattr(self.view, "http_method_names", METHODS)
        return [name.upper() for name in METHODS if name in names and hasattr(self.view, name)]

    def required(self, method: str) -> tuple[Permission, ...]:
        """Permissions of which one suffices; () for a method that the view does not declare."""
        required = getattr(self.view, "required_permissions", ())
        if isinstance(required, dict):
            return (required[method],) if method in required else ()
        return tuple(required)

    def allows(self, role: Role, method: str) -> bool:
        return any(permission in ROLES[role].permissions for permission in self.required(method))

    @property
    def segments(self) -> list[str]:
        return [segment for segment in self.route.split("/") if segment]

    @property
    def parameters(self) -> list[str]:
        """What each `<…>` of the route names: the segment before it, else its own name."""
        pairs = zip(["", *self.segments], self.segments, strict=False)
        named = [(before, parameter) for before, parameter in pairs if parameter.startswith("<")]
        return [parameter[1:-1].partition(":")[2] if before.startswith("<") else before for before, parameter in named]

    @property
    def subjects(self) -> list[Subject]:
        """The tables whose rows the path names."""
        return [subject(name) for name in self.parameters if name not in LITERALS]

    def path(self, *values: object) -> str:
        return reverse(self.label, args=values)


def _walk(interface: Interface, patterns: list[Any], prefix: str = "") -> Iterator[Address]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walk(interface, pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            callback: Any = pattern.callback
            view = getattr(callback, "cls", getattr(callback, "view_class", callback))
            yield Address(interface, pattern.name or route, route, view)


API = list(_walk("api", api.urlpatterns))
WEB = list(_walk("web", web.urlpatterns))

# Pages of one school: a county role that the catalogue admits gets 404 there.
SCHOOL_ONLY = {"web:plan", "web:duty_shifts"}

# Open to everybody, and why. None of them may read a tenant's rows.
OPEN = {
    "api:auth/token": "callers without a token get one here",
    "api:receipts/{provider}": "carriers have no login and sign each request; a worker applies what they send",
    "api:schema": "the description of the API holds no data",
    "api:docs": "the description of the API holds no data",
    "web:invitation": "the token of the link is the permission; it works once",
    "web:link_open": "the token of the link is the permission; it opens on one phone",
    "web:calendar_feed": "the token in the path is the permission; a program reads the days of one member of staff",
    "web:link_page": "a cookie holds the session of a phone on which a link was opened",
    "web:invitation_accept": "the session holds an invitation whose token was shown",
}
