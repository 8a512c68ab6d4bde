"""The checker can fail: each fault it is to find is put into histories by hand."""

from dataclasses import dataclass, field

import pytest

from tests.chaos.check import Verdict, changed, check
from tests.chaos.histories import Follower, History, Line, percentile


@dataclass
class Tale:
    """Histories told by hand."""

    promises: list[Line] = field(default_factory=list)
    calls: list[Line] = field(default_factory=list)
    ledger: list[Line] = field(default_factory=list)

    def promise(self, key: str, state: str = "sent", *, urgency: str = "reminder", attempts: int = 1) -> None:
        self.promises.append({"event": "promised", "key": key, "urgency": urgency})
        self.row(key, state, urgency=urgency, attempts=attempts)

    def row(self, key: str, state: str, *, urgency: str = "reminder", attempts: int = 1, delivery: str = "") -> None:
        name = delivery or f"d-{key}"
        row = {"delivery": name, "number": f"n-{key}", "key": key, "urgency": urgency, "state": state}
        self.ledger.append({"event": "delivery", "attempts": attempts, **row})
        self.ledger += [{"event": "attempt", "delivery": name, "ended": True}] * attempts

    def call(self, message: str, event: str = "accepted", *, marked: bool = False, answered: bool = True) -> None:
        self.calls.append({"event": event, "message": message, "marked": marked, "answered": answered})

    def judged(self) -> Verdict:
        return check(self.promises, self.calls, self.ledger)


@pytest.fixture
def tale():
    """One promise that was kept."""
    tale = Tale()
    tale.promise("a")
    tale.call("d-a")
    return tale


def test_a_promise_kept_once_is_good(tale):
    verdict = tale.judged()

    assert verdict.is_good
    assert (verdict.promised, verdict.arrived, verdict.calls, verdict.attempts) == (1, 1, 1, 1)


def test_nothing_promised_is_not_good():
    assert not Tale().judged().is_good


def test_a_lost_one_is_found(tale):
    tale.promise("b", "due", attempts=0)

    assert tale.judged().faults == {"lost": 1, "unfinished": 1}


def test_a_promise_that_is_not_in_the_ledger_is_lost(tale):
    tale.promises.append({"event": "promised", "key": "b", "urgency": "reminder"})

    assert tale.judged().faults == {"lost": 1}


def test_what_a_person_is_shown_is_not_lost(tale):
    tale.promise("b", "uncertain")

    assert tale.judged().is_good
    assert tale.judged().shown == 1


def test_a_ledger_that_says_sent_of_what_never_arrived_is_found(tale):
    tale.promise("b", "sent")

    assert tale.judged().faults == {"lost": 1, "untrue": 1}


def test_a_ledger_that_gave_up_what_arrived_is_found(tale):
    tale.promise("b", "dead")
    tale.call("d-b")

    assert tale.judged().faults == {"untrue": 1}


def test_a_double_one_is_found(tale):
    tale.promise("b", attempts=2)
    tale.call("d-b")
    tale.call("d-b")

    assert tale.judged().faults == {"twice": 1}


def test_two_deliveries_of_one_promise_are_a_double_one(tale):
    tale.promise("b")
    tale.row("b", "sent", delivery="d-b-again")
    tale.call("d-b")
    tale.call("d-b-again")

    assert tale.judged().faults == {"twice": 1, "copies": 1}


def test_a_second_row_under_one_key_is_found_though_it_went_out_in_the_first_one_s_message(tale):
    tale.row("a", "sent", delivery="d-a-again", attempts=0)

    assert tale.judged().faults == {"copies": 1}


def test_a_repeated_key_sends_nothing_twice(tale):
    tale.promise("b", attempts=2)
    tale.call("d-b")
    tale.call("d-b", "known")

    assert tale.judged().is_good
    assert tale.judged().calls_known == 1


@pytest.mark.parametrize(("marked", "faults"), [(True, {}), (False, {"twice": 1})])
def test_an_alert_may_come_again_when_it_is_marked(tale, marked, faults):
    tale.promise("b", urgency="safety", attempts=2)
    tale.call("d-b", answered=False)
    tale.call("d-b", marked=marked)

    assert tale.judged().faults == faults
    assert tale.judged().repeats == 1


def test_a_stranger_is_found(tale):
    tale.call("nobody's")

    assert tale.judged().faults == {"strangers": 1}


def test_a_doubtful_one_must_be_shown(tale):
    for key, state in {"b": "uncertain", "c": "dead"}.items():
        tale.promise(key, state)
        tale.call(f"n-{key}", answered=False)

    assert tale.judged().faults == {"hidden": 1, "untrue": 1}


def test_a_call_nobody_wrote_down_before_is_found(tale):
    tale.call("d-a", "known")

    assert tale.judged().faults == {"unwritten": 1}


def test_a_sixth_attempt_is_found(tale):
    tale.promise("b", "dead", attempts=6)

    assert tale.judged().faults == {"overtried": 1}


def test_a_state_changed_by_a_zombie_is_found(tale):
    before = [*tale.ledger]
    after = [{**line, "at": 7, "state": "dead"} if line["event"] == "delivery" else line for line in before]

    assert changed(before, [{**line, "at": 7} for line in before]) == 0
    assert changed(before, after) == 1
    assert changed(before, []) == 1


def test_a_history_is_read_while_it_is_written(tmp_path):
    history, follower = History(tmp_path / "h.jsonl"), Follower(tmp_path / "h.jsonl")
    assert follower.news() == []

    history.add("a", key="1")
    with history.path.open("a") as file:
        file.write('{"event": "half')
    assert [line["event"] for line in follower.news()] == ["a"]
    with history.path.open("a") as file:
        file.write('"}\n')

    assert [line["event"] for line in follower.news()] == ["half"]
    assert [line["event"] for line in history.lines("a")] == ["a"]


def test_percentiles():
    values = [float(number) for number in range(1, 101)]

    assert [percentile(values, share) for share in (0.5, 0.95, 1.0)] == [51.0, 96.0, 100.0]
    assert percentile([], 0.5) == 0.0
