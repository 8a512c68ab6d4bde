"""Rate limits that the makers of each gateway publish: `data/notification_limits.csv`, with a source per figure."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).parent / "data" / "notification_limits.csv"


@dataclass(frozen=True)
class Limit:
    """At most `count` messages in any `seconds`, per recipient (number, robot, address) or for the whole gateway."""

    count: int
    seconds: int
    per: Literal["number", "gateway"]


@cache
def limits_of(gateway: str) -> tuple[Limit, ...]:
    """The limits of a gateway by its name, the shortest period first; () where none is known."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["channel"] == gateway and row["count"]]
    # A set: two sources in the table may state the same limit.
    limits = {Limit(int(row["count"]), int(row["seconds"]), _per(row["per"])) for row in rows}
    return tuple(sorted(limits, key=lambda limit: (limit.seconds, limit.count)))


def _per(value: str) -> Literal["number", "gateway"]:
    return "gateway" if value == "gateway" else "number"
