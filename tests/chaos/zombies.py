"""Many workers from one process: `python -m tests.chaos.zombies COUNT REPORT OUTCOME…`.

An outcome is written `frozen:rejected` or `swift:accepted`. Each child takes one delivery and calls the gateway. REPORT
is a history: `called` from within the call, `ended` with the state of the delivery ("": it was no longer its own).
"""

import os
import sys
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from services.kit import clock
from services.notify import delivery
from tests.chaos.gateways import CallOutcome, Freezing
from tests.chaos.histories import History


def main(count: int, report: Path, fates: list[str]) -> int:
    """This process never opens a connection, so that each child has one of its own."""
    children = []
    for number in range(count):
        pid = os.fork()
        if not pid:
            how, _, outcome = fates[number % len(fates)].partition(":")
            _live(CallOutcome(how == "frozen", outcome, report))
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    return 0


def _live(call_outcome: CallOutcome) -> None:
    Freezing.call_outcome, history = call_outcome, History(call_outcome.report)
    try:
        while not Freezing.has_called:
            came_to = _one()
        history.add("ended", pid=os.getpid(), freezes=call_outcome.freezes, state=came_to)
    except Exception as error:  # noqa: BLE001  reported, then the child ends
        history.add("crashed", pid=os.getpid(), error=repr(error))
    os._exit(0)


def _one() -> str:
    """What one delivery came to. On a machine that is busy a lease may end before the call begins: then another."""
    now = clock.now()
    return "".join(
        delivery.send_claims(delivery.claim(now=now, limit=1, suspects=bool(os.environ.get("SUSPECTS"))), now)
    )


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
