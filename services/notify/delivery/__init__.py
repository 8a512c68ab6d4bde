"""The ledger of deliveries: claimed by a lease, tried once per attempt row, finished by whoever holds the token.

due → sending → sent | uncertain | failed (tried again later) → dead. `taking` says what may go out now and claims it
(`lines`, `fairness`, `digest`), `sending` writes down the attempts and calls the gateways (`messages`), `settling`
writes down what became of them (`verdicts`). The attempt is committed before the outside is called, and the call is
outside any transaction: a worker that dies in it leaves an attempt without an end.
"""

from services.notify.delivery.claims import Claim, claim, sendable_ids
from services.notify.delivery.outcomes import mark_undelivered
from services.notify.delivery.sender import deliver_batches, send_claims

__all__ = [
    "Claim",
    "claim",
    "deliver_batches",
    "mark_undelivered",
    "send_claims",
    "sendable_ids",
]
