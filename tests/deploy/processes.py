"""A launcher with stand-in parts for the tests, and looks at what lives."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local import child_processes

ROOT = Path(__file__).resolve().parents[2]

# A part with a child of its own, as granian and celery have; both write their numbers down.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1], "a") as book:
    book.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(600)
"""
LAUNCHER = """
import json, os, sys
from pathlib import Path
from deploy.local.instance import Place
from deploy.local.supervisor import Part, Stopped, Supervisor
place = Place()
commands = json.loads(sys.argv[1])
say = lambda sentence: print(sentence, flush=True)
with place.taken() as lock, Supervisor(say, hold_open=[lock]) as supervisor:
    if "postgres" in sys.argv[2:]:
        cluster = place.cluster()
        cluster.prepare()
        part = supervisor.watch(Part("postgres", cluster.launch, cluster.log, stop_signal=2, is_server=True))
        supervisor.until(cluster.ready, part=part, seconds=60)
    if "valkey" in sys.argv[2:]:
        queue = place.queue()
        part = supervisor.watch(Part("valkey", queue.launch, queue.log, is_server=True))
        supervisor.until(queue.ready, part=part, seconds=60)
    for name, argv in commands.items():
        supervisor.watch(Part.of_command(name, argv, env=os.environ, cwd=place.var, log=place.log(name)))
    say("ready")
    try:
        supervisor.forever()
    except Stopped:
        pass
say("stopped")
"""


def family(book: Path) -> list[str]:
    """The command of a part that has a child."""
    return [sys.executable, "-c", FAMILY, str(book)]


class Launcher:
    """A launcher in a process of its own, with its folder in `var`."""

    def __init__(self, var: Path, commands: dict[str, list[str]], servers: Sequence[str] = ()) -> None:
        self.var = var
        self.said_in = var / "said"
        var.mkdir(exist_ok=True)
        with self.said_in.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAUNCHER, json.dumps(commands), *servers],
                cwd=ROOT,
                env={**os.environ, "NUANYANG_DATA_DIR": str(var)},
                stdout=output,
                stderr=output,
            )

    def said(self) -> str:
        return self.said_in.read_text()

    def wait_for(self, words: str, times: int = 1) -> None:
        happened = child_processes.wait_until(lambda: self.said().count(words) >= times, seconds=60)
        assert happened, self.said()

    def family(self) -> list[int]:
        """The launcher's own and everything below it, by the kernel's book."""
        return [self.process.pid, *descendants(self.process.pid)]


def descendants(pid: int) -> list[int]:
    """Children of `pid` and theirs."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (stat := _stat(folder)) is not None:
            parents[int(folder.name)] = int(stat[1])
    found: list[int] = []
    layer = [pid]
    while layer:
        layer = [child for child, parent in parents.items() if parent in layer]
        found += layer
    return found


def living(pids: Sequence[int]) -> list[int]:
    """Those that still run; a zombie waiting for its parent's look does not."""
    return [pid for pid in pids if (stat := _stat(Path(f"/proc/{pid}"))) is not None and stat[0] not in "ZX"]


def wait_all_gone(pids: Sequence[int], seconds: float = 20) -> None:
    child_processes.wait_until(lambda: not living(pids), seconds=seconds)
    left = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in living(pids)}
    assert not left


def wait_for(true: Callable[[], bool], seconds: float = 20) -> None:
    assert child_processes.wait_until(true, seconds=seconds)


def _stat(folder: Path) -> list[str] | None:
    """State, parent and so on: the words after the name, which is in brackets and may hold anything."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
