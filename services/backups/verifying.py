"""Verify a backup by restoring it: into a scratch database, compared with the manifest and dropped."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from infra.postgres import apply
from services.backups import archive, manifest, restoring
from services.backups.restoring import Restored


def verify(path: Path, key: bytes, *, admin_url: str, env: Mapping[str, str]) -> Restored:
    """Restore a backup beside the service and compare it. The roles of the server have to be there.

    Raises InvalidBackup, WrongBackupKeys, ProgramMissing and ProgramFailed.
    """
    archive.check(path, key)
    with archive.reading(path, key) as source:
        manifest.check_keys(manifest.read(source.manifest()))
    with _scratch_database(admin_url, env) as owner_url, tempfile.TemporaryDirectory() as folder:
        return restoring.fill(path, key, owner_url=owner_url, files=Path(folder) / "files")


@contextmanager
def _scratch_database(admin_url: str, env: Mapping[str, str]) -> Iterator[str]:
    """Make an empty database and yield its owner's URL. The passwords count, not the URLs of the service's database."""
    name = f"{apply.database_name(admin_url)}_verify_{os.getpid()}"
    passwords = {variable: value for variable, value in env.items() if variable.endswith("_PASSWORD")}
    urls = apply.login_urls(apply.at_database(admin_url, name), passwords)
    with psycopg.connect(apply.at_database(admin_url, apply.MAINTENANCE), autocommit=True) as admin:
        apply.make_database(admin, name)
        try:
            yield urls["OWNER_DATABASE_URL"]
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
