"""Links as the pages list them: what they are called, whether they still open, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from services.access.actor import Actor
from services.links import kinds, queries
from services.links.models import Link, LinkAnswer


@dataclass(frozen=True)
class GivenLink:
    """A row of a list; `answers` newest first."""

    link: Link
    name: str
    title: Promise | str
    is_open: bool
    may_revoke: bool
    answers: list[LinkAnswer]


def to_list(links: QuerySet[Link], now: datetime) -> QuerySet[Link]:
    """Read with the links what their rows show."""
    return queries.with_answers(queries.with_issuer(links, now))


def given_links(rows: Sequence[Link], by: Actor, now: datetime) -> list[GivenLink]:
    """The rows of links that `to_list` has read."""
    names = names_of(by, rows, now)
    return [_given(row, names.get(row.subject, ""), by, now) for row in rows]


def names_of(by: Actor, rows: Sequence[Link], now: datetime) -> dict[UUID, str]:
    """What the subjects of some links are called, kind by kind."""
    names: dict[UUID, str] = {}
    for kind in filter(kinds.is_known, {row.kind for row in rows}):
        names |= kinds.get(kind).names(by, {row.subject for row in rows if row.kind == kind}, now)
    return names


def _given(link: Link, name: str, by: Actor, now: datetime) -> GivenLink:
    is_open = queries.is_open(link, now) and link.issuer_works_here  # type: ignore[attr-defined]  # annotated
    is_own = by.sees_whole_school or link.issued_by_id == by.user_id
    may_revoke, answers = is_open and is_own, [*link.answers.all()]
    return GivenLink(link, name, kinds.title_of(link.kind), is_open=is_open, may_revoke=may_revoke, answers=answers)
