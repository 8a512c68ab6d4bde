"""`python -m tests.bench [--size xs|s|m|l] [--only reads writes http rosters reminders]`: figures beside targets.

`--size l` is the nation: the same work in a database of one county and of eighteen, and how soon figures follow.
"""

import argparse
import os
import platform
import sys
import time

from tests.bench import environment
from tests.bench.ratio import HEAD

ROSTER_ROWS = {"xs": 500, "s": 6_000, "m": 60_000}
REMINDERS = {"xs": 400, "s": 4_000, "m": 20_000}
SECTIONS = ("reads", "writes", "http", "rosters", "reminders")


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    options.add_argument("--size", choices=[*sorted(ROSTER_ROWS), "l"], default="s")
    options.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS)
    chosen = options.parse_args(arguments)
    if chosen.size == "l":
        return _nation()
    with environment.served():
        from tests.bench import http_latency, latency, reads, reminders, rosters, seed, writes

        started = time.perf_counter()
        seeded = seed.county(seed.SIZES[chosen.size])
        environment.settle()
        size = seed.SIZES[chosen.size]
        pupils = size.schools * 6 * size.classes * size.pupils
        print(f"{size.schools} schools, {pupils} pupils, seeded in {time.perf_counter() - started:.0f} s;", end=" ")
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n")
        sections = {
            "reads": lambda: reads.all_of(seeded),
            "writes": lambda: writes.all_of(seeded),
            "http": lambda: http_latency.all_of(seeded),
            "rosters": lambda: rosters.all_of(seeded, ROSTER_ROWS[chosen.size]),
            "reminders": lambda: reminders.all_of(seeded, REMINDERS[chosen.size]),
        }
        missed = 0
        for name in chosen.only:
            print(latency.HEAD if name == "http" else HEAD)
            for ratio in sections[name]():
                print(ratio.line(), flush=True)
                missed += not ratio.is_met
    print(f"\n{missed} not met" if missed else "\nall met")
    return 0


def _nation() -> int:
    with environment.served():
        from tests.bench.nations import freshness, growth, nation, nation_sizes
        from tests.bench.plans import explain

        started = time.perf_counter()
        seeded = nation.both_sizes(nation_sizes.county_pupils())
        print(f"seeded in {time.perf_counter() - started:.0f} s; load {os.getloadavg()[0]:.1f}\n\n{growth.HEAD}")
        for figure in growth.all_of(seeded):
            print(figure.line(), flush=True)
        print("", *growth.table_sizes(), "", sep="\n")
        for rate in freshness.all_of(seeded.actors["county"].user_id):
            print(rate.line(), flush=True)
        explain.write(seeded)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
