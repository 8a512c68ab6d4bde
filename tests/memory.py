"""The most memory that children of this process took, read while they live.

`getrusage` will not do: the kernel counts a parent's own size into a child it starts by vfork, and never forgets an
earlier child.
"""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.01  # seconds


@dataclass
class Peak:
    kilobytes: int = 0

    @property
    def megabytes(self) -> int:
        return self.kilobytes // 1024


@contextmanager
def watched() -> Iterator[Peak]:
    """The block's children, whichever thread starts them; the figure stands when the block is over."""
    peak, over = Peak(), threading.Event()
    ours = set(_children())

    def watch() -> None:
        while not over.wait(EVERY):
            for pid in set(_children()) - ours:
                with suppress(OSError):
                    peak.kilobytes = max(peak.kilobytes, _highest(Path(f"/proc/{pid}")))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _highest(process: Path) -> int:
    """Kilobytes; 0 while it is still us, between vfork and exec."""
    peak = re.search(r"^VmHWM:\s+(\d+) kB", (process / "status").read_text(), re.MULTILINE)
    is_itself = (process / "cmdline").read_bytes() != Path("/proc/self/cmdline").read_bytes()
    return int(peak[1]) if peak and is_itself else 0


def _children() -> list[int]:
    pids: list[int] = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(OSError):
            pids += [int(word) for word in (task / "children").read_text().split()]
    return pids
