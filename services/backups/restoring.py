"""Restore a backup into an empty database: roles and logins first, because policies and grants name them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connections

from infra.postgres.apply import apply
from services.backups import aliases, archive, manifest, programs
from services.backups.manifest import Manifest
from services.backups.programs import ProgramFailed
from services.backups.taking import last_line

_TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"


class NotEmpty(Exception):
    """The database has tables, or the folder files; a restore would mix two installations."""


@dataclass(frozen=True)
class Restored:
    """The manifest of a restored backup and what differs from it."""

    manifest: Manifest
    differences: list[str]


def restore(path: Path, key: bytes, *, admin_url: str, env: Mapping[str, str], files: Path) -> Restored:
    """Make roles, logins and the database of `admin_url`, then fill both from a backup; all of it or nothing.

    Raises InvalidBackup, WrongBackupKeys, NotEmpty, ProgramMissing and ProgramFailed.
    """
    archive.check(path, key)
    with archive.reading(path, key) as source:
        manifest.check_keys(manifest.read(source.manifest()))
    if files.exists() and any(files.iterdir()):
        raise NotEmpty(f"{files} holds files. Move them away: a restore brings back the files of the backup alone.")
    owner_url = apply(admin_url, env)["OWNER_DATABASE_URL"]
    return fill(path, key, owner_url=owner_url, files=files)


def fill(path: Path, key: bytes, *, owner_url: str, files: Path) -> Restored:
    """Fill an empty database and folder, with the owner's login, and compare them with the manifest."""
    arriving = files.with_name(f".{files.name}.part")
    shutil.rmtree(arriving, ignore_errors=True)
    with aliases.connected(owner_url) as using, archive.reading(path, key) as source:
        expected = manifest.read(source.manifest())
        _refuse_tables(using, urlsplit(owner_url).path.lstrip("/"))
        arriving.mkdir(mode=0o700, parents=True)
        try:
            _load(source.dump(), using)
            count = source.files(arriving)
            files.rmdir() if files.exists() else None
            arriving.replace(files)
        finally:
            shutil.rmtree(arriving, ignore_errors=True)
        return Restored(expected, manifest.differences(expected, using, files=count))


def _refuse_tables(using: str, name: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_TABLES)
        if cursor.fetchone()[0]:
            raise NotEmpty(f"The database {name} has tables. Restore into a new one, or drop it first.")


def _load(pieces: Iterable[bytes], using: str) -> None:
    """Feed a dump to `pg_restore`, in one transaction: a restore that fails leaves an empty database."""
    program = programs.find("pg_restore", aliases.server_version(using))
    login = aliases.login(using)
    options = [f"--dbname={login['dbname']}", "--single-transaction", "--no-owner", "--no-password"]
    with tempfile.TemporaryFile() as errors:
        environment = programs.environment(login)
        with subprocess.Popen([program, *options], stdin=subprocess.PIPE, stderr=errors, env=environment) as loading:
            stdin = loading.stdin
            try:
                for piece in pieces:
                    stdin.write(piece)  # type: ignore[union-attr]
                stdin.close()  # type: ignore[union-attr]
            except BrokenPipeError:  # its own message is in `errors`
                pass
        if loading.returncode:
            raise ProgramFailed(f"pg_restore failed: {last_line(errors)}")
