"""Many workers from one process: `python -m tests.chaos.zombies COUNT HISTORY OUTCOME…`.

An outcome is written `frozen:rejected` or `prompt:accepted`. Each child claims one delivery and calls the gateway.
HISTORY gets `called` from within the call and `ended` with the state of the delivery ("": its lease had ended).
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
from tests.chaos.environment.gateways import CallOutcome, FreezingGateway
from tests.chaos.history.histories import History


def main(count: int, history_path: Path, outcomes: list[str]) -> int:
    """Fork the workers. The parent never opens a connection, so that each child has one of its own."""
    children = []
    for number in range(count):
        pid = os.fork()
        if not pid:
            how, _, outcome = outcomes[number % len(outcomes)].partition(":")
            _run_child(CallOutcome(how == "frozen", outcome, history_path))
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    return 0


def _run_child(call_outcome: CallOutcome) -> None:
    FreezingGateway.call_outcome, history = call_outcome, History(call_outcome.history_path)
    try:
        while not FreezingGateway.has_called:
            state = _send_one()
        history.add("ended", pid=os.getpid(), freezes=call_outcome.freezes, state=state)
    except Exception as error:  # noqa: BLE001  reported, then the child ends
        history.add("crashed", pid=os.getpid(), error=repr(error))
    os._exit(0)


def _send_one() -> str:
    """The state in which one delivery ends; "" when its lease ended before the call, as on a busy machine."""
    now = clock.now()
    return "".join(
        delivery.send_claims(delivery.claim(now=now, limit=1, suspects=bool(os.environ.get("SUSPECTS"))), now)
    )


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
