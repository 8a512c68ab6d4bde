"""The contents of a backup: a tar stream of the manifest, the dump in pieces, and the files, written as they come."""

import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from services.backups.encryption import FORMAT, DecryptingReader, InvalidBackup
from services.kit.encrypted_stream import EncryptingWriter

MANIFEST, DUMP, FILES = "manifest.json", "database", "files"
DUMP_PIECE = 4 * 2**20  # bytes: tar wants to know a member's length before it, and a dump's is not known
_COPY = 2**20


class ArchiveWriter:
    """Write the three parts in this order; `restore` reads them in one pass."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def manifest(self, content: dict[str, Any]) -> None:
        self._add(MANIFEST, json.dumps(content, ensure_ascii=False, indent=1).encode())

    def dump(self, stream: BinaryIO) -> None:
        for number, piece in enumerate(iter(lambda: stream.read(DUMP_PIECE), b"")):
            self._add(f"{DUMP}/{number:08}", piece)

    def files(self, folder: Path, paths: Iterable[Path]) -> None:
        """Add files by their path below `folder`; one that was removed since it was listed is left out."""
        for path in paths:
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue
            with file:
                entry = self._tar.gettarinfo(arcname=f"{FILES}/{path.relative_to(folder).as_posix()}", fileobj=file)
                self._tar.addfile(entry, file)

    def _add(self, name: str, data: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(data), 0o600
        self._tar.addfile(entry, io.BytesIO(data))


class ArchiveReader:
    """Read the parts in the order in which they were written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._entry = tar.next()

    def manifest(self) -> dict[str, Any]:
        if self._entry is None or self._entry.name != MANIFEST:
            raise InvalidBackup("The backup has no manifest at its beginning.")
        content: dict[str, Any] = json.loads(self._stream().read())
        self._entry = self._tar.next()
        return content

    def dump(self) -> Iterator[bytes]:
        """Yield the dump in pieces."""
        while self._entry is not None and self._entry.name.startswith(f"{DUMP}/"):
            yield self._stream().read()
            self._entry = self._tar.next()

    def files(self, folder: Path) -> int:
        """Write the files below `folder` and return their number. Raises InvalidBackup on a path that leaves it."""
        count = 0
        while self._entry is not None:
            self._write(self._entry, folder)
            count += 1
            self._entry = self._tar.next()
        return count

    def _write(self, entry: tarfile.TarInfo, folder: Path) -> None:
        path = PurePosixPath(entry.name)
        if not entry.isreg() or path.parts[:1] != (FILES,) or ".." in path.parts:
            raise InvalidBackup(f"The backup holds {entry.name!r}, which is no file of this service.")
        target = folder.joinpath(*path.parts[1:])
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = self._stream()
        with target.open("wb") as file:
            target.chmod(0o600)
            for piece in iter(lambda: stream.read(_COPY), b""):
                file.write(piece)

    def _stream(self) -> BinaryIO:
        stream = self._tar.extractfile(cast("tarfile.TarInfo", self._entry))
        if stream is None:
            raise InvalidBackup(f"The backup holds {self._entry!r}, which is no file of this service.")
        return cast("BinaryIO", stream)


@contextmanager
def writing(path: Path, key: bytes) -> Iterator[ArchiveWriter]:
    """Write a backup to `path`. It gets its name when it is whole; until then, and after a failure, there is none."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            sealed = EncryptingWriter(file, key, FORMAT)
            with tarfile.open(fileobj=cast("BinaryIO", sealed), mode="w|", format=tarfile.PAX_FORMAT) as tar:
                yield ArchiveWriter(tar)
            sealed.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def reading(path: Path, key: bytes) -> Iterator[ArchiveReader]:
    """Read a backup. Raises InvalidBackup."""
    with path.open("rb") as file:
        plain = DecryptingReader(file, key)
        try:
            with tarfile.open(fileobj=cast("BinaryIO", plain), mode="r|") as tar:
                yield ArchiveReader(tar)
        except tarfile.TarError as error:
            raise InvalidBackup(f"The contents of the backup cannot be read: {error}") from error


def check(path: Path, key: bytes) -> None:
    """Open every piece, to the end, before anything is done with the first. Raises InvalidBackup."""
    with path.open("rb") as file:
        plain = DecryptingReader(file, key)
        while plain.read(_COPY):
            pass
