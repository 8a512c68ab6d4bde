"""`python -m tests.chaos --deliveries 2000 --seed 7`: exit 0 when none was lost and none sent twice."""

import argparse
import os
import random
import time

import django

from tests.chaos import injuries
from tests.chaos.house import House
from tests.chaos.run import run


def main() -> int:
    options = argparse.ArgumentParser(prog="tests.chaos")
    options.add_argument("--deliveries", type=int, default=2000)
    options.add_argument("--seed", type=int, default=random.randrange(10_000))  # noqa: S311
    options.add_argument("--smoke", action="store_true", help="one kill and one flush only")
    told = options.parse_args()
    print(f"seed {told.seed}, {told.deliveries} deliveries", flush=True)
    began = time.monotonic()
    chosen = injuries.SMOKE if told.smoke else injuries.ALL
    house = House()
    try:
        house.open()
        os.environ.clear()
        os.environ.update(house.env)
        django.setup()
        verdict = run(house, deliveries=told.deliveries, seed=told.seed, injuries=chosen)
    finally:
        house.close()
    for name, figure in verdict.figures().items():
        print(f"{name:20}{figure:7}")
    print(f"{'seconds':20}{time.monotonic() - began:7.0f}")
    print("good" if verdict.is_good else "BAD")
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
