"""Own servers, kept as safe as in production, and real worker processes that come back after a kill."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import children, lowering, secrets
from deploy.local.postgres import Cluster
from deploy.local.valkey import Valkey
from infra.postgres import apply

ROOT = Path(__file__).resolve().parents[2]
CELERY = [sys.executable, "-m", "celery", "-A", "workers.app"]
PARTS = {
    "worker": [*CELERY, "worker", "--concurrency=2", "--without-gossip", "--without-mingle", "-O", "fair"],
    "beat": [*CELERY, "beat", "--pidfile="],
    "sweep": [sys.executable, "-m", "workers.sweep", "--every", "1"],
}
MONDAY = "2026-09-07T09:00:00+08:00"  # no quiet hours, whenever the test is run


@dataclass
class House:
    """The whole of it in one folder below /tmp, gone at the end."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ny-chaos-")))
    lease_seconds: float = 3.0
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if lowering.needs_foreign_files():
            self.folder.chmod(0o711)
        self.var = self.folder / "var"
        self.var.mkdir()
        # Not hasty: what was committed must survive an immediate stop.
        self.postgres = Cluster(self.folder / "pg" / "data", self.folder / "pg" / "run", self.folder / "postgres.log")
        self.valkey = Valkey(self.folder / "valkey", self.folder / "valkey.sock", self.folder / "valkey.log")

    def open(self) -> None:
        """Start own servers and build the tables."""
        self.postgres.prepare()
        self.postgres.start()
        kept = secrets.fresh()
        self.open_on(kept | apply.apply(self.postgres.admin_url, kept))
        migrate = [sys.executable, "manage.py", "migrate", "--database", "owner", "--noinput", "-v", "0"]
        subprocess.run(migrate, cwd=ROOT, env={**self.env, "NUANYANG_LOGIN": "owner"}, check=True)

    def open_on(self, told: Mapping[str, str]) -> None:
        """Start an own queue beside a database that stands already, with its logins and keys."""
        self.valkey.start()
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")},
            **told,
            "REDIS_URL": self.valkey.url,
            "NUANYANG_MODE": "local",
            "NUANYANG_LOGIN": "worker",
            "NUANYANG_VAR": str(self.var),
            "NUANYANG_CLOCK": MONDAY,
            "NUANYANG_LEASE_SECONDS": str(self.lease_seconds),
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        }

    def start(self, name: str) -> None:
        """Start a part; what it says goes to its log."""
        extra = ["--schedule", str(self.var / "beat-schedule")] if name == "beat" else []
        with (self.folder / f"{name}.log").open("ab") as output:
            self.parts[name] = children.start([*PARTS[name], *extra], env=self.env, cwd=ROOT, output=output)

    def kill(self, name: str) -> None:
        """Kill -9 a part with all its processes and start it again, as the launcher would."""
        children.signal_group(self.parts[name].pid, signal.SIGKILL)
        self.parts[name].wait()
        self.start(name)

    def restart_postgres(self, signum: int) -> None:
        """SIGINT: fast, sessions are ended. SIGQUIT: immediate, as a crash, with recovery at the start."""
        if self.postgres.child:
            children.stop(self.postgres.child, signum=signum, seconds=30)
        self.postgres.child = None
        self.postgres.start()

    def close(self) -> None:
        for part in self.parts.values():
            children.stop(part, seconds=1)
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
