"""The carrier's gateway in the county's data centre, over HTTP. It honours the key.

POST JSON `{"id", "to", "text"}` with `Idempotency-Key: <delivery id>`, `X-Timestamp: <seconds>` and
`X-Signature: <hex of HMAC-SHA256 over "timestamp.body">`. Answers `{"id": <its number>, "code": "OK"}`, a second time
the same; else a code of REFUSALS or PASSING, or a status alone.
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

REFUSALS = {"NUMBER_ILLEGAL", "SIGNATURE", "NUMBER_BLOCKED", "TEXT_FORBIDDEN", "OUT_OF_CREDIT"}
PASSING = {"THROTTLED", "BUSY"}


class CarrierGateway:
    name = "carrier"
    supports_idempotency = True
    limits = limits_of("carrier")

    def send(self, message: Message) -> SendResult:
        body = orjson.dumps({"id": str(message.delivery_id), "to": message.address, "text": text_of(message)})
        try:
            answer = http_client.call(
                settings.CARRIER.url,
                body=body,
                headers={
                    "Content-Type": "application/json",
                    "Idempotency-Key": str(message.delivery_id),
                    **signed(settings.CARRIER.secret, body),
                },
                keep=True,
            )
        except http_client.CallFailed as ended:
            return ended.reply
        return to_result(answer)


def signed(secret: str, body: bytes, timestamp: str = "") -> dict[str, str]:
    timestamp = timestamp or str(int(time.time()))
    mark = hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()
    return {"X-Timestamp": timestamp, "X-Signature": mark}


def to_result(answer: http_client.HttpReply) -> SendResult:
    said = answer.json()
    code = str(said.get("code", "")) if isinstance(said, dict) else ""
    if answer.status < 300 and code == "OK":
        return SendResult(AttemptOutcome.ACCEPTED, provider_id=str(said.get("id", "")))
    if code in REFUSALS:
        return SendResult(AttemptOutcome.REJECTED, reason=code)
    if code in PASSING:
        return SendResult(AttemptOutcome.FAILED, reason=code)
    return http_client.outcome_of_status(answer)
