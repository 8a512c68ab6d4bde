"""`python -m tests.chaos [NAME …] [--full] [--seed 7] [--deliveries 500 …]`: exit 0 when all that was tried held."""

import argparse
import json
import os
import random
import time
import traceback
from pathlib import Path

from tests.chaos.environment.deployment import Deployment
from tests.chaos.environment.servers import Servers
from tests.chaos.run import Report
from tests.chaos.scenarios import NAMES, scenario


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--full", action="store_const", const="FULL", dest="size", default="DEFAULT", help="as published"
    )
    parser.add_argument("--smoke", action="store_const", const="SMOKE", dest="size", help="as in `make test`")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))  # noqa: S311
    parser.add_argument("--out", type=Path, help="add each report to this file, a line of JSON each")
    parser.add_argument("--keep", action="store_true", help="leave histories and logs where they are")
    options, sizes = parser.parse_known_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no scenario {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if unknown := {parser[2:] for parser in sizes if parser.startswith("--")} - {
        size for name in options.names or NAMES for size in getattr(scenario(name), options.size)
    }:
        parser.error(f"no size {', '.join(sorted(unknown))}")
    servers = Servers(skips_fsync=options.size == "SMOKE")
    try:
        _start_servers(servers)
        failed = [name for name in options.names or NAMES if not _run_scenario(name, servers, options, sizes).is_good]
    finally:
        servers.close(keep=options.keep)
        print(f"kept in {servers.folder}" if options.keep else "")
    print(f"BAD: {', '.join(failed)}" if failed else "all good")
    return 1 if failed else 0


def _start_servers(servers: Servers) -> None:
    """Own servers; this process becomes one that reads them."""
    servers.open()
    os.environ.clear()
    os.environ.update(servers.env)
    import django

    django.setup()


def _run_scenario(name: str, servers: Servers, options: argparse.Namespace, overrides: list[str]) -> Report:
    """Run the scenarios; report a failing one and go on with the next."""
    module, started = scenario(name), time.monotonic()
    sizes = _sizes(getattr(module, options.size), overrides)
    print(f"\n== {name}, seed {options.seed}, {sizes}", flush=True)
    servers.reset()
    deployment = Deployment(servers, **{"has_short_pauses": options.size == "SMOKE", **module.DEPLOYMENT})
    try:
        deployment.open()
        report: Report = module.run(deployment, random.Random(options.seed), sizes)  # noqa: S311
    except Exception as error:  # noqa: BLE001  a scenario that breaks off is a fault in its report
        traceback.print_exc()
        report = Report(faults=[f"it broke off: {error}"[:300]])
    finally:
        deployment.close()
    report.figures["seconds"] = round(time.monotonic() - started)
    _report(name, options, sizes, report)
    return report


def _sizes(defaults: dict[str, float], overrides: list[str]) -> dict[str, float]:
    """`--deliveries 500` changes a size of the scenarios that have it."""
    parser = argparse.ArgumentParser(prog="tests.chaos")
    for size, value in defaults.items():
        parser.add_argument(f"--{size}", type=type(value), default=value)
    return vars(parser.parse_known_args(overrides)[0])


def _report(name: str, options: argparse.Namespace, sizes: dict[str, float], report: Report) -> None:
    for figure, value in report.figures.items():
        print(f"  {figure:30}{value:>10}")
    print("good" if report.is_good else "BAD: " + "; ".join(report.faults), flush=True)
    if options.out:
        day = time.strftime("%Y-%m-%d")
        record = {"scenario": name, "day": day, "seed": options.seed, "sizes": sizes, "faults": report.faults}
        with options.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**record, "figures": report.figures}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
