"""Restart what runs but no longer answers: ``python -m deploy.watchdog``, once a minute, as root (nuanyang-watchdog).

systemd restarts what ends. A web server that hangs does not end, nor does a worker that takes no message; the sweep
has a watchdog of its own.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg

from deploy import healthcheck

TRIES, PAUSE = 3, 5.0  # seconds between two tries: a restarting web server answers the second or third
# Heartbeats go out twice a minute. A queue that has sent lately and received nothing for so long has no living worker;
# the long queue is silent while a job runs.
STALLED = """
    SELECT queue FROM monitoring_queueheartbeat
    WHERE sent_at > now() - interval '2 minutes'
      AND received_at < now() - CASE queue WHEN 'long' THEN interval '1 hour' ELSE interval '5 minutes' END
    ORDER BY queue
"""


def main() -> int:
    """Look once, restart what hangs, and print what was restarted."""
    restarted = [*_hanging_web(), *(f"nuanyang-worker@{queue}" for queue in _stalled_queues())]
    for unit in restarted:
        print(f"{unit} does not answer: restarting it", flush=True)
        subprocess.run(["systemctl", "try-restart", f"{unit}.service"], check=False)
    return 0


def _hanging_web(answers: Callable[[], int] = healthcheck.main) -> list[str]:
    for number in range(TRIES):
        if answers() == 0:
            return []
        if number < TRIES - 1:
            time.sleep(PAUSE)
    return ["nuanyang-web"]


def _stalled_queues() -> list[str]:
    """Queues whose worker hangs; none while the database does not answer, since a restart would not help."""
    try:
        with psycopg.connect(os.environ["WORKER_DATABASE_URL"], connect_timeout=5) as database:
            return [queue for (queue,) in database.execute(STALLED)]
    except psycopg.OperationalError as error:
        print(f"heartbeats cannot be read: {type(error).__name__}", file=sys.stderr)
        return []


if __name__ == "__main__":
    sys.exit(main())
