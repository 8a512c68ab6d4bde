"""Plain things the shared partials draw: tabs, crumbs, steps, table rows. Rooms' pages fill them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

Text = Promise | str
Tone = Literal["", "done", "now", "due", "alert"]
_UNDO = "undo "


@dataclass(frozen=True)
class Tab:
    label: Text
    url: str
    is_active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One event of a timeline; `tone` colours the dot and picks its icon."""

    title: Text
    when: Text = ""
    note: Text = ""
    tone: Tone = ""
    url: str = ""


@dataclass(frozen=True)
class Column:
    label: Text
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """Cells in the columns' order; the first is the row's heading and carries the link."""

    cells: Sequence[Any]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """`id` is unique on the page; `caption` says what the rows are; `look`: what becomes of the rows on a phone."""

    id: str
    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row] = field(default_factory=list)
    look: Literal["", "cards", "brief"] = ""

    @property
    def body(self) -> Iterator[tuple[Row, list[tuple[Column, Any]]]]:
        """Each row with its cells beside their columns."""
        for row in self.rows:
            yield row, list(zip(self.columns, row.cells, strict=True))


@dataclass(frozen=True)
class Progress:
    """Long work being watched.

    `words` say what is being done, or what came of it; `remedy` what to do after a failure.
    """

    id: str
    url: str
    text: Text
    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    total: int = 0
    remaining: Text = ""
    remedy: Text = ""
    next_url: str = ""
    next_word: Text = ""

    @property
    def is_running(self) -> bool:
        return self.state == "running"

    @property
    def is_failed(self) -> bool:
        return self.state == "failed"


def flash(request: HttpRequest, text: Text, *, undo: str = "") -> None:
    """A toast on the next page, with an undo button (POST to `undo`) for ten seconds where given."""
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo}" if undo else "")


def undo_of(tags: str) -> str:
    """The undo address that `say` put into a message's tags."""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
