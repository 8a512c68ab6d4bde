"""Where one house keeps its things: ``var/`` below the project, and elsewhere only what cannot live there."""

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
    """Another launcher holds this place; the text names it."""


@dataclass(frozen=True)
class Instance:
    """The folders of one house."""

    var: Path = field(default_factory=lambda: Path(os.environ.get("NUANYANG_DATA_DIR") or ROOT / "var").resolve())

    @property
    def lock_file(self) -> Path:
        return self.var / "launcher.lock"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    @property
    def environment(self) -> Path:
        """What `manage.py` needs to work beside a running house."""
        return self.secrets / "environment.json"

    def log(self, name: str) -> Path:
        """The log of a part; one that has grown is put aside."""
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
        near = home / "run"
        if len(bytes(near / "pg")) + SOCKET_NAME_LENGTH <= MAX_SOCKET_PATH:
            near.mkdir(parents=True, exist_ok=True)
            return near
        far = self._short_folder(self.var / "sockets.path")
        if drop_privileges.needs_foreign_files():
            far.chmod(0o711)
        return far

    def _short_folder(self, note: Path) -> Path:
        if note.exists() and (far := Path(note.read_text().strip())).is_dir() and far.stat().st_uid == os.geteuid():
            return far
        far = Path(tempfile.mkdtemp(prefix="ny-", dir=os.environ.get("XDG_RUNTIME_DIR") or None))
        note.write_text(str(far))
        return far

    @contextlib.contextmanager
    def taken(self) -> Iterator[int]:
        """Hold this place; gives the lock's descriptor. The lock ends with the last process that has it open."""
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
        """The process that holds this place now, if any."""
        with contextlib.suppress(OSError), self.lock_file.open() as file:
            if not _locked(file.fileno()):
                return int(file.read() or 0)
        return None

    def write_environment(self, env: dict[str, str]) -> None:
        """Remember how the running house is reached."""
        self.environment.touch(mode=0o600)
        self.environment.write_text(json.dumps(env, indent=1))

    def _acquire(self, lock: int) -> None:
        ends = time.monotonic() + 15
        while not _locked(lock):
            pid = int(os.pread(lock, 20, 0) or 0)
            if _lives(pid) or time.monotonic() > ends:
                raise AlreadyRunning(f"Already running here (process {pid}): `make stop` ends it.")
            time.sleep(0.1)  # killed just now; its guard is still clearing up


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
