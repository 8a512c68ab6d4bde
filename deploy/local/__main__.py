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
    """Do one of the three; an expected failure is a sentence and exit 1."""
    place = Instance()
    try:
        match arguments:
            case ["run"]:
                run.run(place, int(os.environ.get("PORT") or 8000))
            case ["stop"]:
                return stop(place)
            case ["manage", *rest] if rest:
                run.manage(place, rest)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except Stopped:
        return 0
    except EXPECTED as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    return 0


def stop(place: Instance, seconds: float = 60) -> int:
    """Stop the launcher that runs here and wait until it is gone."""
    pid = place.launcher()
    if pid is None:
        print("nothing runs here")
        return 0
    os.kill(pid, signal.SIGTERM)
    ends = time.monotonic() + seconds
    while place.launcher() is not None:
        if time.monotonic() > ends:
            print(f"process {pid} does not stop", file=sys.stderr)
            return 1
        time.sleep(0.1)
    print(f"stopped (process {pid})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
