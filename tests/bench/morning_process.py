"""One process of `morning`: it evaluates what is due when its input closes, and prints what that took."""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from services.kit import clock
    from services.reminders import evaluation

    queries = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    with connection.execute_wrapper(count):
        start_mb, start_cpu = _peak_mb(), _cpu_seconds(backend)
        print("ready", flush=True)
        sys.stdin.read()
        result = evaluation.evaluate_due_rules(clock.now())
    report = {"notifications": result.notifications, "failed": result.failed, "queries": queries}
    report |= {"cpu": _cpu_seconds(backend) - start_cpu, "start_mb": start_mb, "peak_mb": _peak_mb()}
    print(json.dumps(report))


def _cpu_seconds(backend: int) -> float:
    """Of this process and of its PostgreSQL backend: the same on a busy machine."""
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
