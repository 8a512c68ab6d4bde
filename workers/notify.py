"""Tasks of notices."""

from collections import Counter

from services.kit import clock
from services.notify import delivering
from workers.app import app

MOST_BATCHES = 200


@app.task(name="workers.notify.deliver")
def deliver(*_: object) -> Counter[str]:
    """Send what is due, batch by batch. Running again, or several at once, sends nothing twice."""
    tally: Counter[str] = Counter()
    for _batch in range(MOST_BATCHES):
        sent = delivering.deliver(now=clock.now())
        if not sent:
            break
        tally += sent
    return tally
