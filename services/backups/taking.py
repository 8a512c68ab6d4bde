"""Take a backup: a snapshot of the database, described and dumped, then the files, straight into the file."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.db import connections, transaction

from services.backups import aliases, archive, manifest, programs
from services.backups.programs import ProgramFailed

SUFFIX = ".backup"
NAME = "nuanyang-%Y%m%dT%H%M%SZ" + SUFFIX


def take(folder: Path, key: bytes, *, files: Path, now: datetime, using: str = "owner") -> Path:
    """Write a backup into `folder` and return its path. Raises ProgramMissing, ProgramFailed, VaultError.

    The owner's login is enough: it belongs to r_worker, whose policies let every row pass, and owns what is dumped.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / now.astimezone(UTC).strftime(NAME)
    listed = sorted(entry for entry in files.rglob("*") if entry.is_file()) if files.exists() else []
    with _snapshot(using) as snapshot, archive.writing(path, key) as target:
        target.manifest(manifest.describe(using, now, files=len(listed)).as_json())
        with _dump(using, snapshot) as stream:
            target.dump(stream)
        target.files(files, listed)
    return path


@contextmanager
def _snapshot(using: str) -> Iterator[str]:
    """Freeze what this connection sees and yield the name by which `pg_dump` sees the same."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


@contextmanager
def _dump(using: str, snapshot: str) -> Iterator[BinaryIO]:
    program = programs.find("pg_dump", aliases.server_version(using))
    options = ["--format=custom", "--no-password", "--enable-row-security", f"--snapshot={snapshot}"]
    with tempfile.TemporaryFile() as errors:
        environment = programs.environment(aliases.login(using))
        with subprocess.Popen([program, *options], stdout=subprocess.PIPE, stderr=errors, env=environment) as dump:
            yield cast("BinaryIO", dump.stdout)
            if dump.wait():
                raise ProgramFailed(f"pg_dump failed: {last_line(errors)}")


def last_line(errors: IO[bytes]) -> str:
    """The last line that a program wrote to its errors."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"
