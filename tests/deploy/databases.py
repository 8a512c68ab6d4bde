"""Databases beside the suite's own: empty, or made by `manage.py migrate` alone, as an operator makes them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
LOGINS = ("OWNER_DATABASE_URL", "WEB_DATABASE_URL", "WORKER_DATABASE_URL")


@contextmanager
def empty_database(name: str) -> Iterator[dict[str, str]]:
    """Make a database, yield the URLs of the three logins by variable, and drop it."""
    name = f"{name}_{os.getpid()}"
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {variable: os.environ[variable].rpartition("/")[0] + "/" + name for variable in LOGINS}
        finally:
            owner.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def migrated_database(name: str) -> Iterator[dict[str, str]]:
    """Make a database and migrate it."""
    with empty_database(name) as urls:
        manage(urls, "migrate", "-v", "0")
        yield urls


def manage(urls: dict[str, str], *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` on a database, as an operator with the owner's login does. Raises CalledProcessError."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **urls, "NUANYANG_DB_LOGIN": "owner", **environment},
        check=True,
        capture_output=True,
        text=True,
    )
