"""`python -m tests.chaos [NAME …] [--full] [--seed 7] [--deliveries 500 …]`: exit 0 when all that was tried held."""

import argparse
import json
import os
import random
import time
import traceback
from pathlib import Path

from tests.chaos.deployment import Deployment
from tests.chaos.run import Report
from tests.chaos.scenarios import NAMES, scenario
from tests.chaos.servers import Servers


def main() -> int:
    text = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    text.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    text.add_argument("--full", action="store_const", const="FULL", dest="size", default="USUAL", help="as published")
    text.add_argument("--smoke", action="store_const", const="SMOKE", dest="size", help="as in `make test`")
    text.add_argument("--seed", type=int, default=random.randrange(10_000))  # noqa: S311
    text.add_argument("--out", type=Path, help="add each report to this file, a line of JSON each")
    text.add_argument("--keep", action="store_true", help="leave histories and logs where they are")
    entry, sizes = text.parse_known_args()
    if unknown := set(entry.names) - set(NAMES):
        text.error(f"no scenario {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if unknown := {text[2:] for text in sizes if text.startswith("--")} - {
        size for name in entry.names or NAMES for size in getattr(scenario(name), entry.size)
    }:
        text.error(f"no size {', '.join(sorted(unknown))}")
    servers = Servers(is_swift=entry.size == "SMOKE")
    try:
        _open(servers)
        bad = [name for name in entry.names or NAMES if not _one(name, servers, entry, sizes).is_good]
    finally:
        servers.close(keep=entry.keep)
        print(f"kept in {servers.folder}" if entry.keep else "")
    print(f"BAD: {', '.join(bad)}" if bad else "all good")
    return 1 if bad else 0


def _open(servers: Servers) -> None:
    """Own servers; this process becomes one that reads them."""
    servers.open()
    os.environ.clear()
    os.environ.update(servers.env)
    import django

    django.setup()


def _one(name: str, servers: Servers, entry: argparse.Namespace, given: list[str]) -> Report:
    """Run the scenarios; report a failing one and go on with the next."""
    module, started = scenario(name), time.monotonic()
    sizes = _sizes(getattr(module, entry.size), given)
    print(f"\n== {name}, seed {entry.seed}, {sizes}", flush=True)
    servers.blank()
    deployment = Deployment(servers, **{"is_hasty": entry.size == "SMOKE", **module.DEPLOYMENT})
    try:
        deployment.open()
        report: Report = module.run(deployment, random.Random(entry.seed), sizes)  # noqa: S311
    except Exception as error:  # noqa: BLE001  a scenario that breaks off is a fault in its report
        traceback.print_exc()
        report = Report(faults=[f"it broke off: {error}"[:300]])
    finally:
        deployment.close()
    report.figures["seconds"] = round(time.monotonic() - started)
    _report(name, entry, sizes, report)
    return report


def _sizes(usual: dict[str, float], given: list[str]) -> dict[str, float]:
    """`--deliveries 500` changes a size of the scenarios that have it."""
    text = argparse.ArgumentParser(prog="tests.chaos")
    for size, value in usual.items():
        text.add_argument(f"--{size}", type=type(value), default=value)
    return vars(text.parse_known_args(given)[0])


def _report(name: str, entry: argparse.Namespace, sizes: dict[str, float], report: Report) -> None:
    for figure, value in report.figures.items():
        print(f"  {figure:30}{value:>10}")
    print("good" if report.is_good else "BAD: " + "; ".join(report.faults), flush=True)
    if entry.out:
        day = time.strftime("%Y-%m-%d")
        record = {"scenario": name, "day": day, "seed": entry.seed, "sizes": sizes, "faults": report.faults}
        with entry.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**record, "figures": report.figures}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
