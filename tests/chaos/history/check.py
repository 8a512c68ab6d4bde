"""The checker: compares what was requested, what arrived and the delivery log. It reads histories only.

- a notification: {event: requested, key, urgency} once it was acknowledged as committed
- a call at the gateway: {event: accepted | deduplicated | refused, message, marked, answered}; `message` names the
  delivery by its id, or by the number it went to; `deduplicated`: a repeated key, nothing was sent
- the delivery log at the end: {event: delivery, delivery, number, key, urgency, state, attempts} and
  {event: attempt, …}
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from tests.chaos.history.histories import Record

MAX_ATTEMPTS = 5
UNFINISHED = {"due", "sending", "retrying", "fallback"}
FOR_A_PERSON = {"uncertain", "dead", "to_call"}  # to a person, who decides


@dataclass(frozen=True)
class Verdict:
    """Counts of notifications. All in FAULTS must be 0."""

    requested: int
    arrived: int
    shown_to_person: int  # did not surely arrive, and a person is shown so
    calls: int
    calls_deduplicated: int  # repeated after a crash under the same key, which the gateway did not send again
    attempts: int
    attempts_interrupted: int  # the process died in the call
    repeats: int  # alerts that came again, marked as a repeat
    lost: int
    sent_twice: int
    duplicate_rows: int  # written down more than once under one key
    unrequested: int  # arrived without a request
    wrong_state: int  # sent in the delivery log and never arrived, or given up and arrived all the same
    unknown_not_shown: int  # accepted without an answer, and not shown as uncertain
    unfinished: int
    unrecorded_calls: int  # called more often than attempts were written down
    too_many_attempts: int

    FAULTS = (
        "lost",
        "sent_twice",
        "duplicate_rows",
        "unrequested",
        "wrong_state",
        "unknown_not_shown",
        "unfinished",
        "unrecorded_calls",
        "too_many_attempts",
    )

    @property
    def faults(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.FAULTS if getattr(self, name)}

    @property
    def is_good(self) -> bool:
        return not self.faults and self.requested > 0

    def figures(self) -> dict[str, int]:
        return asdict(self)


def check(notifications: Sequence[Record], calls: Sequence[Record], log: Sequence[Record]) -> Verdict:
    """Judge a run whose gateway answered under delivery ids or numbers."""
    deliveries = [record for record in log if record["event"] == "delivery"]
    attempts = [record for record in log if record["event"] == "attempt"]
    requested = {record["key"]: record["urgency"] for record in notifications if record["event"] == "requested"}
    of_message = {record[name]: record for record in deliveries for name in ("delivery", "number")}
    rows: dict[str, list[Record]] = defaultdict(list)
    for record in deliveries:
        rows[record["key"]].append(record)
    arrivals: dict[str, list[Record]] = defaultdict(list)
    for call in calls:
        if call["event"] == "accepted" and call["message"] in of_message:
            arrivals[of_message[call["message"]]["key"]].append(call)
    states = {key: {record["state"] for record in records} for key, records in rows.items()}
    repeats = {key: arrived_calls[1:] for key, arrived_calls in arrivals.items() if len(arrived_calls) > 1}
    is_alert = {key: records[0]["urgency"] == "safety" for key, records in rows.items()}
    return Verdict(
        requested=len(requested),
        arrived=len(arrivals.keys() & requested.keys()),
        shown_to_person=sum(bool(states.get(key, set()) & FOR_A_PERSON) for key in requested),
        calls=len(calls),
        calls_deduplicated=sum(call["event"] == "deduplicated" for call in calls),
        attempts=len(attempts),
        attempts_interrupted=sum(not record["ended"] for record in attempts),
        repeats=sum(len(again) for key, again in repeats.items() if is_alert[key]),
        lost=sum(key not in arrivals and not states.get(key, set()) & FOR_A_PERSON for key in requested),
        sent_twice=sum(not is_alert[key] or not all(one["marked"] for one in again) for key, again in repeats.items()),
        duplicate_rows=sum(len(records) - 1 for records in rows.values()),
        unrequested=sum(call["event"] == "accepted" and call["message"] not in of_message for call in calls),
        wrong_state=sum(_has_wrong_state(key in arrivals, rows) for key, rows in states.items()),
        unknown_not_shown=sum(
            _is_unknown_not_shown(arrived_calls, states[key]) for key, arrived_calls in arrivals.items()
        ),
        unfinished=sum(bool(rows & UNFINISHED) for rows in states.values()),
        unrecorded_calls=_count_unrecorded_calls(calls, attempts, of_message),
        too_many_attempts=sum(record["attempts"] > MAX_ATTEMPTS for record in deliveries),
    )


def _has_wrong_state(has_arrived: bool, states: set[str]) -> bool:
    return "sent" in states if not has_arrived else states <= {"dead", "cancelled", "to_call"}


def _is_unknown_not_shown(arrived_calls: list[Record], states: set[str]) -> bool:
    """None of its calls was answered. A receipt that came later may have cleared the doubt."""
    return not any(call["answered"] for call in arrived_calls) and not states & {"sent", "uncertain"}


def _count_unrecorded_calls(calls: Iterable[Record], attempts: Iterable[Record], of_message: dict[str, Record]) -> int:
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
