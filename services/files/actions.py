"""Keep a file, delete it, and remove bytes that no row opens."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import transaction

from services.files import contents
from services.files.models import StoredFile
from services.schools.scope import ALL_TENANTS, scope

log = logging.getLogger(__name__)
# Bytes are written before their row is committed: younger ones may belong to a transaction that is still open.
ORPHAN_AGE = timedelta(days=1)


@transaction.atomic
def keep(*, fill: Callable[[BinaryIO], None], media_type: str, now: datetime) -> StoredFile:
    """Store what `fill` writes into the stream it gets, as a file of the scope's tenant. Raises StorageFull."""
    file = StoredFile(media_type=media_type, created_at=now)
    contents.write(file, fill)
    file.save(force_insert=True)
    return file


@contextmanager
def removed_on_failure() -> Iterator[list[StoredFile]]:
    """Delete the bytes of the files that the block has put into the list when it fails: their rows go with it."""
    kept: list[StoredFile] = []
    try:
        yield kept
    except BaseException:
        for file in kept:
            _delete_bytes(file.storage_name)
        raise


@transaction.atomic
def delete(files: Iterable[StoredFile]) -> None:
    """Delete rows, and their bytes once that is committed; bytes that the storage keeps go with the orphans."""
    for file in files:
        file.delete()
        transaction.on_commit(partial(_delete_bytes, file.storage_name))


def remove_orphans(*, now: datetime) -> int:
    """Delete bytes that a crash left without a row; their number. For a worker, once a day.

    While the storage cannot be reached it deletes none: they wait for the next day.
    """
    try:
        old = _older_than(now - ORPHAN_AGE)
    except FileNotFoundError:  # nothing was ever kept
        return 0
    except contents.storage_errors() as error:
        log.warning("the storage cannot be searched for orphans: %s", type(error).__name__)
        return 0
    with scope(ALL_TENANTS):
        known = set(StoredFile.objects.filter(storage_name__in=old).values_list("storage_name", flat=True))
    return sum(_delete_bytes(name) for name in old if name not in known)


def _older_than(moment: datetime) -> list[str]:
    names = [f"{contents.ORIGIN}/{name}" for name in default_storage.listdir(contents.ORIGIN)[1]]
    return [name for name in names if default_storage.get_modified_time(name) < moment]


def _delete_bytes(name: str) -> bool:
    """Whether it went. Its row is gone already: an outage must not fail what was done."""
    try:
        default_storage.delete(name)
    except contents.storage_errors() as error:
        log.warning("bytes of a deleted file stay in the storage: %s", type(error).__name__)
        return False
    return True
