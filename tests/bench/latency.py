"""One line of the bench about HTTP: how long a user waits, alone and with three others."""

from dataclasses import dataclass

HEAD = f"{'what':<46} {'one person, median':>20} {'at most':>9} {'four, p95':>12} {'at most':>9} {'on the wire':>13}"


@dataclass(frozen=True)
class Waiting:
    """Seconds; `size` in bytes, as answered to a client that asks for no compression."""

    what: str
    alone: float
    among_four: float
    size: int
    alone_at_most: float
    among_four_at_most: float

    @property
    def is_met(self) -> bool:
        return self.alone <= self.alone_at_most and self.among_four <= self.among_four_at_most

    def line(self) -> str:
        mark = "ok" if self.is_met else "NOT MET"
        alone = f"{_ms(self.alone):>20} {_ms(self.alone_at_most):>9}"
        crowd = f"{_ms(self.among_four):>12} {_ms(self.among_four_at_most):>9}"
        return f"{self.what:<46} {alone} {crowd} {self.size / 1000:>10.1f} kB  {mark}"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"
