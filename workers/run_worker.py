"""One crew of workers: `python -m workers.run_worker quick`. Becomes the Celery worker that `queues.CREWS` asks for."""

import argparse
import os
import sys

from workers.queues import WORKER_POOLS

ALONE = ("--without-gossip", "--without-mingle", "-O", "fair")  # workers know the database, not each other


def command(name: str) -> list[str]:
    crew = WORKER_POOLS[name]
    who = (f"--queues={','.join(crew.queues)}", f"--hostname={name}@%h", f"--concurrency={crew.concurrency}")
    return [sys.executable, "-m", "celery", "-A", "workers.app", "worker", *who, "--loglevel=INFO", *ALONE]


def main() -> None:
    """Never returns: the process keeps its number, so that whoever started it can stop it."""
    options = argparse.ArgumentParser(prog="workers.run_worker", description=__doc__)
    options.add_argument("crew", choices=list(WORKER_POOLS))
    argv = command(options.parse_args().crew)
    os.execv(argv[0], argv)  # noqa: S606


if __name__ == "__main__":
    main()
