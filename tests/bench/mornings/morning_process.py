"""One process of `morning`: it evaluates what is due when its input closes, and prints what that took.

Its first argument, as 0/2, is its number among how many. The first process goes through all counties, the others take
them in turn from the last one on, as the tasks of the queue do. With a file as second argument it writes the plan of
every statement there, by kind of reminder.
"""

import json
import os
import re
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any


class Plans:
    """The plan of each statement that reads or changes rows, with the kind that sent it first; without its values."""

    def __init__(self) -> None:
        self.kind, self.seen, self.lines = "what is due", set[str](), list[str]()

    def name_kinds(self) -> None:
        from services.reminders.evaluation import run

        evaluate = run.evaluate_group

        def named(kind: Any, group: Any, facts: Any) -> int:
            self.kind = kind.key
            return evaluate(kind, group, facts)

        run.evaluate_group = named

    def explain(self, sql: object, params: Any, connection: Any) -> None:
        shape = re.sub(r"\s+|\(%s(, %s)*\)", " ", sql) if isinstance(sql, str) else ""
        tables = re.findall(r'(?:FROM|JOIN|UPDATE) "?([a-z]+_[a-z]+)', shape)
        if not tables or not re.match(r"\s*(SELECT|UPDATE|WITH)", shape) or shape in self.seen:
            return
        self.seen.add(shape)
        with connection.connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall() if not re.match(r"\s*(Filter|Sort Key): ", line))
        plan = re.sub(r"'\{[^}]*\}'", "'{…}'", plan)
        self.lines.append(f"-- {self.kind}: {' '.join(dict.fromkeys(tables))}\n{re.sub(r'[0-9]+', 'N', plan)}\n")


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from services.kit import clock

    queries, plans = 0, Plans() if sys.argv[2:] else None
    if plans:
        plans.name_kinds()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal queries
        queries += 1
        if plans:
            plans.explain(sql, params, connection)
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    with connection.execute_wrapper(count):
        start_mb, start_cpu = _peak_mb(), _cpu_seconds(backend)
        print("ready", flush=True)
        sys.stdin.read()
        result = _evaluate(*map(int, sys.argv[1].split("/")), clock.now())
    report = {"notifications": result.notifications, "failed": result.failed, "queries": queries}
    report |= {"cpu": _cpu_seconds(backend) - start_cpu, "start_mb": start_mb, "peak_mb": _peak_mb()}
    print(json.dumps(report))
    if plans:
        Path(sys.argv[2]).write_text("\n".join(plans.lines))


def _evaluate(number: int, processes: int, now: datetime) -> Any:
    from services.reminders import evaluation

    if not number:
        return evaluation.evaluate_due_rules(now)
    result = evaluation.EvaluationResult()
    for county in evaluation.counties_to_check(now)[::-1][number - 1 :: processes - 1]:
        result.add(evaluation.evaluate_due_rules(now, county=county))
    return result


def _cpu_seconds(backend: int) -> float:
    """Of this process and of its PostgreSQL backend: the same on a busy machine."""
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb() -> float:
    """From /proc: `getrusage` counts the memory of the process that started this one as well."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


if __name__ == "__main__":
    main()
