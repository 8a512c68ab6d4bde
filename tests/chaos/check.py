"""The checker: compares what was requested, what arrived and the delivery log. It reads histories only.

- a notification: {event: requested, key, urgency} once it was acknowledged as committed
- a call at the gateway: {event: accepted | known | refused, message, marked, answered}; `message` names the delivery
  by its id, or by the number it went to; `known`: a repeated key, nothing was sent
- the delivery log at the end: {event: delivery, delivery, number, key, urgency, state, attempts} and
  {event: attempt, …}
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from tests.chaos.histories import Record

MAX_ATTEMPTS = 5
OPEN = {"due", "sending", "retrying", "fallback"}
SHOWN = {"uncertain", "dead", "to_call"}  # to a person, who decides


@dataclass(frozen=True)
class Verdict:
    """Counts of notifications. All in FAULTS must be 0."""

    requested: int
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
    strangers: int  # arrived without a request
    untrue: int  # sent in the delivery log and never arrived, or given up and arrived all the same
    hidden: int  # accepted without an answer, and not shown as uncertain
    unfinished: int
    unwritten: int  # called more often than attempts were written down
    overtried: int

    FAULTS = ("lost", "twice", "copies", "strangers", "untrue", "hidden", "unfinished", "unwritten", "overtried")

    @property
    def faults(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.FAULTS if getattr(self, name)}

    @property
    def is_good(self) -> bool:
        return not self.faults and self.requested > 0

    def figures(self) -> dict[str, int]:
        return asdict(self)


def check(notifications: Sequence[Record], calls: Sequence[Record], ledger: Sequence[Record]) -> Verdict:
    """Judge a run whose gateway answered under delivery ids or numbers."""
    entry = [record for record in ledger if record["event"] == "delivery"]
    attempts = [record for record in ledger if record["event"] == "attempt"]
    requested = {record["key"]: record["urgency"] for record in notifications if record["event"] == "requested"}
    of_message = {record[name]: record for record in entry for name in ("delivery", "number")}
    rows: dict[str, list[Record]] = defaultdict(list)
    for record in entry:
        rows[record["key"]].append(record)
    arrivals: dict[str, list[Record]] = defaultdict(list)
    for call in calls:
        if call["event"] == "accepted" and call["message"] in of_message:
            arrivals[of_message[call["message"]]["key"]].append(call)
    states = {key: {record["state"] for record in records} for key, records in rows.items()}
    repeats = {key: came[1:] for key, came in arrivals.items() if len(came) > 1}
    is_alert = {key: records[0]["urgency"] == "safety" for key, records in rows.items()}
    return Verdict(
        requested=len(requested),
        arrived=len(arrivals.keys() & requested.keys()),
        shown=sum(bool(states.get(key, set()) & SHOWN) for key in requested),
        calls=len(calls),
        calls_known=sum(call["event"] == "known" for call in calls),
        attempts=len(attempts),
        attempts_cut_short=sum(not record["ended"] for record in attempts),
        repeats=sum(len(again) for key, again in repeats.items() if is_alert[key]),
        lost=sum(key not in arrivals and not states.get(key, set()) & SHOWN for key in requested),
        twice=sum(not is_alert[key] or not all(one["marked"] for one in again) for key, again in repeats.items()),
        copies=sum(len(records) - 1 for records in rows.values()),
        strangers=sum(call["event"] == "accepted" and call["message"] not in of_message for call in calls),
        untrue=sum(_is_untrue(key in arrivals, rows) for key, rows in states.items()),
        hidden=sum(_is_hidden(came, states[key]) for key, came in arrivals.items()),
        unfinished=sum(bool(rows & OPEN) for rows in states.values()),
        unwritten=_unwritten(calls, attempts, of_message),
        overtried=sum(record["attempts"] > MAX_ATTEMPTS for record in entry),
    )


def _is_untrue(has_arrived: bool, states: set[str]) -> bool:
    return "sent" in states if not has_arrived else states <= {"dead", "cancelled", "to_call"}


def _is_hidden(came: list[Record], states: set[str]) -> bool:
    """None of its calls was answered. A receipt that came later may have cleared the doubt."""
    return not any(call["answered"] for call in came) and not states & {"sent", "uncertain"}


def _unwritten(calls: Iterable[Record], attempts: Iterable[Record], of_message: dict[str, Record]) -> int:
    written = Counter(record["delivery"] for record in attempts)
    made = Counter(of_message[call["message"]]["delivery"] for call in calls if call["message"] in of_message)
    return sum(count > written[delivery] for delivery, count in made.items())


def changed(before: Iterable[Record], after: Iterable[Record]) -> int:
    """Deliveries whose rows differ between two dumps of the delivery log, though nothing was allowed to write."""
    first, second = _rows(before), _rows(after)
    return sum(first.get(name) != second.get(name) for name in first.keys() | second.keys())


def _rows(dump: Iterable[Record]) -> dict[str, Record]:
    """By delivery; without the moment of the dump."""
    return {
        record["delivery"]: {name: value for name, value in record.items() if name != "at"}
        for record in dump
        if record["event"] == "delivery"
    }
