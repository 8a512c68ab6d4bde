"""A launcher with stand-in processes for the tests, and queries about running processes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local import child_processes

ROOT = Path(__file__).resolve().parents[3]

# A process with a child, as granian and celery have; both write their process ids to a file.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1], "a") as pid_file:
    pid_file.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(600)
"""
LAUNCHER = """
import json, os, sys
from pathlib import Path
from deploy.local.instance import Instance
from deploy.local.supervisor import Process, Stopped, Supervisor
instance = Instance()
commands = json.loads(sys.argv[1])
report = lambda sentence: print(sentence, flush=True)
with instance.hold() as lock, Supervisor(report, hold_open=[lock]) as supervisor:
    if "postgres" in sys.argv[2:]:
        cluster = instance.cluster()
        cluster.prepare()
        process = supervisor.watch(Process("postgres", cluster.launch, cluster.log, stop_signal=2, is_server=True))
        supervisor.until(cluster.ready, process=process, seconds=60)
    if "valkey" in sys.argv[2:]:
        queue = instance.queue()
        process = supervisor.watch(Process("valkey", queue.launch, queue.log, is_server=True))
        supervisor.until(queue.ready, process=process, seconds=60)
    for name, argv in commands.items():
        supervisor.watch(Process.of_command(name, argv, env=os.environ, cwd=instance.var, log=instance.log(name)))
    report("ready")
    try:
        supervisor.forever()
    except Stopped:
        pass
report("stopped")
"""


def family(pid_file: Path) -> list[str]:
    """The command of a process that has a child."""
    return [sys.executable, "-c", FAMILY, str(pid_file)]


class Launcher:
    """A launcher in a process of its own, with its folder in `var`."""

    def __init__(self, var: Path, commands: dict[str, list[str]], servers: Sequence[str] = ()) -> None:
        self.var = var
        self.output_file = var / "output"
        var.mkdir(exist_ok=True)
        with self.output_file.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAUNCHER, json.dumps(commands), *servers],
                cwd=ROOT,
                env={**os.environ, "NUANYANG_DATA_DIR": str(var)},
                stdout=output,
                stderr=output,
            )

    def output(self) -> str:
        return self.output_file.read_text()

    def wait_for(self, text: str, times: int = 1) -> None:
        appeared = child_processes.wait_until(lambda: self.output().count(text) >= times, seconds=60)
        assert appeared, self.output()

    def family(self) -> list[int]:
        """The launcher's process id and those of all its descendants."""
        return [self.process.pid, *descendants(self.process.pid)]


def descendants(pid: int) -> list[int]:
    """Children of `pid` and theirs."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (stat := _stat(folder)) is not None:
            parents[int(folder.name)] = int(stat[1])
    pids: list[int] = []
    layer = [pid]
    while layer:
        layer = [child for child, parent in parents.items() if parent in layer]
        pids += layer
    return pids


def living(pids: Sequence[int]) -> list[int]:
    """Those that still run; zombies do not."""
    return [pid for pid in pids if (stat := _stat(Path(f"/proc/{pid}"))) is not None and stat[0] not in "ZX"]


def wait_all_gone(pids: Sequence[int], seconds: float = 20) -> None:
    child_processes.wait_until(lambda: not living(pids), seconds=seconds)
    left = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in living(pids)}
    assert not left


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    assert child_processes.wait_until(condition, seconds=seconds)


def _stat(folder: Path) -> list[str] | None:
    """State, parent and so on: the words after the name, which is in brackets and may hold anything."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
