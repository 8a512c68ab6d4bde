"""The lists and documents that can be exported. Interfaces register lists, apps documents; this app names none."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.access.permissions import Permission
from services.documents.choices import ExportFormat
from services.jobs.registry import ProgressCallback
from services.kit.exceptions import ApplicationError

Filters = Mapping[str, str]
Cells = Sequence[object]  # one row: texts, numbers, days, moments of local time without a zone, None


class UnknownList(ApplicationError):
    """No list of this key can be exported."""


class InvalidFilter(ApplicationError):
    """The list has no such filter, or the filter no such value."""


class Rows(NamedTuple):
    """The rows of one export: how many, and batches of them, read as they are written."""

    total: int
    batches: Iterator[Sequence[Cells]]


class Content(NamedTuple):
    """What the template of a document prints, and of how many objects it speaks."""

    data: Mapping[str, object]
    total: int


@dataclass(frozen=True, kw_only=True)
class Exportable:
    """What a person can take out: who may read it, its columns by name with their headings, its formats.

    `check` raises InvalidFilter, also for an object that the person may not see. `describe` says the filters in words,
    for the head of the file.
    """

    key: str
    title: Promise | str
    permission: Permission
    is_personal: bool
    columns: Callable[[Actor], Mapping[str, str]]
    check: Callable[[Actor, Filters, datetime], None]
    describe: Callable[[Filters, datetime], list[tuple[str, str]]]

    @property
    def formats(self) -> Collection[ExportFormat]:
        """In which it can be taken out, the usual one first."""
        return (ExportFormat.XLSX, ExportFormat.CSV, ExportFormat.PDF)


@dataclass(frozen=True, kw_only=True)
class ExportableList(Exportable):
    """Rows in columns. `read` is called in the reader's scope with the names of the columns.

    Reading leaves the same audit events as the list on a page.
    """

    read: Callable[[Actor, Filters, Sequence[str]], Rows]


@dataclass(frozen=True, kw_only=True)
class ExportableDocument(Exportable):
    """Pages in a layout of their own, by the app whose rows they show; it has no columns to choose.

    `compose` is called in the reader's scope. `templates`: for PDF a Typst source, for Word the body of a document.
    """

    compose: Callable[[Actor, Filters, datetime, ProgressCallback], Content]
    templates: Mapping[ExportFormat, Path]

    @property
    def formats(self) -> Collection[ExportFormat]:
        return tuple(self.templates)


_registered: dict[str, Exportable] = {}


def register(exportable: Exportable) -> None:
    """Make a list exportable. Raises ValueError for a key that another list has."""
    if _registered.setdefault(exportable.key, exportable) is not exportable:
        raise ValueError(f"two lists are called {exportable.key}")


def get(key: str) -> Exportable:
    """The list or document of a key. Raises UnknownList."""
    if key not in _registered:
        raise UnknownList(_("没有这个列表，或它不能导出。"), field="list")
    return _registered[key]


def title_of(key: str) -> Promise | str:
    """What a list is called; the key of one that a later release no longer has."""
    return _registered[key].title if key in _registered else key


def readable_by(by: Actor) -> list[ExportableList]:
    """The lists that somebody may export, in the order of their registration."""
    rows = (row for row in _registered.values() if isinstance(row, ExportableList))
    return [row for row in rows if by.has_permission(row.permission)]
