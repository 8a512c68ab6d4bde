"""Tasks of reminders: evaluate the rules."""

from services.kit import clock
from services.reminders import evaluation
from workers.app import app


@app.task(name="workers.reminders.evaluate_rules")
def evaluate_rules(*_: object) -> evaluation.EvaluationResult:
    """Evaluate all due reminder rules. Idempotent, also when several run at once."""
    return evaluation.evaluate_due_rules(clock.now())
