"""Tasks of reminders: evaluate the rules, in all counties or in one."""

from contextlib import suppress
from uuid import UUID

from services.kit import clock
from services.reminders import evaluation
from workers.app import app
from workers.broker import sender


@app.task(name="workers.reminders.evaluate_rules")
def evaluate_rules(*_: object) -> evaluation.EvaluationResult:
    """Evaluate all due reminder rules, with the help of this queue's other processes. Idempotent."""
    now = clock.now()
    if not evaluation.has_pending(now):
        return evaluation.EvaluationResult()
    # The last county first: helpers and this process meet in the middle.
    for county in reversed(evaluation.counties_to_check(now)[1:]):
        with suppress(Exception):  # without a broker this process does all of it
            sender.send_task("workers.reminders.evaluate_county", [str(county)])
    return evaluation.evaluate_due_rules(now)


@app.task(name="workers.reminders.evaluate_county")
def evaluate_county(county_id: str, *_: object) -> evaluation.EvaluationResult:
    """Evaluate what is due in a county and no other process holds. Idempotent, also when several run at once."""
    return evaluation.evaluate_due_rules(clock.now(), county=UUID(county_id))
