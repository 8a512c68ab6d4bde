"""A limit on how many processes and threads of one host do the same thing at once."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def slot(folder: Path, count: int) -> Iterator[bool]:
    """Take one of the folder's `count` slots while the block runs; False where none is free. Waits for nobody.

    A slot is a locked file, and the lock is the process's: the system gives it back when the process is killed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as opened:
        yield any(_is_ours(opened.enter_context((folder / f"slot-{number}").open("ab"))) for number in range(count))


def _is_ours(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
