"""The kinds of links. An app registers each page that it gives to people without an account."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.kit.exceptions import ApplicationError
from services.links.models import Link, LinkAnswer


class UnknownKind(ApplicationError):
    """No link of this kind is issued."""


def do_nothing_more(_answer: LinkAnswer, _now: datetime) -> None:
    """For a question whose answers are read, and start nothing."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a page asks, with a button for each choice.

    `text`: what is asked today; "" where nothing is left to ask. `choices`: each answer and the text of its button.
    `explained`: the answer to which a line can be added. `on_answer` runs in the transaction of the answer.
    """

    text: Callable[[Link, datetime], str]
    choices: Mapping[str, Promise | str]
    explained: str = ""
    on_answer: Callable[[LinkAnswer, datetime], None] = do_nothing_more
    is_worded_by_issuer: bool = False


@dataclass(frozen=True, kw_only=True)
class LinkKind:
    """One page that a link can open.

    `about`: label of the model whose public id is the subject. `issuable`: those of some subjects about which an actor
    may issue a link, and a link stands no longer than that holds. `names`: what those subjects are called that the
    actor may see. `lead`: what it does, for whoever
    issues it. `digits`: the four digits that whoever opens it is asked for, any of them; none where no number is
    known, and then no link is issued; None where the issuer names those of the one who gets it. `message`: what the
    SMS with the link says. `is_feed`: read by a program, with the token in the
    path and no digits. `max_uses`: on how many phones one link opens.
    """

    key: str
    title: Promise | str
    lead: Promise | str
    message: Promise | str
    about: str
    issuable: Callable[[Actor, Collection[UUID], datetime], Collection[UUID]]
    names: Callable[[Actor, Collection[UUID], datetime], Mapping[UUID, str]]
    digits: Callable[[UUID], frozenset[str]] | None
    question: Question | None = None
    is_feed: bool = False
    days: int = 14
    max_days: int = 31
    max_uses: int = 1

    def may_issue(self, by: Actor, subject: UUID, now: datetime) -> bool:
        return subject in self.issuable(by, [subject], now)

    def path(self, token: str) -> str:
        """Where a link of this kind leads. What stands after “#” is sent to no server; programs drop it."""
        return f"/feeds/{token}.ics" if self.is_feed else f"/open/#{token}"


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


def about(model: str) -> list[LinkKind]:
    """The kinds whose subject is a row of a model, as "children.child"."""
    return [kind for kind in _registered.values() if kind.about == model]


def choices() -> list[tuple[str, Promise | str]]:
    """The registered kinds, for a form or a description of the API."""
    return [(kind.key, kind.title) for kind in _registered.values()]


def title_of(key: str) -> Promise | str:
    """What a kind is called; the key of one that a later release no longer has."""
    return _registered[key].title if key in _registered else key
