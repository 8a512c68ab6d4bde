"""Another system, told by a signed POST. The receiver drops what it has had already: that makes the id a key.

JSON `{"id", "kind", "title", "body", "path"}` with `X-Nuanyang-Delivery: <id>`, `X-Nuanyang-Timestamp: <seconds>` and
`X-Nuanyang-Signature: sha256=<hex of HMAC-SHA256 over "timestamp.body">`. Any 2xx takes it.
"""

import hmac
import time

import orjson

from services.notify.channels import http_client
from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of


class WebhookGateway:
    name = "webhook"
    supports_idempotency = True
    limits = limits_of("webhook")

    def send(self, message: Message) -> SendResult:
        told = {"id": str(message.delivery_id), "kind": message.kind, "title": message.title}
        body = orjson.dumps({**told, "body": message.body, "path": message.path})
        try:
            answer = http_client.call(message.address, body=body, headers=signed(message, body))
        except http_client.CallFailed as ended:
            return ended.reply
        return (
            SendResult(AttemptOutcome.ACCEPTED) if answer.status // 100 == 2 else http_client.outcome_of_status(answer)
        )


def signed(message: Message, body: bytes) -> dict[str, str]:
    timestamp = str(int(time.time()))
    mark = hmac.digest(message.secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()
    return {
        "Content-Type": "application/json",
        "X-Nuanyang-Delivery": str(message.delivery_id),
        "X-Nuanyang-Timestamp": timestamp,
        "X-Nuanyang-Signature": f"sha256={mark}",
    }
