"""Children that notifications are about: named only to readers who may see the child, in one query per answer."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from services.api.resources.rows import Row
from services.api.views.base import BaseView
from services.children import access


class VisibleChildrenMixin(BaseView):
    child_column: ClassVar[str] = "child_id"

    @cached_property
    def child_names(self) -> dict[UUID, str | None]:
        """Public id → name, None for a child whom the reader may not see."""
        return {}

    def prefetch(self, rows: Sequence[Row]) -> None:
        self._load_child_names({row[self.child_column] for row in rows} - {None})

    def child_name(self, child_id: UUID | None) -> str | None:
        if child_id is None:
            return None
        self._load_child_names({child_id})
        return self.child_names[child_id]

    def _load_child_names(self, child_ids: set[UUID]) -> None:
        if missing := child_ids - self.child_names.keys():
            rows = access.visible_to(self.actor, self.now).filter(public_id__in=missing)
            self.child_names.update(dict.fromkeys(missing) | dict(rows.values_list("public_id", "pupil__name")))
