"""What every view does the same way: find the row, run the action, show one page of a list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.pagination import keyset
from services.kit.pagination.cursors import InvalidCursor
from services.kit.pagination.keyset import Ordering
from services.web.components import flash, flash_failure
from services.web.page_request import PageRequest, query_string

M = TypeVar("M", bound=Model)
Row = TypeVar("Row")
T = TypeVar("T")

# Keys are given in the order of creation, so they order like the time and need no second index.
NEWEST_FIRST = Ordering.of_columns("-id")
# About three screens of a phone.
PAGE_SIZE = 30


def get_visible_or_404(rows: QuerySet[M], public_id: UUID) -> M:
    """One of the rows the reader may see. A hidden row answers like a missing one, so that ids cannot be probed."""
    return get_object_or_404(rows, public_id=public_id)


def perform(request: PageRequest, form: BaseForm, action: Callable[..., T], **arguments: object) -> T | None:
    """Run an action with what the form holds. None where it failed: the form then has the error at its field."""
    # An unbound form is not valid either, so a view may call this for GET and POST alike.
    if not form.is_valid():
        return None
    try:
        return action(**arguments, **form.cleaned_data, by=request.actor, now=clock.now())
    except ApplicationError as error:
        add_error(form, error)
        return None


def add_error(form: BaseForm, error: ApplicationError) -> None:
    """Show an action's failure at the field it names, else above the form.

    A form's `error_fields` say where errors of an argument go that it asks for under other names.
    """
    # Most forms have none.
    aliases: Mapping[str, str] = getattr(form, "error_fields", {})
    field = aliases.get(error.field, error.field)
    form.add_error(field if field in form.fields else None, ValidationError(str(error), error.code))


def perform_or_flash(request: PageRequest, action: Callable[..., T], **arguments: object) -> T | None:
    """Run the action of a button. None where it failed: the next page then shows why."""
    try:
        return action(**arguments, by=request.actor, now=clock.now())
    except ApplicationError as error:
        flash_failure(request, str(error))
        return None


def perform_and_flash(request: PageRequest, message: str, action: Callable[..., object], **arguments: object) -> bool:
    """Run the action of a button; the next page shows the message, or why it failed. True where it succeeded."""
    try:
        action(**arguments, by=request.actor, now=clock.now())
    except ApplicationError as error:
        flash_failure(request, str(error))
        return False
    flash(request, message)
    return True


def form_status(form: BaseForm) -> int:
    """422 for a form that comes back with errors; htmx and the API use the same status."""
    return 422 if form.errors else 200


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """Rows of a list; the addresses of the pages around it, "" at either end."""

    rows: Sequence[Row]
    newer: str
    older: str

    @property
    def links(self) -> dict[str, str]:
        """What `partials/pagination.html` needs in the context."""
        return {"newer": self.newer, "older": self.older}


def paginate(
    request: HttpRequest,
    rows: "QuerySet[Any, Row]",
    name: str,
    *,
    order: Ordering = NEWEST_FIRST,
    size: int = PAGE_SIZE,
) -> ListPage[Row]:
    """The page that `?cursor=` names, filters kept in its links. A cursor of another list shows the first page."""
    # The cursor holds column values of a row; signed, nobody can make up others.
    cursor = request.GET.get("cursor")
    key = settings.SECRET_KEY.encode()
    try:
        page = keyset.paginate(rows, order=order, size=size, cursor=cursor, name=name, key=key)
    # An old bookmark or a link to a list that is ordered anew: the first page helps, an error would not.
    except InvalidCursor:
        page = keyset.paginate(rows, order=order, size=size, cursor=None, name=name, key=key)
    return ListPage(page.rows, _page_url(request, page.previous), _page_url(request, page.next))


def _page_url(request: HttpRequest, cursor: str | None) -> str:
    return query_string(request, cursor=cursor) if cursor else ""
