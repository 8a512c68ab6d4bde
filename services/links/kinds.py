"""The kinds of links. An app registers each page that it gives to people without an account."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.kit.exceptions import ApplicationError


class UnknownKind(ApplicationError):
    """No link of this kind is issued."""


@dataclass(frozen=True, kw_only=True)
class LinkKind:
    """One page that a link can open.

    `may_issue`: whether an actor may issue a link about a subject (public id). `digits`: the four digits that whoever
    opens it is asked for, any of them; none where no number is known, and then no link is issued. `names`: what
    those subjects are called that the actor may see. `max_uses`: on how many phones one link opens.
    """

    key: str
    title: Promise | str
    may_issue: Callable[[Actor, UUID, datetime], bool]
    digits: Callable[[UUID], frozenset[str]]
    names: Callable[[Actor, Collection[UUID], datetime], Mapping[UUID, str]]
    days: int = 14
    max_days: int = 31
    max_uses: int = 1


_registered: dict[str, LinkKind] = {}


def register(kind: LinkKind) -> None:
    """Let links of one more kind be issued. Raises ValueError for a key that another kind has."""
    if _registered.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"two kinds of links are called {kind.key}")


def get(key: str) -> LinkKind:
    """Raises UnknownKind."""
    if key not in _registered:
        raise UnknownKind(_("没有这种链接。"), field="kind")
    return _registered[key]


def is_known(key: str) -> bool:
    return key in _registered


def choices() -> list[tuple[str, Promise | str]]:
    """The registered kinds, for a form or a description of the API."""
    return [(kind.key, kind.title) for kind in _registered.values()]


def title_of(key: str) -> Promise | str:
    """What a kind is called; the key of one that a later release no longer has."""
    return _registered[key].title if key in _registered else key
