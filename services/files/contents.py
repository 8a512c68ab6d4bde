"""The bytes of a file: encrypted while they are written, decrypted while they are read.

What lies in the storage begins as `services.kit.encrypted_stream` says. Each file has a random key, which its row
holds sealed: a rotation of the vault's keys seals rows anew and leaves the files alone.
"""

import base64
import io
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from services.files.models import StoredFile
from services.kit.encrypted_stream import KEY, DamagedPiece, DecryptingReader, EncryptingWriter, Format, UnknownHead
from services.kit.exceptions import ApplicationError

FORMAT = Format(head=b"nuanyang file 1\n", purpose=b"nuanyang file")
READ = 2**18  # bytes handed on at once
ORIGIN = "files"  # the folder of the storage that is ours


class FileMissing(ApplicationError):
    """The storage does not hold the file's bytes, holds others, or cannot be reached."""


class StorageFull(ApplicationError):
    """The disk or the storage takes no more bytes, or cannot be reached."""


def write(file: StoredFile, fill: Callable[[BinaryIO], None]) -> None:
    """Let `fill` write the plain bytes; sets key, name and size of the row, without saving it. Raises StorageFull."""
    key = secrets.token_bytes(KEY)
    file.seal("key", base64.b64encode(key).decode())
    # What waits on the disk is encrypted already.
    with tempfile.TemporaryFile() as waiting:
        counter = _Counter(EncryptingWriter(waiting, key, FORMAT))
        fill(cast("BinaryIO", counter))
        counter.finish()
        waiting.seek(0)
        file.size = counter.size
        file.storage_name = _store(f"{ORIGIN}/{file.public_id}", File(waiting))


def _store(name: str, content: "File[bytes]") -> str:
    try:
        return default_storage.save(name, content)
    except storage_errors() as error:
        # A file that was cut off stays behind otherwise.
        with suppress(*storage_errors()):
            default_storage.delete(name)
        raise StorageFull(_("存储空间已满，或暂时连不上，文件没有保存。请稍后再试，并告诉管理员。")) from error


def storage_errors() -> tuple[type[Exception], ...]:
    """What the storage raises when it is full, unreachable or lacks a file."""
    default: Any = settings.STORAGES["default"]
    if "s3" not in default["BACKEND"]:
        return (OSError,)
    from botocore.exceptions import BotoCoreError, ClientError  # slow to import, and for S3 alone

    return (OSError, BotoCoreError, ClientError)


def pieces(file: StoredFile) -> Iterator[bytes]:
    """The plain bytes, piece by piece; needs no database once it has begun. Raises FileMissing."""
    key = base64.b64decode(file.unseal("key"))
    with _errors_as_missing():
        source = default_storage.open(file.storage_name)
    return _read(source, key)


def _read(source: "File[bytes]", key: bytes) -> Iterator[bytes]:
    with source, _errors_as_missing():
        reader = DecryptingReader(source, key, FORMAT)  # type: ignore[arg-type]  # a File reads like a stream
        while piece := reader.read(READ):
            yield piece


@contextmanager
def _errors_as_missing() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, UnknownHead, DamagedPiece) as error:
        raise FileMissing(_("文件已经不在了，请重新生成。")) from error
    except storage_errors() as error:
        raise FileMissing(_("存储暂时连不上，文件没有打开。请稍后再试，并告诉管理员。")) from error


class _Counter(io.RawIOBase):
    """A writable stream that counts what passes. Not finished by `close`, which Python calls also after an error."""

    def __init__(self, target: EncryptingWriter) -> None:
        self._target, self.size = target, 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # our writers hand over bytes
        self.size += len(data)
        return self._target.write(data)

    def finish(self) -> None:
        self._target.close()
