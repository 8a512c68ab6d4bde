"""The running service of a journey: the test database, its own queue, and the real processes.

The web process has the database login `web`, the worker and the sweep `worker`; `manage` is the operator. All of them
read the clock of the journey's day. `service` is the fixture; logs are in `service.folder` until the test ends.
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
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from deploy.local import child_processes, drop_privileges, environment
from deploy.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
MONDAY = "2026-11-23T09:00:00+08:00"  # in term
CELERY = [sys.executable, "-m", "celery", "-A", "workers.app", "worker", "--concurrency=2", "--loglevel=WARNING"]
# As in production, but the sweep looks twice as often, so that a journey waits less.
BACKGROUND = {
    "worker": [*CELERY, "--without-gossip", "--without-mingle", "-O", "fair"],
    "sweep": [sys.executable, "-m", "workers.sweep", "--every", "1"],
}
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]


@dataclass
class RunningService:
    """Real processes on the database of this test run. `address` ends without a slash."""

    moment: str
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ny-journey-")))
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Started by root, the queue's server runs as another user, who must reach its files below.
        if drop_privileges.needs_foreign_files():
            self.folder.chmod(0o711)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        var = self.folder / "var"
        (var / "static").mkdir(parents=True)
        self.valkey = Valkey(self.folder / "valkey", self.folder / "valkey.sock", self.folder / "valkey.log")
        self.databases = {name: _this_database(os.environ[name]) for name in environment.DATABASES}
        # Only the logins that `environment.for_process` gives a process are in its environment.
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")},
            "NUANYANG_MODE": "test",
            "NUANYANG_DATA_DIR": str(var),
            "NUANYANG_CLOCK": self.moment,
            "NUANYANG_ADDRESS": f"{self.address}/",
        }

    def open(self) -> None:
        self.valkey.start()
        self.env["REDIS_URL"] = self.valkey.url
        self._start_processes()

    def move_to(self, moment: str) -> None:
        """Restart every process at another moment."""
        self._stop_processes()
        self.moment = self.env["NUANYANG_CLOCK"] = moment
        self._start_processes()

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """Run `manage.py …` as the operator; return what it printed."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.env, **self.databases, "NUANYANG_DB_LOGIN": "owner"},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def log_tail(self, name: str) -> str:
        """The end of a process's log, for the message of a failure."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def close(self) -> None:
        self._stop_processes()
        self.valkey.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_processes(self) -> None:
        web = [*GRANIAN, "--port", str(self.port), "--workers", "1", "--blocking-threads", "4"]
        self._start("web", [*web, "services.config.wsgi:application"])
        for name, argv in BACKGROUND.items():
            self._start(name, argv)
        is_up = child_processes.wait_until(lambda: answers(f"{self.address}/healthz"), seconds=90)
        assert is_up, self.log_tail("web")

    def _stop_processes(self) -> None:
        for process in self.processes.values():
            child_processes.stop(process, seconds=5)
        self.processes.clear()

    def _start(self, name: str, argv: list[str]) -> None:
        login = "web" if name == "web" else "worker"
        env = environment.for_process(login, self.env, self.databases)
        with (self.folder / f"{name}.log").open("ab") as output:
            self.processes[name] = child_processes.start(argv, env=env, cwd=ROOT, output=output)


@contextmanager
def running_service(moment: str) -> Iterator[RunningService]:
    """Start everything at a moment; stop and remove it at the end."""
    service = RunningService(moment)
    try:
        service.open()
        yield service
    finally:
        service.close()


@pytest.fixture
def service(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningService]:
    """The service on MONDAY; the process of the test reads the same clock."""
    monkeypatch.setenv("NUANYANG_CLOCK", MONDAY)
    with running_service(MONDAY) as running:
        yield running


def _this_database(url: str) -> str:
    """The URL of a login at the database of this test run."""
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
