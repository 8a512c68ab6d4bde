"""Histories: one append-only file of JSON lines per writer, each line with its time."""

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class History:
    """One writer's file. `at` is seconds since 1970 by the machine's clock, whatever clock a process was given."""

    path: Path

    def add(self, event: str, **chunk: Any) -> None:
        """Append a line. One write, so that lines of several processes never interleave."""
        record = json.dumps({"at": time.time(), "event": event, **chunk}, ensure_ascii=False) + "\n"
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, record.encode())
        finally:
            os.close(file)

    def records(self, *events: str) -> list[Record]:
        """All records, or those of these events."""
        if not self.path.exists():
            return []
        rows = [json.loads(record) for record in self.path.read_bytes().splitlines()]
        return [record for record in rows if not events or record["event"] in events]


@dataclass
class Follower:
    """Reads a history while it is written; each line once."""

    path: Path
    offset: int = 0
    _rest: bytes = field(default=b"", repr=False)

    def new_records(self) -> list[Record]:
        if not self.path.exists():
            return []
        with self.path.open("rb") as file:
            file.seek(self.offset)
            chunk = file.read()
        self.offset += len(chunk)
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        return [json.loads(record) for record in whole]


def percentile(values: list[float], share: float) -> float:
    """The value that a share of all (0–1) do not exceed; 0 for an empty list."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
