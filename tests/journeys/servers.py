"""A house for journeys: the committed test database, an own queue, and the real processes on it.

The web serves as the login `web`, the worker and the sweep as `worker`; `manage` is the operator. Their clock stands
at the story's day. `house` is the fixture; what the processes said stands in `house.folder` until the test is over.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from deploy.local import child_processes, drop_privileges, environment
from deploy.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-23T09:00:00+08:00"  # a Monday in term
CELERY = [sys.executable, "-m", "celery", "-A", "workers.app", "worker", "--concurrency=2", "--loglevel=WARNING"]
PARTS = {
    "worker": [*CELERY, "--without-gossip", "--without-mingle", "-O", "fair"],
    "sweep": [sys.executable, "-m", "workers.sweep", "--every", "1"],
}
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]


@dataclass
class House:
    """Real processes on this run's database. `address` ends without a slash."""

    day: str = DAY
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ny-journey-")))
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if drop_privileges.needs_foreign_files():
            self.folder.chmod(0o711)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.var = self.folder / "var"
        (self.var / "static").mkdir(parents=True)
        self.valkey = Valkey(self.folder / "valkey", self.folder / "valkey.sock", self.folder / "valkey.log")
        self.databases = {name: _this_database(os.environ[name]) for name in environment.DATABASES}

    def open(self) -> None:
        self.valkey.start()
        self.told = {
            **{name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")},
            "REDIS_URL": self.valkey.url,
            "NUANYANG_MODE": "test",
            "NUANYANG_DATA_DIR": str(self.var),
            "NUANYANG_CLOCK": self.day,
            "NUANYANG_ADDRESS": f"{self.address}/",
        }
        self._start_parts()

    def move_to(self, moment: str) -> None:
        """Time passes: every process is stopped and comes back on another day."""
        self._stop_parts()
        self.day = self.told["NUANYANG_CLOCK"] = moment
        self._start_parts()

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """`manage.py …` as the operator; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.told, **self.databases, "NUANYANG_DB_LOGIN": "owner"},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def said(self, name: str) -> str:
        """The last a part said, for the words of a failure."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def close(self) -> None:
        self._stop_parts()
        self.valkey.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_parts(self) -> None:
        web = [*GRANIAN, "--port", str(self.port), "--workers", "1", "--blocking-threads", "4"]
        self._start("web", [*web, "services.config.wsgi:application"])
        for name, argv in PARTS.items():
            self._start(name, argv)
        assert child_processes.wait_until(lambda: answers(f"{self.address}/healthz"), seconds=90), self.said("web")

    def _stop_parts(self) -> None:
        for part in self.parts.values():
            child_processes.stop(part, seconds=5)
        self.parts.clear()

    def _start(self, name: str, argv: list[str]) -> None:
        login = "web" if name == "web" else "worker"
        env = environment.for_process(login, self.told, self.databases)
        with (self.folder / f"{name}.log").open("ab") as output:
            self.parts[name] = child_processes.start(argv, env=env, cwd=ROOT, output=output)


@pytest.fixture
def house(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Everything up; the test's own process reads the same clock."""
    monkeypatch.setenv("NUANYANG_CLOCK", DAY)
    built = House()
    try:
        built.open()
        yield built
    finally:
        built.close()


def _this_database(url: str) -> str:
    """The URL of a login at the database this test run made."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}"))


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
