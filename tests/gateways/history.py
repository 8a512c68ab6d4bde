"""The events at the fake gateway: one JSON line each, only ever appended.

`accepted`: a message went out (`marked`: its text says that it is a repeat). `repeated`: a known idempotency key,
nothing went out. `dropped_after`: the connection was cut after the event in the line before. `refused`, with `code`:
nothing went out. `receipt`: pushed to the product, with the status of its reply.
"""

import json
import os
import threading
import time
from pathlib import Path
from typing import Any


class History:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, provider: str, event: str, delivery: str = "", **more: object) -> None:
        line = {"t": round(time.time(), 4), "provider": provider, "delivery": delivery, "event": event, **more}
        os.write(self.file, (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def close(self) -> None:
        os.close(self.file)
