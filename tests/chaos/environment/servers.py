"""PostgreSQL and a broker of their own, as durable as in production, in a folder that is removed at the end."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from deploy.local import drop_privileges, secrets
from deploy.local.postgres import Cluster
from deploy.local.valkey import Valkey
from infra.postgres import apply

ROOT = Path(__file__).resolve().parents[3]
NAME, TEMPLATE = "nuanyang", "nuanyang_template"


@dataclass
class Servers:
    """`env`: the variables by which the product reaches them.

    `is_swift` forgoes what only a machine that loses its power needs: a killed process leaves its files to the kernel.
    """

    skips_fsync: bool = False
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ny-chaos-")))
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if drop_privileges.needs_foreign_files():
            self.folder.chmod(0o711)
        self.postgres = Cluster(self.folder / "pg" / "data", self.folder / "pg" / "run", self.folder / "postgres.log")
        self.valkey = Valkey(self.folder / "valkey", self.folder / "valkey.sock", self.folder / "valkey.log")

    def open(self) -> None:
        """Start both and build the tables."""
        self._prepare()
        self.postgres.start()
        self.valkey.start()
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")},
            **secrets.generate(),
            "REDIS_URL": self.valkey.url,
            "NUANYANG_MODE": "test",
            "NUANYANG_DB_LOGIN": "worker",
            "NUANYANG_DATA_DIR": str(self.folder / "var"),
            "DJANGO_SETTINGS_MODULE": "tests.chaos.environment.settings",
        }
        self._apply()
        command = [sys.executable, "manage.py", "migrate", "--database", "owner", "--noinput", "-v", "0"]
        subprocess.run(command, cwd=ROOT, env={**self.env, "NUANYANG_DB_LOGIN": "owner"}, check=True)
        self._copy_database(NAME, TEMPLATE)

    def _prepare(self) -> None:
        """What was committed must survive an immediate stop, so every commit is written before it is acknowledged."""
        self.postgres.is_fast = self.skips_fsync
        self.postgres.prepare()
        conf = self.postgres.data / "nuanyang.conf"
        conf.write_text(conf.read_text().replace("synchronous_commit = off\n", ""))

    def reset(self) -> None:
        """Empty the tables and the broker. No other process may be connected."""
        from django.db import connections

        connections.close_all()
        self._copy_database(TEMPLATE, NAME)
        self._apply()
        self.flush()

    def _apply(self) -> None:
        self.env |= apply.apply(self.postgres.admin_url, self.env)

    def _copy_database(self, source: str, target: str) -> None:
        with psycopg.connect(self.postgres.admin_url, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {target} OWNER owner TEMPLATE {source}")
            admin.execute("CHECKPOINT")  # else recovery after a crash would copy it again

    def flush(self) -> None:
        """FLUSHALL: every message and every unacknowledged one is gone."""
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(str(self.valkey.socket))
            sock.sendall(b"FLUSHALL\r\n")
            assert sock.recv(16).startswith(b"+OK")

    def close(self, *, keep: bool = False) -> None:
        self.valkey.stop()
        self.postgres.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
