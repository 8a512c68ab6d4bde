"""What happened at the gateway: one JSON line per event, only ever appended.

`accepted`: a message went out (`marked`: its text says that it comes again). `repeated`: asked for again under a key
that is honoured, nothing went out. `dropped_after`: it was accepted (or repeated) in the line before, and the line was
cut instead of answering. `refused`, with `code`: nothing went out. `receipt`: told to the product, or tried to.
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

    def add(self, provider: str, event: str, delivery: str = "", **more: Any) -> None:
        line = {"t": round(time.time(), 4), "provider": provider, "delivery": delivery, "event": event, **more}
        os.write(self.file, (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def close(self) -> None:
        os.close(self.file)
