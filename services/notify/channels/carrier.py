"""The carrier's gateway in the county's data centre, over HTTP. It supports idempotency keys.

POST JSON `{"id", "to", "text"}` with `Idempotency-Key: <delivery id>`, `X-Timestamp: <seconds>` and
`X-Signature: <hex of HMAC-SHA256 over "timestamp.body">`. Answers `{"id": <its number>, "code": "OK"}`, a second time
the same; else a code of REJECTED or TEMPORARY, or a status alone.
"""

import hmac
import time

import orjson
from django.conf import settings

from services.notify.channels import http_client
from services.notify.channels.base import Message, SendResult
from services.notify.channels.file_sms import text_of
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of

REJECTED = {"NUMBER_ILLEGAL", "SIGNATURE", "NUMBER_BLOCKED", "TEXT_FORBIDDEN", "OUT_OF_CREDIT"}
# Certainly not accepted, and a retry may help; with those above it would not.
TEMPORARY = {"THROTTLED", "BUSY"}


class CarrierGateway:
    name = "carrier"
    supports_idempotency = True
    limits = limits_of("carrier")

    def send(self, message: Message) -> SendResult:
        body = orjson.dumps({"id": str(message.delivery_id), "to": message.address, "text": text_of(message)})
        try:
            reply = http_client.call(
                settings.CARRIER.url,
                body=body,
                headers={
                    "Content-Type": "application/json",
                    "Idempotency-Key": str(message.delivery_id),
                    **signed_headers(settings.CARRIER.secret, body),
                },
                keep=True,  # a stale connection does no harm: the call may be repeated
            )
        except http_client.CallFailed as failure:
            return failure.result
        return to_result(reply)


def signed_headers(secret: str, body: bytes, timestamp: str = "") -> dict[str, str]:
    timestamp = timestamp or str(int(time.time()))
    signature = hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()
    return {"X-Timestamp": timestamp, "X-Signature": signature}


def to_result(reply: http_client.HttpReply) -> SendResult:
    body = reply.json()
    code = str(body.get("code", "")) if isinstance(body, dict) else ""
    if reply.status < 300 and code == "OK":
        return SendResult(AttemptOutcome.ACCEPTED, provider_id=str(body.get("id", "")))
    if code in REJECTED:
        return SendResult(AttemptOutcome.REJECTED, reason=code)
    if code in TEMPORARY:
        return SendResult(AttemptOutcome.FAILED, reason=code)
    return http_client.outcome_of_status(reply)
