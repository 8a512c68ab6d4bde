"""What the database and the demo rely on: ids grow, and neither threads nor forked processes repeat one."""

import os
import threading
import time
from uuid import UUID

import pytest

from services.kit.ids import uuid7


def test_uuid7_grows_within_a_process():
    ids = [uuid7() for _ in range(20_000)]

    assert ids == sorted(set(ids))


def test_uuid7_holds_the_time_version_and_variant():
    before = time.time_ns() // 1_000_000
    new = uuid7()

    assert before <= millisecond_of(new) <= time.time_ns() // 1_000_000
    assert (type(new), new.version, new.variant) == (UUID, 7, "specified in RFC 4122")


def test_uuid7_is_unique_and_grows_in_every_thread():
    lists: list[list[UUID]] = [[] for _ in range(8)]

    def fill(ids: list[UUID]) -> None:
        ids.extend(uuid7() for _ in range(2_000))

    threads = [threading.Thread(target=fill, args=(ids,)) for ids in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({new for ids in lists for new in ids}) == 16_000
    assert all(ids == sorted(ids) for ids in lists)


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # the children only write and exit
def test_uuid7_is_unique_in_forked_processes():
    uuid7()  # the parent's state exists before the fork
    reader, writer = os.pipe()
    for _ in range(3):
        if os.fork() == 0:
            os.write(writer, b"".join(uuid7().bytes for _ in range(100)))
            os._exit(0)
    own = [uuid7().bytes for _ in range(100)]
    for _ in range(3):
        os.wait()
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        forked = pipe.read()

    ids = own + [forked[start : start + 16] for start in range(0, len(forked), 16)]
    assert len(ids) == len(set(ids)) == 400


def millisecond_of(value: UUID) -> int:
    """The first 48 bits: milliseconds since 1970."""
    return value.int >> 80
