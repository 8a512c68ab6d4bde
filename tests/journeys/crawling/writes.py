"""Which tables the live server has written to, but for what every request writes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

STATEMENT = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
# Who logged in, what was read, which answer is repeated: no effect of a press.
ATTENDANT = re.compile("session|audit|idempotency|axes")


@dataclass
class Writes:
    """The tables written to since `forget`."""

    tables: set[str] = field(default_factory=set)

    def forget(self) -> None:
        self.tables.clear()

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.tables |= {table for table in STATEMENT.findall(str(sql)) if not ATTENDANT.search(table)}
        return execute(sql, params, many, context)

    @contextmanager
    def watched(self) -> Iterator["Writes"]:
        """Watch every connection of this process: the live server opens one for each of its threads."""

        def watch(connection: Any, **_signal: Any) -> None:
            if self._note not in connection.execute_wrappers:
                connection.execute_wrappers.append(self._note)

        connection_created.connect(watch)
        try:
            yield self
        finally:
            connection_created.disconnect(watch)
            for connection in connections.all(initialized_only=True):
                connection.execute_wrappers[:] = [one for one in connection.execute_wrappers if one != self._note]
