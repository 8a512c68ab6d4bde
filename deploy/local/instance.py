"""The files of one local instance: ``var/`` below the project; elsewhere only what cannot be stored there."""

import contextlib
import fcntl
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import drop_privileges
from deploy.local.postgres import SOCKET_NAME_LENGTH, Cluster, find_binaries, version
from deploy.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
MAX_SOCKET_PATH = 107  # bytes, sockaddr_un


class AlreadyRunning(Exception):
    """Another launcher holds this folder; the text names its process."""


@dataclass(frozen=True)
class Instance:
    """The folders and files of one local instance."""

    var: Path = field(default_factory=lambda: Path(os.environ.get("NUANYANG_DATA_DIR") or ROOT / "var").resolve())

    @property
    def lock_file(self) -> Path:
        return self.var / "launcher.lock"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    @property
    def environment(self) -> Path:
        """What `manage.py` needs to work beside a running instance."""
        return self.secrets / "environment.json"

    def log(self, name: str) -> Path:
        """Return the log of a process; one above 10 MB is rotated first."""
        path = self.var / "log" / f"{name}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > 10_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path

    def cluster(self) -> Cluster:
        """The embedded PostgreSQL; each major version has a data folder of its own."""
        binaries = find_binaries()
        home = self.database_home()
        major = version(binaries).split(".", maxsplit=1)[0]
        return Cluster(home / major, self.sockets(home) / "pg", self.log("postgres"), binaries=binaries)

    def queue(self) -> Valkey:
        """The embedded Valkey."""
        return Valkey(self.var / "valkey", self.sockets(self.var) / "valkey.sock", self.log("valkey"))

    def database_home(self) -> Path:
        """``var/pg``, or a folder that nobody may reach when PostgreSQL has to run as nobody and `var` is closed."""
        home = self.var / "pg"
        home.mkdir(parents=True, exist_ok=True)
        if drop_privileges.needs_foreign_files() and not drop_privileges.reachable(home):
            home = Path("/var/tmp") / f"nuanyang-{hashlib.sha256(bytes(home)).hexdigest()[:12]}"  # noqa: S108
            home.mkdir(mode=0o711, exist_ok=True)
        return home

    def sockets(self, home: Path) -> Path:
        """``run`` below `home`; a short folder of the system's, remembered in ``var``, when the path is too long."""
        nearby = home / "run"
        if len(bytes(nearby / "pg")) + SOCKET_NAME_LENGTH <= MAX_SOCKET_PATH:
            nearby.mkdir(parents=True, exist_ok=True)
            return nearby
        elsewhere = self._short_folder(self.var / "sockets.path")
        if drop_privileges.needs_foreign_files():
            elsewhere.chmod(0o711)
        return elsewhere

    def _short_folder(self, note: Path) -> Path:
        if (
            note.exists()
            and (elsewhere := Path(note.read_text().strip())).is_dir()
            and elsewhere.stat().st_uid == os.geteuid()
        ):
            return elsewhere
        elsewhere = Path(tempfile.mkdtemp(prefix="ny-", dir=os.environ.get("XDG_RUNTIME_DIR") or None))
        note.write_text(str(elsewhere))
        return elsewhere

    @contextlib.contextmanager
    def hold(self) -> Iterator[int]:
        """Lock this folder and yield the lock's descriptor. The lock lasts until the last process with it open ends."""
        self.var.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._acquire(lock)
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
            yield lock
        finally:
            os.close(lock)

    def launcher(self) -> int | None:
        """Return the process id that holds this folder now, if any."""
        with contextlib.suppress(OSError), self.lock_file.open() as file:
            if not _locked(file.fileno()):
                return int(file.read() or 0)
        return None

    def write_environment(self, env: dict[str, str]) -> None:
        """Store how the running instance is reached, for `manage.py`."""
        self.environment.touch(mode=0o600)
        self.environment.write_text(json.dumps(env, indent=1))

    def _acquire(self, lock: int) -> None:
        deadline = time.monotonic() + 15
        while not _locked(lock):
            pid = int(os.pread(lock, 20, 0) or 0)
            if _lives(pid) or time.monotonic() > deadline:
                raise AlreadyRunning(f"Already running here (process {pid}): `make stop` ends it.")
            time.sleep(0.1)  # killed just now; its reaper is still cleaning up


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid > 0
