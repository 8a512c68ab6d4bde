"""Starts the programs of deploy/systemd, and again by what their unit files say, where systemd cannot run."""

import configparser
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import child_processes

ROOT = Path(__file__).resolve().parents[3]
UNITS = ROOT / "deploy/systemd"
ON_THIS_MACHINE = {"/srv/nuanyang/.venv/bin/python": sys.executable}  # where a release lies in the units, and here


@dataclass(frozen=True)
class Unit:
    """What a unit file says about the life of its process. Pauses are in seconds."""

    name: str
    commands: list[list[str]]
    restart: str
    pause: float
    start_limit_interval: float
    stop_timeout: float
    kills_the_rest: bool  # KillMode=mixed: children of a main process that ended get no time

    @classmethod
    def read(cls, name: str, replaced: Mapping[str, str]) -> "Unit":
        """The unit `name`, as nuanyang-worker@long; `replaced` are paths and ports of its commands."""
        template, _, instance = name.partition("@")
        text = (UNITS / f"{template}{'@' if instance else ''}.service").read_text().replace("%i", instance)
        for path, other in replaced.items():
            text = text.replace(path, other)
        commands = [shlex.split(line.partition("=")[2]) for line in text.splitlines() if line.startswith("ExecStart=")]
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.read_string(text)
        unit, service = parser["Unit"], parser["Service"]
        return cls(
            name,
            commands,
            service.get("Restart", "no"),
            service.getfloat("RestartSec", 0.1),
            unit.getfloat("StartLimitIntervalSec", 10.0),
            service.getfloat("TimeoutStopSec", 90.0),
            service.get("KillMode") == "mixed",
        )


@dataclass
class Service:
    """One running unit, supervised as systemd would: `START_LIMIT` starts in the interval, and it is given up."""

    unit: Unit
    env: Mapping[str, str]
    log: Path
    starts: list[float] = field(default_factory=list)
    child: subprocess.Popen[bytes] | None = None
    START_LIMIT = 5  # DefaultStartLimitBurst of systemd

    def start(self) -> None:
        interval = self.unit.start_limit_interval
        recent = [moment for moment in self.starts if time.monotonic() - moment < interval]
        assert len(recent) < self.START_LIMIT, f"{self.unit.name} was given up"
        self.starts.append(time.monotonic())
        with self.log.open("ab") as output:
            self.child = child_processes.start(self.unit.commands[-1], env=self.env, cwd=ROOT, output=output)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        assert self.child is not None
        return self.child

    def kill(self) -> None:
        """Kill the main process, and end what it leaves behind as the unit's KillMode says."""
        self.running.kill()
        self.running.wait()
        self._end_the_rest()

    def restart(self) -> None:
        """After the pause of the unit, where it says that a killed process is started again."""
        assert self.unit.restart in {"always", "on-failure"}, f"{self.unit.name} stays down"
        time.sleep(self.unit.pause)
        self.start()

    def stop(self) -> None:
        child_processes.stop(self.running, seconds=self.unit.stop_timeout)

    def _end_the_rest(self) -> None:
        pid = self.running.pid
        if not self.unit.kills_the_rest:
            child_processes.signal_group(pid, signal.SIGTERM)
            child_processes.wait_until(lambda: not _has_group(pid), seconds=self.unit.stop_timeout)
        child_processes.signal_group(pid, signal.SIGKILL)


def services_of(target: Sequence[str], env: Mapping[str, Mapping[str, str]], folder: Path, port: int) -> list[Service]:
    """The services of unit names, with `env` of each login, writing to `folder`."""
    replaced = ON_THIS_MACHINE | {"/var/lib/nuanyang": str(folder), "--port 8000": f"--port {port}"}
    logins = {name: "web" if name == "nuanyang-web" else "worker" for name in target}
    return [Service(Unit.read(name, replaced), env[logins[name]], folder / f"{name}.log") for name in target]


def _has_group(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True
