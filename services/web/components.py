"""What views hand to the shared partials: tabs, timeline steps, tables, progress, toasts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

Text = Promise | str
Tone = Literal["", "done", "now", "due", "alert"]
# Django's messages carry no data but their tags, so the undo address travels in one.
_UNDO_TAG = "undo "


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

    cells: Sequence[object]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption. `id` is unique on the page; `look` is how the rows are laid out on a phone."""

    id: str
    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row] = field(default_factory=list)
    look: Literal["", "cards", "brief"] = ""

    @property
    def body(self) -> Iterator[tuple[Row, list[tuple[Column, object]]]]:
        """Each row with pairs of column and cell."""
        for row in self.rows:
            yield row, list(zip(self.columns, row.cells, strict=True))


@dataclass(frozen=True)
class Progress:
    """A background job as a page shows it.

    `text` is the step under way, or the outcome; `remedy` what to do after a failure.
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
    next_label: Text = ""

    @property
    def is_running(self) -> bool:
        return self.state == "running"

    @property
    def is_failed(self) -> bool:
        return self.state == "failed"


def flash(request: HttpRequest, text: Text, *, undo: str = "") -> None:
    """Show a toast on the next page, for ten seconds with an undo button that posts to `undo`."""
    # Translated now: the toast is shown by another request, perhaps in another language.
    messages.success(request, str(text), extra_tags=f"{_UNDO_TAG}{undo}" if undo else "")


def flash_failure(request: HttpRequest, text: Text) -> None:
    """Show on the next page why nothing was done. What was typed is then kept (web/saving/)."""
    request.has_failed = True  # type: ignore[attr-defined]  # of the page's request, which middleware reads
    messages.error(request, str(text))


def undo_url_of(tags: str) -> str:
    """The undo address in a message's tags; "" where there is none."""
    return tags.removeprefix(_UNDO_TAG) if tags.startswith(_UNDO_TAG) else ""
