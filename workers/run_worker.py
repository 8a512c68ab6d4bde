"""Start one worker pool: `python -m workers.run_worker quick` becomes the Celery worker of `queues.WORKER_POOLS`."""

import argparse
import os
import sys

from workers.queues import WORKER_POOLS

INDEPENDENT = ("--without-gossip", "--without-mingle", "-O", "fair")  # workers coordinate through the database only


def command(name: str) -> list[str]:
    pool = WORKER_POOLS[name]
    # %h: a name of its own on every host, or two workers would take each other for one.
    options = (f"--queues={pool.queue}", f"--hostname={name}@%h", f"--concurrency={pool.concurrency}")
    return [sys.executable, "-m", "celery", "-A", "workers.app", "worker", *options, "--loglevel=INFO", *INDEPENDENT]


def main() -> None:
    """Replace this process by the worker: the process id stays, so that its starter can stop it."""
    options = argparse.ArgumentParser(prog="workers.run_worker", description=__doc__)
    options.add_argument("pool", choices=list(WORKER_POOLS))
    argv = command(options.parse_args().pool)
    os.execv(argv[0], argv)  # noqa: S606


if __name__ == "__main__":
    main()
