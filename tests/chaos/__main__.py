"""`python -m tests.chaos [NAME …] [--full] [--seed 7] [--deliveries 500 …]`: exit 0 when all that was tried held."""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.chaos.house import STRAIGHT, House
from tests.chaos.run import Report
from tests.chaos.scenarios import NAMES, scenario


def main() -> int:
    words = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    words.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    words.add_argument("--full", action="store_true", help="the sizes of the published figures: an hour for all")
    words.add_argument("--seed", type=int, default=random.randrange(10_000))  # noqa: S311
    words.add_argument("--out", type=Path, help="add each report to this file, a line of JSON each")
    words.add_argument("--keep", action="store_true", help="leave histories and logs where they are")
    told, sizes = words.parse_known_args()
    if unknown := set(told.names) - set(NAMES):
        words.error(f"no scenario {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    names = told.names or NAMES
    if len(names) > 1:
        return _one_after_another(list(names))
    return _one(names[0], told, sizes)


def _one_after_another(names: list[str]) -> int:
    """Each in a process of its own: Django belongs to one house."""
    options = [word for word in sys.argv[1:] if word not in names]
    command = [sys.executable, "-m", "tests.chaos", *options]
    bad = [name for name in names if subprocess.run([*command, name], check=False).returncode]
    print(f"BAD: {', '.join(bad)}" if bad else "all good")
    return 1 if bad else 0


def _one(name: str, told: argparse.Namespace, given: list[str]) -> int:
    module, began = scenario(name), time.monotonic()
    sizes = _sizes(module.FULL if told.full else module.USUAL, given)
    print(f"\n== {name}, seed {told.seed}, {sizes}", flush=True)
    house = House(**module.HOUSE)
    try:
        house.open()
        os.environ.clear()
        os.environ.update(house.env | ({"WORKER_DATABASE_URL": house.env[STRAIGHT]} if house.through_proxy else {}))
        import django

        django.setup()
        report: Report = module.run(house, random.Random(told.seed), sizes)  # noqa: S311
    finally:
        if told.keep:
            print(f"kept in {house.folder}")
        house.close(keep=told.keep)
    report.figures["seconds"] = round(time.monotonic() - began)
    _tell(name, told, sizes, report)
    return 0 if report.is_good else 1


def _sizes(usual: dict[str, float], given: list[str]) -> dict[str, float]:
    """`--deliveries 500` changes a size of the scenario."""
    words = argparse.ArgumentParser(prog="tests.chaos")
    for size, value in usual.items():
        words.add_argument(f"--{size}", type=type(value), default=value)
    return vars(words.parse_args(given))


def _tell(name: str, told: argparse.Namespace, sizes: dict[str, float], report: Report) -> None:
    for figure, value in report.figures.items():
        print(f"  {figure:24}{value:>10}")
    print("good" if report.is_good else "BAD: " + "; ".join(report.faults), flush=True)
    if told.out:
        day = time.strftime("%Y-%m-%d")
        line = {"scenario": name, "day": day, "seed": told.seed, "sizes": sizes, "faults": report.faults}
        with told.out.open("a") as file:
            file.write(json.dumps(line | report.figures, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
