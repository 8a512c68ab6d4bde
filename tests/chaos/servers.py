"""An own PostgreSQL and queue, as safe as in production, in one folder below /tmp that is gone at the end."""

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

ROOT = Path(__file__).resolve().parents[2]
NAME, BLANK = "nuanyang", "nuanyang_blank"


@dataclass
class Servers:
    """`env`: how they are reached, as the product reads it.

    `is_swift` forgoes what only a machine that loses its power needs: a killed process leaves its files to the kernel.
    """

    is_swift: bool = False
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
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        }
        self._apply()
        command = [sys.executable, "manage.py", "migrate", "--database", "owner", "--noinput", "-v", "0"]
        subprocess.run(command, cwd=ROOT, env={**self.env, "NUANYANG_DB_LOGIN": "owner"}, check=True)
        self._copy(NAME, BLANK)

    def _prepare(self) -> None:
        """What was committed must survive an immediate stop, so every commit is written before it is acknowledged."""
        self.postgres.is_fast = self.is_swift
        self.postgres.prepare()
        book = self.postgres.data / "nuanyang.conf"
        book.write_text(book.read_text().replace("synchronous_commit = off\n", ""))

    def blank(self) -> None:
        """Empty the tables and the broker. No process may be working."""
        from django.db import connections

        connections.close_all()
        self._copy(BLANK, NAME)
        self._apply()
        self.flush()

    def _apply(self) -> None:
        self.env |= apply.apply(self.postgres.admin_url, self.env)

    def _copy(self, this: str, to: str) -> None:
        with psycopg.connect(self.postgres.admin_url, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {to} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {to} OWNER owner TEMPLATE {this}")
            admin.execute("CHECKPOINT")  # so that recovery after a crash has not to copy it again

    def flush(self) -> None:
        """FLUSHALL: every message and every unacknowledged one is gone."""
        with socket.socket(socket.AF_UNIX) as record:
            record.connect(str(self.valkey.socket))
            record.sendall(b"FLUSHALL\r\n")
            assert record.recv(16).startswith(b"+OK")

    def close(self, *, keep: bool = False) -> None:
        self.valkey.stop()
        self.postgres.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
