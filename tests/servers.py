"""Servers of a test run: a PostgreSQL with the real roles and logins, and a Valkey; removed at the end.

Loaded as `-p tests.servers`, before Django's settings are read. Starts nothing where `WEB_DATABASE_URL` is set, as in
the workers of pytest-xdist. `PG_BIN` selects the binaries of another PostgreSQL; `DATABASE_URL` (an admin login) and
`REDIS_URL` replace the servers.
"""

import atexit
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.local import drop_privileges, secrets
from deploy.local.postgres import Cluster, version
from deploy.local.valkey import Valkey
from infra.postgres import apply

ADMIN_URL = "SUITE_ADMIN_DATABASE_URL"  # for tests/emptying.py; the names of what the service reads are others


@dataclass
class Servers:
    """The servers that were started, and the environment variables to reach them."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    postgres: Cluster | None = None
    valkey: Valkey | None = None

    def stop(self) -> None:
        """Stop both and remove their data. A second call does nothing."""
        for server in (self.postgres, self.valkey):
            if server:
                server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Servers:
    """Start the servers that the environment does not name. `env` then holds every variable of the project."""
    servers = Servers(Path(tempfile.mkdtemp(prefix="ny-")))
    atexit.register(servers.stop)
    admin_url = os.environ.get("DATABASE_URL") or _start_postgres(servers)
    servers.env = {
        **secrets.generate(),
        "REDIS_URL": os.environ.get("REDIS_URL") or _start_valkey(servers),
        "NUANYANG_MODE": "test",
        "NUANYANG_DB_LOGIN": "worker",  # may take every database role, as the cast needs; tests/journeys uses web
        "NUANYANG_DATA_DIR": str(servers.folder / "var"),
        "DJANGO_SETTINGS_MODULE": "services.config.settings",
    }
    (servers.folder / "var" / "static").mkdir(parents=True)
    servers.env |= apply.apply(admin_url, {**servers.env, **os.environ}, may_create_databases=True)
    servers.env[ADMIN_URL] = admin_url
    return servers


def _start_postgres(servers: Servers) -> str:
    folder = servers.folder / "pg"
    if drop_privileges.needs_foreign_files():
        servers.folder.chmod(0o711)
    cluster = Cluster(folder / "data", folder / "run", servers.folder / "postgres.log", is_fast=True)
    cluster.prepare()
    cluster.start()
    servers.postgres = cluster
    return cluster.admin_url


def _start_valkey(servers: Servers) -> str:
    folder = servers.folder / "valkey"
    servers.valkey = Valkey(folder / "data", folder / "valkey.sock", servers.folder / "valkey.log")
    servers.valkey.start()
    return servers.valkey.url


def _keep_bytecode() -> None:
    """Compile each module once: the suite starts hundreds of processes, and some machines forbid the cache."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start before pytest-django reads the settings."""
    _keep_bytecode()
    options = early_config.known_args_namespace
    if options.help or options.version or "WEB_DATABASE_URL" in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
        return
    started_at = time.monotonic()
    servers = start()
    os.environ.update(servers.env)
    postgres = version(servers.postgres.binaries) if servers.postgres else "from DATABASE_URL"
    print(f"PostgreSQL {postgres}, ready in {time.monotonic() - started_at:.1f} s", file=sys.stderr)
