"""``python -m deploy.local run | stop | manage COMMAND …``."""

import os
import signal
import sys
import time

from deploy.local import run
from deploy.local.instance import AlreadyRunning, Instance
from deploy.local.postgres import NoPostgres
from deploy.local.supervisor import ProcessFailed, Stopped
from deploy.local.valkey import NoValkey

EXPECTED = (AlreadyRunning, run.PortTaken, NoPostgres, NoValkey, ProcessFailed)


def main(arguments: list[str]) -> int:
    """Run one of the three commands; an expected failure prints a sentence and exits with 1."""
    instance = Instance()
    try:
        match arguments:
            case ["run"]:
                run.run(instance, int(os.environ.get("PORT") or 8000))
            case ["stop"]:
                return stop(instance)
            case ["manage", *rest] if rest:
                run.manage(instance, rest)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except Stopped:
        return 0
    except EXPECTED as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    return 0


def stop(instance: Instance, seconds: float = 60) -> int:
    """Stop the launcher of this folder and wait until it is gone."""
    pid = instance.launcher()
    if pid is None:
        print("nothing runs here")
        return 0
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while instance.launcher() is not None:
        if time.monotonic() > deadline:
            print(f"process {pid} does not stop", file=sys.stderr)
            return 1
        time.sleep(0.1)
    print(f"stopped (process {pid})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
