"""The checker can fail: each fault it is to find is put into histories by hand."""

from dataclasses import dataclass, field

import pytest

from tests.chaos.history.check import Verdict, changed, check
from tests.chaos.history.histories import Follower, History, Record, percentile


@dataclass
class HistoryBuilder:
    """Histories built by hand."""

    notifications: list[Record] = field(default_factory=list)
    calls: list[Record] = field(default_factory=list)
    log: list[Record] = field(default_factory=list)

    def notification(self, key: str, state: str = "sent", *, urgency: str = "reminder", attempts: int = 1) -> None:
        self.notifications.append({"event": "requested", "key": key, "urgency": urgency})
        self.row(key, state, urgency=urgency, attempts=attempts)

    def row(self, key: str, state: str, *, urgency: str = "reminder", attempts: int = 1, delivery: str = "") -> None:
        name = delivery or f"d-{key}"
        row = {"delivery": name, "number": f"n-{key}", "key": key, "urgency": urgency, "state": state}
        self.log.append({"event": "delivery", "attempts": attempts, **row})
        self.log += [{"event": "attempt", "delivery": name, "ended": True}] * attempts

    def call(self, message: str, event: str = "accepted", *, marked: bool = False, answered: bool = True) -> None:
        self.calls.append({"event": event, "message": message, "marked": marked, "answered": answered})

    def verdict(self) -> Verdict:
        return check(self.notifications, self.calls, self.log)


@pytest.fixture
def history():
    """One notification delivered once."""
    history = HistoryBuilder()
    history.notification("a")
    history.call("d-a")
    return history


def test_a_notification_that_arrives_once_is_good(history):
    verdict = history.verdict()

    assert verdict.is_good
    assert (verdict.requested, verdict.arrived, verdict.calls, verdict.attempts) == (1, 1, 1, 1)


def test_a_run_without_requests_is_not_good():
    assert not HistoryBuilder().verdict().is_good


def test_a_lost_notification_is_detected(history):
    history.notification("b", "due", attempts=0)

    assert history.verdict().faults == {"lost": 1, "unfinished": 1}


def test_a_notification_that_is_not_in_the_delivery_log_is_lost(history):
    history.notifications.append({"event": "requested", "key": "b", "urgency": "reminder"})

    assert history.verdict().faults == {"lost": 1}


def test_a_delivery_shown_to_a_person_is_not_lost(history):
    history.notification("b", "uncertain")

    assert history.verdict().is_good
    assert history.verdict().shown_to_person == 1


def test_a_delivery_log_that_shows_sent_for_what_never_arrived_is_detected(history):
    history.notification("b", "sent")

    assert history.verdict().faults == {"lost": 1, "wrong_state": 1}


def test_a_delivery_log_that_gave_up_what_arrived_is_detected(history):
    history.notification("b", "dead")
    history.call("d-b")

    assert history.verdict().faults == {"wrong_state": 1}


def test_a_message_sent_twice_is_detected(history):
    history.notification("b", attempts=2)
    history.call("d-b")
    history.call("d-b")

    assert history.verdict().faults == {"sent_twice": 1}


def test_two_deliveries_of_one_notification_count_as_sent_twice(history):
    history.notification("b")
    history.row("b", "sent", delivery="d-b-again")
    history.call("d-b")
    history.call("d-b-again")

    assert history.verdict().faults == {"sent_twice": 1, "duplicate_rows": 1}


def test_a_second_row_under_one_key_is_detected_even_if_only_one_message_was_sent(history):
    history.row("a", "sent", delivery="d-a-again", attempts=0)

    assert history.verdict().faults == {"duplicate_rows": 1}


def test_a_repeated_key_sends_nothing_twice(history):
    history.notification("b", attempts=2)
    history.call("d-b")
    history.call("d-b", "deduplicated")

    assert history.verdict().is_good
    assert history.verdict().calls_deduplicated == 1


@pytest.mark.parametrize(("marked", "faults"), [(True, {}), (False, {"sent_twice": 1})])
def test_an_alert_may_arrive_again_when_it_is_marked_as_a_repeat(history, marked, faults):
    history.notification("b", urgency="safety", attempts=2)
    history.call("d-b", answered=False)
    history.call("d-b", marked=marked)

    assert history.verdict().faults == faults
    assert history.verdict().repeats == 1


def test_a_message_without_a_request_is_detected(history):
    history.call("nobody's")

    assert history.verdict().faults == {"unrequested": 1}


def test_a_delivery_of_unknown_outcome_must_be_shown(history):
    for key, state in {"b": "uncertain", "c": "dead"}.items():
        history.notification(key, state)
        history.call(f"n-{key}", answered=False)

    assert history.verdict().faults == {"unknown_not_shown": 1, "wrong_state": 1}


def test_a_call_without_an_attempt_row_is_detected(history):
    history.call("d-a", "deduplicated")

    assert history.verdict().faults == {"unrecorded_calls": 1}


def test_a_sixth_attempt_is_detected(history):
    history.notification("b", "dead", attempts=6)

    assert history.verdict().faults == {"too_many_attempts": 1}


def test_a_state_changed_by_a_zombie_is_detected(history):
    before = [*history.log]
    after = [{**record, "at": 7, "state": "dead"} if record["event"] == "delivery" else record for record in before]

    assert changed(before, [{**record, "at": 7} for record in before]) == 0
    assert changed(before, after) == 1
    assert changed(before, []) == 1


def test_a_history_is_read_while_it_is_written(tmp_path):
    history, follower = History(tmp_path / "h.jsonl"), Follower(tmp_path / "h.jsonl")
    assert follower.new_records() == []

    history.add("a", key="1")
    with history.path.open("a") as file:
        file.write('{"event": "half')
    assert [record["event"] for record in follower.new_records()] == ["a"]
    with history.path.open("a") as file:
        file.write('"}\n')

    assert [record["event"] for record in follower.new_records()] == ["half"]
    assert [record["event"] for record in history.records("a")] == ["a"]


def test_percentiles():
    values = [float(number) for number in range(1, 101)]

    assert [percentile(values, share) for share in (0.5, 0.95, 1.0)] == [51.0, 96.0, 100.0]
    assert percentile([], 0.5) == 0.0
