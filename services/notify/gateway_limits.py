"""How much each gateway takes, as its makers say: `data/notification_limits.csv` with the source of every figure."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).parent / "data" / "notification_limits.csv"


@dataclass(frozen=True)
class Limit:
    """At most `count` messages in any `seconds`, to one number (robot, address) or through the whole gateway."""

    count: int
    seconds: int
    per: Literal["number", "gateway"]


@cache
def limits_of(gateway: str) -> tuple[Limit, ...]:
    """The limits of a gateway by its name, the shortest time first; () where none is known."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["channel"] == gateway and row["count"]]
    found = {Limit(int(row["count"]), int(row["seconds"]), _per(row["per"])) for row in rows}
    return tuple(sorted(found, key=lambda each: (each.seconds, each.count)))


def _per(word: str) -> Literal["number", "gateway"]:
    return "gateway" if word == "gateway" else "number"
