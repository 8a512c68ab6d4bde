"""Tasks of notices."""

from collections import Counter

from django.conf import settings

from services.kit import clock
from services.notify import delivery, receipts
from services.notify.actions import retention
from services.reminders import evaluation
from services.schools.scope import ALL_TENANTS, scope
from workers.app import app

MAX_BATCHES = 200


@app.task(name="workers.notify.deliver")
def deliver(*_: object) -> Counter[str]:
    """Send what is due, batch by batch. Running again, or several at once, sends nothing twice."""
    return _deliver()


@app.task(name="workers.notify.deliver_alerts")
def deliver_alerts(*_: object) -> Counter[str]:
    """Send safety alerts and nothing else. Running again, or several at once, sends none twice."""
    return _deliver(urgent=True)


@app.task(name="workers.notify.evaluate_rules")
def evaluate_rules(*_: object) -> evaluation.EvaluationResult:
    """Let every rule speak whose moment has come. Running again, or several at once, tells nobody twice."""
    return evaluation.evaluate_due_rules(clock.now())


@app.task(name="workers.notify.process_receipts")
def process_receipts(*_: object) -> int:
    """Put into the ledger what carriers told. Running again, or several at once, writes nothing twice."""
    return _take_receipts()


@app.task(name="workers.notify.poll_receipts")
def poll_receipts(*_: object) -> int:
    """Ask what became of messages nobody told of; then what was told and the bell did not say."""
    return receipts.poll(clock.now()) + _take_receipts()


def _deliver(*, urgent: bool = False) -> Counter[str]:
    tally: Counter[str] = Counter()
    for _batch in range(MAX_BATCHES):
        sent = delivery.deliver_batches(now=clock.now(), urgent=urgent)
        if not sent:
            break
        tally += sent
    return tally


def _take_receipts() -> int:
    taken = 0
    for _batch in range(MAX_BATCHES):
        found = receipts.process(clock.now())
        if not found:
            break
        taken += found
    return taken


@app.task(name="workers.notify.purge")
def purge(*_: object) -> int:
    """Forget what has been kept long enough, batch by batch. Running again, or several at once, forgets no more."""
    forgotten = 0
    for _batch in range(MAX_BATCHES):
        with scope(ALL_TENANTS):
            found = retention.purge(now=clock.now(), keep_days=settings.NOTIFICATION_RETENTION_DAYS)
        if not found:
            break
        forgotten += found
    return forgotten
