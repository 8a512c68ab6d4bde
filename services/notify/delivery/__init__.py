"""Send deliveries: claim them by a lease and a token, one attempt row per call, finish only while the token is ours.

due → sending → sent | uncertain | retrying → dead. `claims` selects what may go out now and claims it (with
`circuit_breaker`, `recipient_limits` and `digest`). `sender` records the attempts and calls the gateways
(`gateway_calls`, `messages`). `outcomes` records the results (`transitions`). An attempt is committed before its call,
and the call is outside any transaction: a worker that dies in it leaves an attempt without an end.
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
