"""The carrier's gateway in the county's data centre, over HTTP. It honours the key.

POST JSON `{"id", "to", "text"}` with `Idempotency-Key: <delivery id>`, `X-Timestamp: <seconds>` and
`X-Signature: <hex of HMAC-SHA256 over "timestamp.body">`. Answers `{"id": <its number>, "code": "OK"}`, a second time
the same; else a code of REFUSALS or PASSING, or a status alone.
"""

import hmac
import time

import orjson
from django.conf import settings

from services.notify.channels import wire
from services.notify.channels.base import Message, Reply
from services.notify.channels.sms_file import text_of
from services.notify.choices import Outcome
from services.notify.limits import limits_of

REFUSALS = {"NUMBER_ILLEGAL", "SIGNATURE", "NUMBER_BLOCKED", "TEXT_FORBIDDEN", "OUT_OF_CREDIT"}
PASSING = {"THROTTLED", "BUSY"}


class Carrier:
    name = "carrier"
    honours_key = True
    limits = limits_of("carrier")

    def send(self, message: Message) -> Reply:
        body = orjson.dumps({"id": str(message.delivery_id), "to": message.address, "text": text_of(message)})
        try:
            answer = wire.call(
                settings.CARRIER.url,
                body=body,
                headers={
                    "Content-Type": "application/json",
                    "Idempotency-Key": str(message.delivery_id),
                    **signed(settings.CARRIER.secret, body),
                },
                keep=True,
            )
        except wire.Ended as ended:
            return ended.reply
        return judged(answer)


def signed(secret: str, body: bytes, timestamp: str = "") -> dict[str, str]:
    timestamp = timestamp or str(int(time.time()))
    mark = hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()
    return {"X-Timestamp": timestamp, "X-Signature": mark}


def judged(answer: wire.Answer) -> Reply:
    said = answer.json()
    code = str(said.get("code", "")) if isinstance(said, dict) else ""
    if answer.status < 300 and code == "OK":
        return Reply(Outcome.SENT, provider_id=str(said.get("id", "")))
    if code in REFUSALS:
        return Reply(Outcome.REFUSED, reason=code)
    if code in PASSING:
        return Reply(Outcome.FAILED, reason=code)
    return wire.by_status(answer)
