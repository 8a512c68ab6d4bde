"""The checker: compares what was promised, what arrived and what the ledger says. It reads lines and asks nobody.

- a promise: {event: promised, key, urgency} once it was acknowledged as committed
- a call at the gateway: {event: accepted | known | refused, message, marked, answered}; `message` names the delivery
  by its id, or by the number it went to; `known`: a repeated key, nothing was sent
- the ledger at the end: {event: delivery, delivery, number, key, urgency, state, attempts} and {event: attempt, …}
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from tests.chaos.histories import Line

MOST_ATTEMPTS = 5
OPEN = {"due", "sending", "failed", "waiting"}
SHOWN = {"uncertain", "dead", "to_call"}  # to a person, who decides


@dataclass(frozen=True)
class Verdict:
    """Counts of promises. All in FAULTS must be 0."""

    promised: int
    arrived: int
    shown: int  # did not surely arrive, and a person is shown so
    calls: int
    calls_known: int  # repeated after a crash under the same key, which the gateway did not send again
    attempts: int
    attempts_cut_short: int  # the process died in the call
    repeats: int  # alerts that came again, marked as a repeat
    lost: int
    twice: int
    copies: int  # written down more than once under one key
    strangers: int  # arrived, of no promise
    untrue: int  # sent in the ledger and never arrived, or given up and arrived all the same
    hidden: int  # accepted without an answer, and nobody is told of the doubt
    unfinished: int
    unwritten: int  # called more often than attempts were written down
    overtried: int

    FAULTS = ("lost", "twice", "copies", "strangers", "untrue", "hidden", "unfinished", "unwritten", "overtried")

    @property
    def faults(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.FAULTS if getattr(self, name)}

    @property
    def is_good(self) -> bool:
        return not self.faults and self.promised > 0

    def figures(self) -> dict[str, int]:
        return asdict(self)


def check(promises: Sequence[Line], calls: Sequence[Line], ledger: Sequence[Line]) -> Verdict:
    """Judge a run whose gateway answered under delivery ids or numbers."""
    told = [line for line in ledger if line["event"] == "delivery"]
    attempts = [line for line in ledger if line["event"] == "attempt"]
    promised = {line["key"]: line["urgency"] for line in promises if line["event"] == "promised"}
    of_message = {line[name]: line for line in told for name in ("delivery", "number")}
    rows: dict[str, list[Line]] = defaultdict(list)
    for line in told:
        rows[line["key"]].append(line)
    arrivals: dict[str, list[Line]] = defaultdict(list)
    for call in calls:
        if call["event"] == "accepted" and call["message"] in of_message:
            arrivals[of_message[call["message"]]["key"]].append(call)
    states = {key: {line["state"] for line in lines} for key, lines in rows.items()}
    repeats = {key: came[1:] for key, came in arrivals.items() if len(came) > 1}
    is_alert = {key: lines[0]["urgency"] == "safety" for key, lines in rows.items()}
    return Verdict(
        promised=len(promised),
        arrived=len(arrivals.keys() & promised.keys()),
        shown=sum(bool(states.get(key, set()) & SHOWN) for key in promised),
        calls=len(calls),
        calls_known=sum(call["event"] == "known" for call in calls),
        attempts=len(attempts),
        attempts_cut_short=sum(not line["ended"] for line in attempts),
        repeats=sum(len(again) for key, again in repeats.items() if is_alert[key]),
        lost=sum(key not in arrivals and not states.get(key, set()) & SHOWN for key in promised),
        twice=sum(not is_alert[key] or not all(one["marked"] for one in again) for key, again in repeats.items()),
        copies=sum(len(lines) - 1 for lines in rows.values()),
        strangers=sum(call["event"] == "accepted" and call["message"] not in of_message for call in calls),
        untrue=sum(_is_untrue(key in arrivals, found) for key, found in states.items()),
        hidden=sum(_is_hidden(came, states[key]) for key, came in arrivals.items()),
        unfinished=sum(bool(found & OPEN) for found in states.values()),
        unwritten=_unwritten(calls, attempts, of_message),
        overtried=sum(line["attempts"] > MOST_ATTEMPTS for line in told),
    )


def _is_untrue(has_arrived: bool, states: set[str]) -> bool:
    return "sent" in states if not has_arrived else states <= {"dead", "unneeded", "to_call"}


def _is_hidden(came: list[Line], states: set[str]) -> bool:
    """None of its calls was answered. A receipt that came later may have cleared the doubt."""
    return not any(call["answered"] for call in came) and not states & {"sent", "uncertain"}


def _unwritten(calls: Iterable[Line], attempts: Iterable[Line], of_message: dict[str, Line]) -> int:
    written = Counter(line["delivery"] for line in attempts)
    made = Counter(of_message[call["message"]]["delivery"] for call in calls if call["message"] in of_message)
    return sum(count > written[delivery] for delivery, count in made.items())


def changed(before: Iterable[Line], after: Iterable[Line]) -> int:
    """Deliveries whose rows differ between two dumps of the ledger, though nobody had the right to write."""
    first, second = _rows(before), _rows(after)
    return sum(first.get(name) != second.get(name) for name in first.keys() | second.keys())


def _rows(dump: Iterable[Line]) -> dict[str, Line]:
    """By delivery; without the moment of the dump."""
    return {
        line["delivery"]: {name: value for name, value in line.items() if name != "at"}
        for line in dump
        if line["event"] == "delivery"
    }
