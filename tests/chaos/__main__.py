"""`python -m tests.chaos [NAME …] [--full] [--seed 7] [--deliveries 500 …]`: exit 0 when all that was tried held."""

import argparse
import json
import os
import random
import time
import traceback
from pathlib import Path

from tests.chaos.deployment import House
from tests.chaos.run import Report
from tests.chaos.scenarios import NAMES, scenario
from tests.chaos.servers import Servers


def main() -> int:
    words = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    words.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    words.add_argument("--full", action="store_const", const="FULL", dest="size", default="USUAL", help="as published")
    words.add_argument("--smoke", action="store_const", const="SMOKE", dest="size", help="as in `make test`")
    words.add_argument("--seed", type=int, default=random.randrange(10_000))  # noqa: S311
    words.add_argument("--out", type=Path, help="add each report to this file, a line of JSON each")
    words.add_argument("--keep", action="store_true", help="leave histories and logs where they are")
    told, sizes = words.parse_known_args()
    if unknown := set(told.names) - set(NAMES):
        words.error(f"no scenario {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if unknown := {word[2:] for word in sizes if word.startswith("--")} - {
        size for name in told.names or NAMES for size in getattr(scenario(name), told.size)
    }:
        words.error(f"no size {', '.join(sorted(unknown))}")
    servers = Servers(is_swift=told.size == "SMOKE")
    try:
        _open(servers)
        bad = [name for name in told.names or NAMES if not _one(name, servers, told, sizes).is_good]
    finally:
        servers.close(keep=told.keep)
        print(f"kept in {servers.folder}" if told.keep else "")
    print(f"BAD: {', '.join(bad)}" if bad else "all good")
    return 1 if bad else 0


def _open(servers: Servers) -> None:
    """Own servers; this process becomes one that reads them."""
    servers.open()
    os.environ.clear()
    os.environ.update(servers.env)
    import django

    django.setup()


def _one(name: str, servers: Servers, told: argparse.Namespace, given: list[str]) -> Report:
    """What goes wrong with one scenario is said, and the next one begins."""
    module, began = scenario(name), time.monotonic()
    sizes = _sizes(getattr(module, told.size), given)
    print(f"\n== {name}, seed {told.seed}, {sizes}", flush=True)
    servers.blank()
    house = House(servers, **{"is_hasty": told.size == "SMOKE", **module.HOUSE})
    try:
        house.open()
        report: Report = module.run(house, random.Random(told.seed), sizes)  # noqa: S311
    except Exception as error:  # noqa: BLE001  a scenario that breaks off is a fault in its report
        traceback.print_exc()
        report = Report(faults=[f"it broke off: {error}"[:300]])
    finally:
        house.close()
    report.figures["seconds"] = round(time.monotonic() - began)
    _tell(name, told, sizes, report)
    return report


def _sizes(usual: dict[str, float], given: list[str]) -> dict[str, float]:
    """`--deliveries 500` changes a size of the scenarios that have it."""
    words = argparse.ArgumentParser(prog="tests.chaos")
    for size, value in usual.items():
        words.add_argument(f"--{size}", type=type(value), default=value)
    return vars(words.parse_known_args(given)[0])


def _tell(name: str, told: argparse.Namespace, sizes: dict[str, float], report: Report) -> None:
    for figure, value in report.figures.items():
        print(f"  {figure:30}{value:>10}")
    print("good" if report.is_good else "BAD: " + "; ".join(report.faults), flush=True)
    if told.out:
        day = time.strftime("%Y-%m-%d")
        line = {"scenario": name, "day": day, "seed": told.seed, "sizes": sizes, "faults": report.faults}
        with told.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**line, "figures": report.figures}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
