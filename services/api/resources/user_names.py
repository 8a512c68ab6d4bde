"""Names of users in answers: read in one query for a whole page.

A user has no name; staff and officers of the tenant have, and other tables only keep the user's key.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from rest_framework.fields import CharField

from services.access import queries
from services.api.resources.fields import Computed
from services.api.resources.rows import Row
from services.api.views.base import BaseView


class UserNamesMixin(BaseView):
    user_columns: ClassVar[Sequence[str]] = ()  # the columns of a list that hold user ids

    @cached_property
    def user_names(self) -> dict[int | None, str]:
        return {}

    def prefetch(self, rows: Sequence[Row]) -> None:
        self.load_user_names({row[column] for row in rows for column in self.user_columns})

    def name_of(self, user_id: int | None) -> str:
        if user_id not in self.user_names:  # a detail view prefetches nothing
            self.load_user_names({user_id})
        return self.user_names[user_id]

    def load_user_names(self, user_ids: set[int | None]) -> None:
        names = queries.names_of(user_ids)
        self.user_names.update({user_id: names[user_id] for user_id in user_ids})


def _name(view: UserNamesMixin, user_id: int | None) -> str:
    return view.name_of(user_id)


def _name_or_blank(view: UserNamesMixin, condition: object, user_id: int | None) -> str:
    return view.name_of(user_id) if condition else ""


def user_name(column: str, *, only_if: str = "") -> Computed:
    """The name of the user in a column, of the system where it is NULL; "" while the column `only_if` is empty."""
    if only_if:
        return Computed(CharField(allow_blank=True), _name_or_blank, only_if, column)
    return Computed(CharField(), _name, column)
