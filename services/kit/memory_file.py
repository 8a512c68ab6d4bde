"""A file without a name whose bytes never reach a disk: where an upload arrives, and what it is checked from."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast


def new_memory_file() -> BinaryIO:
    """An empty file to write and read; its memory is free again when it is closed."""
    return cast("BinaryIO", os.fdopen(os.memfd_create("upload"), "w+b"))


@contextmanager
def memory_file() -> Iterator[BinaryIO]:
    """A new one for a block; another process opens it as `path_of` says while it inherits the descriptor."""
    with new_memory_file() as file:
        yield file


def path_of(file: BinaryIO) -> str:
    """Where a process that has inherited the file's descriptor opens it from its beginning."""
    return f"/dev/fd/{file.fileno()}"
