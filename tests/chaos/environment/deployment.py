"""Real processes that are restarted when they end, as in production, and the fake gateway they call."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import unquote, urlsplit

from deploy.local import child_processes
from deploy.local.processes import web_command
from tests.chaos.environment.servers import ROOT, Servers
from tests.chaos.history.histories import History
from tests.gateways import keys
from workers import queues

CELERY = [sys.executable, "-m", "celery", "-A", "workers.app"]
PROCESSES = {  # of "worker-2" the name is "worker"
    "worker": [
        *CELERY,
        "worker",
        "--concurrency=2",
        "--include=tests.chaos.environment.failing_tasks",
        "--without-gossip",
        "--without-mingle",
        "-O",
        "fair",
    ],
    "beat": [sys.executable, "-m", "celery", "-A", "workers.beat", "beat", "--pidfile="],
    "sweep": [sys.executable, "-m", "workers.sweep", "--every", "1"],
    # As in production, instead of one worker for all queues.
    **{pool: [sys.executable, "-m", "workers.run_worker", pool] for pool in queues.WORKER_POOLS},
}
PROXIED = "WORKER_DATABASE_URL"
MORNING = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # a Monday, 09:00 in Shanghai: no quiet hours, whenever it is run


@dataclass
class Deployment:
    """The processes of one scenario, in a folder of their own. Their clocks start at `begins_at` and go on."""

    servers: Servers
    lease_seconds: float = 3.0
    begins_at: datetime = MORNING
    sms: str = "carrier"  # the provider whose protocol the fake gateway uses
    gateway_faults: Mapping[str, float] = field(default_factory=lambda: {"delay": 0.02})  # see tests/gateways/faults.py
    gateway: str = ""  # a gateway class in place of the provider's
    through_proxy: bool = False  # connections of workers to PostgreSQL and gateway can be cut
    has_short_pauses: bool = False  # pauses between attempts are short
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    proxies: dict[str, list[str]] = field(default_factory=dict)
    clock_offsets: dict[str, int] = field(default_factory=dict)  # seconds by which a process's clock is wrong
    restarts: Counter[str] = field(default_factory=Counter)  # processes that ended by themselves and were restarted
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="deployment-", dir=self.servers.folder))
        self.var = self.folder / "var"
        (self.var / "static").mkdir(parents=True)
        self.set_clock(self.begins_at)
        self.notifications, self.faults, self.pages = (
            History(self.folder / f"{name}.jsonl") for name in ("requests", "faults", "pages")
        )
        self.calls = self.folder / "gateway.jsonl"
        self.port, self.gateway_port = free_port(), free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def now(self) -> datetime:
        """The time by the correct clocks of this deployment."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def set_clock(self, moment: datetime, in_seconds: float = 0) -> None:
        """Set the clock of processes started from now on, so that it shows `moment` in so many seconds."""
        self.offset = round(moment.timestamp() - time.time() - in_seconds)

    def answers(self) -> bool:
        """Whether the web answers."""
        return _answers(self.port)

    def open(self) -> None:
        """Start the gateway, and proxies before it and the database where connections are to be cut."""
        own = {"NUANYANG_DATA_DIR": str(self.var), "NUANYANG_LEASE_SECONDS": str(self.lease_seconds)}
        self.env = {
            **self.servers.env,
            **own,
            "CHAOS_GATEWAY": self.gateway,
            "CHAOS_SHORT_PAUSES": "yes" * self.has_short_pauses,
        }
        self.start("gateway")
        to_gateway = self.gateway_port
        if self.through_proxy:
            to_gateway = self._proxy("proxy-gateway", f"127.0.0.1:{to_gateway}")
            self._put_proxy_before_postgres()
        self.env |= keys.environment(self.sms, to_gateway)
        child_processes.wait_until(lambda: _answers(to_gateway), seconds=10)

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env_of(""), check=True)

    def _put_proxy_before_postgres(self) -> None:
        """Only workers go through it; this process and the web keep a direct connection."""
        url = urlsplit(self.env[PROXIED])
        login, _, host = url.netloc.rpartition("@")
        target = f"{unquote(host)}/.s.PGSQL.5432" if host.startswith("%2F") else host
        port = self._proxy("proxy-postgres", target)
        self.env[PROXIED] = f"postgresql://{login}@127.0.0.1:{port}{url.path}"

    def _proxy(self, name: str, target: str) -> int:
        """The port of a new proxy before `target`."""
        port = free_port()
        self.proxies[name] = [str(port), target]
        self.start(name)
        child_processes.wait_until(lambda: _answers(port), seconds=10)
        return port

    # -- processes
    def start(self, *names: str) -> None:
        """Start processes, each with a log."""
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as output:
                child = child_processes.start(self._command(name), env=self.env_of(name), cwd=ROOT, output=output)
            self.processes[name] = child

    def _command(self, name: str) -> list[str]:
        kind = name.partition("-")[0]
        if kind == "web":
            return web_command(self.port)
        if kind == "proxy":
            return [sys.executable, "-m", "tests.chaos.environment.proxy", *self.proxies[name]]
        if kind == "gateway":
            gateway_faults = [
                argument for name, share in self.gateway_faults.items() for argument in (f"--{name}", str(share))
            ]
            history = ["--history", str(self.calls), "--port", str(self.gateway_port)]
            return [sys.executable, "-m", "tests.gateways", *history, *gateway_faults]
        if kind == "beat":
            return [*PROCESSES[kind], "--schedule", str(self.var / f"{name}-schedule")]
        return [*PROCESSES[kind], "-n", f"{name}@chaos"] if kind == "worker" else PROCESSES[kind]

    def env_of(self, name: str) -> dict[str, str]:
        seconds = self.offset + self.clock_offsets.get(name, 0)
        login = "web" if name.startswith("web") else "worker"
        return {
            **self.env,
            "NUANYANG_DB_LOGIN": login,
            "NUANYANG_CLOCK": f"{'-' if seconds < 0 else '+'}{abs(seconds)}s",
        }

    def named(self, kind: str) -> list[str]:
        """Names of the running processes of a kind: worker-1, worker-2."""
        return sorted(name for name in self.processes if name.partition("-")[0] == kind)

    def kill(self, name: str) -> None:
        """Kill -9 a process with its children and restart it."""
        child_processes.signal_group(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()
        self.start(name)

    def kill_child(self, name: str, rng: random.Random) -> bool:
        """Kill -9 one process of a worker's pool; its parent makes a new one. False when it has none."""
        pool = children_of(self.processes[name].pid)
        if pool:
            os.kill(rng.choice(pool), signal.SIGKILL)
        return bool(pool)

    def restart_ended(self) -> None:
        """Restart the processes that have ended by themselves."""
        for name, child in list(self.processes.items()):
            if child.poll() is not None:
                child_processes.signal_group(child.pid, signal.SIGKILL)
                self.restarts[name] += 1
                self.start(name)

    def wait_for_workers(self, seconds: float = 60) -> None:
        """Wait until every worker has its pool."""
        child_processes.wait_until(
            lambda: all(len(children_of(self.processes[name].pid)) >= 2 for name in self.named("worker")),
            seconds=seconds,
        )

    def log_tails(self) -> str:
        return "\n".join(f"{name}:\n{child_processes.tail(self.folder / f'{name}.log', 15)}" for name in self.processes)

    def close(self) -> None:
        for process in self.processes.values():
            child_processes.signal_group(process.pid, signal.SIGCONT)
        for name in sorted(self.processes, key=lambda name: name.startswith("proxy")):
            child_processes.stop(self.processes[name], seconds=1)


def children_of(pid: int) -> list[int]:
    """Process ids of the children of a process; none when it is gone."""
    rows: list[int] = []
    try:
        tasks: Iterable[Path] = list(Path(f"/proc/{pid}/task").iterdir())
        for task in tasks:
            rows += [int(argument) for argument in (task / "children").read_text().split()]
    except OSError:
        return []
    return rows


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
