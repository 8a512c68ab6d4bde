"""One line of the benchmark: what was measured, against which yardstick, the ratio and its target."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Seconds. `at_most`: ours may take that many times theirs; `at_least`: theirs must take that many times ours."""

    what: str
    yardstick: str
    ours: float
    theirs: float
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def reached(self) -> float:
        return self.ours / self.theirs if self.at_most else self.theirs / self.ours

    @property
    def is_met(self) -> bool:
        return self.reached <= self.at_most if self.at_most else self.reached >= (self.at_least or 0)

    def line(self) -> str:
        target = f"≤ {self.at_most:g}×" if self.at_most else f"≥ {self.at_least:g}×"
        mark = "ok" if self.is_met else "NOT MET"
        times = f"{_ms(self.ours)} / {_ms(self.theirs)}"
        return (
            f"{self.what:<46} {self.yardstick:<44} {times:>22} {self.reached:>8.2f}× {target:>8}  {mark}  {self.note}"
        )


HEAD = f"{'what':<46} {'yardstick':<44} {'ours / yardstick':>22} {'reached':>9} {'target':>8}"


def best(work: Callable[[], object], times: int = 7) -> float:
    """Seconds of the quickest of some runs: what the code costs, not what else the machine does."""
    quickest = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        work()
        quickest = min(quickest, time.perf_counter() - started)
    return quickest


def timed_pair(ours: Callable[[], object], theirs: Callable[[], object], times: int = 9) -> tuple[float, float]:
    """Run both in turn, so that a busy moment of the machine slows either. Returns seconds of each."""
    mine, other = float("inf"), float("inf")
    for _ in range(times):
        mine, other = min(mine, best(ours, 1)), min(other, best(theirs, 1))
    return mine, other


def _ms(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 10 else f"{1000 * seconds:.1f} ms"
