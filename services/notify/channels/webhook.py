"""A signed POST to another system. The receiver drops ids it has had already, which makes the id an idempotency key.

JSON `{"id", "kind", "title", "body", "path"}` with `X-Nuanyang-Delivery: <id>`, `X-Nuanyang-Timestamp: <seconds>` and
`X-Nuanyang-Signature: sha256=<hex of HMAC-SHA256 over "timestamp.body">`. Any 2xx means accepted.
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
        content = {"id": str(message.delivery_id), "kind": message.kind, "title": message.title}
        body = orjson.dumps({**content, "body": message.body, "path": message.path})
        try:
            reply = http_client.call(message.address, body=body, headers=signed_headers(message, body))
        except http_client.CallFailed as failure:
            return failure.result
        if reply.status // 100 == 2:
            return SendResult(AttemptOutcome.ACCEPTED)
        return http_client.outcome_of_status(reply)


def signed_headers(message: Message, body: bytes) -> dict[str, str]:
    # The machine's clock: the receiver refuses old signatures by its own.
    timestamp = str(int(time.time()))
    signature = hmac.digest(message.secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()
    return {
        "Content-Type": "application/json",
        "X-Nuanyang-Delivery": str(message.delivery_id),
        "X-Nuanyang-Timestamp": timestamp,
        "X-Nuanyang-Signature": f"sha256={signature}",
    }
