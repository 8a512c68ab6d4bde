"""What the scenarios share: begin to promise with everything running, see it through to the last delivery, judge."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.chaos import arrivals, ledger
from tests.chaos.check import Verdict, check
from tests.chaos.deployment import House
from tests.chaos.histories import Follower, Line
from tests.chaos.producer import Putter, a_school, put

Sizes = Mapping[str, float]
Place = tuple[int, int]  # school and county
LONGEST = 300.0  # seconds for the last delivery after the last injury


@dataclass
class Report:
    """What a scenario found: figures to print, and in words what was wrong."""

    figures: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.faults

    def judge(self, verdict: Verdict) -> None:
        self.figures |= verdict.figures()
        self.faults += [f"{count} {name}" for name, count in verdict.faults.items()]
        if not verdict.promised:
            self.faults.append("nothing was promised")

    def at_most(self, name: str, value: float, most: float) -> None:
        """A figure with its bound."""
        self.figures[name] = round(value, 2)
        if value > most:
            self.faults.append(f"{name}: {value:.1f} is more than {most:g}")

    def expect(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.faults.append(sentence)


class Counter:
    """How many messages have arrived at the gateway so far."""

    def __init__(self, house: House) -> None:
        self.follower, self.count = Follower(house.calls), 0

    def __call__(self) -> int:
        self.count += sum(line["event"] == "accepted" for line in self.follower.news())
        return self.count


def begin(house: House, sizes: Sizes) -> None:
    """Start `workers` of them, a beat and a sweep, and wait until they are there."""
    house.start(*(f"worker-{number + 1}" for number in range(int(sizes["workers"]))), "beat-1", "sweep-1")
    house.wait_for_workers()


def promise(house: House, dice: random.Random, count: int, school: Place | None = None, **how: Any) -> Putter:
    """Begin to promise in this or a new school; `how` as Putter has it."""
    own_dice = random.Random(dice.random())  # noqa: S311
    putter = Putter(school or a_school(), count, house.promises, house.now, own_dice, **{"put": put, **how})
    putter.start()
    return putter


def see_through(house: House, putter: Putter, seconds: float = LONGEST) -> None:
    """Until everything promised has come to its end. TimeoutError with the parts' last words."""
    ends = time.monotonic() + seconds
    while putter.is_alive() or ledger.unfinished() != 0:
        house.tend()
        if time.monotonic() > ends and not putter.is_alive():
            raise TimeoutError(f"{ledger.unfinished()} unfinished\n{house.last_words()}")
        putter.join(0.3)


def judged(house: House) -> tuple[Verdict, list[Line]]:
    """The verdict on all histories, and the ledger's dump."""
    told = ledger.dump(house.folder / "ledger.jsonl")
    return check(house.promises.lines(), arrivals.calls(house.calls), told), told


def delays(house: House) -> list[float]:
    """Seconds from each promise to its arrival at the gateway, in the order of promising."""
    told = [line for line in ledger.dump(house.folder / "keys.jsonl") if line["event"] == "delivery"]
    key_of = {line["delivery"]: line["key"] for line in told}
    came: dict[str, float] = {}
    for call in arrivals.calls(house.calls):
        if call["event"] == "accepted":
            came.setdefault(key_of.get(call["message"], ""), call["at"])
    promises = house.promises.lines("promised")
    return [came[line["key"]] - line["since"] for line in promises if line["key"] in came]
