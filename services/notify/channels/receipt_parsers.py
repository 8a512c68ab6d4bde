"""Parse the delivery receipts of each SMS provider, pushed to us or queried, and verify who pushed them.

Aliyun and Tencent Cloud sign nothing they push: the address given to them ends in a token made for them alone.
"""

import hmac
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from services.notify.channels import aliyun, carrier, tencent
from services.notify.choices import ReceiptStatus

MAX_RECEIPTS = 1000  # in one push
MAX_SIGNATURE_AGE = 300  # seconds
# Rows of one reply: help.aliyun.com QuerySendDetails, cloud.tencent.com PullSmsSendStatus.
ALIYUN_PAGE_SIZE, TENCENT_PAGE_SIZE = 50, 100
MAX_PAGES = 20
_ALIYUN_FAILED, _ALIYUN_DELIVERED = 2, 3  # SendStatus; 1 is still on its way

Verifier = Callable[[str, Mapping[str, str], bytes], bool]  # token, headers, body


class InvalidReceipt(ValueError):
    """Not what this provider sends."""


@dataclass(frozen=True)
class ParsedReceipt:
    """The receipt of one message, named by the provider's message id, by our delivery id, or by both."""

    receipt: ReceiptStatus
    provider_id: str = ""
    delivery_id: UUID | None = None


@dataclass(frozen=True)
class ReceiptProvider:
    """How one provider pushes receipts: verify the sender, parse the body, and what to reply."""

    verify: Verifier
    parse: Callable[[Any], list[ParsedReceipt]]
    acknowledgement: dict[str, str | int]


def token(provider: str) -> str:
    """The end of the address that is given to a provider; "" when push is not configured."""
    secret = settings.RECEIPTS_SECRET
    return hmac.digest(secret.encode(), f"receipts|{provider}".encode(), "sha256").hex() if secret else ""


def parse_pushed(provider: str, body: bytes) -> list[ParsedReceipt]:
    """Parse a push. Raises InvalidReceipt."""
    try:
        receipts = PROVIDERS[provider].parse(orjson.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError) as reason:
        raise InvalidReceipt from reason
    if len(receipts) > MAX_RECEIPTS:
        raise InvalidReceipt
    return receipts


# -- pushed
def _token_verifier(provider: str) -> Verifier:
    def verify(given: str, _headers: Mapping[str, str], _body: bytes) -> bool:
        expected = token(provider)
        return bool(expected) and hmac.compare_digest(expected.encode(), given.encode())

    return verify


def _verify_carrier(_token: str, headers: Mapping[str, str], body: bytes) -> bool:
    timestamp, secret = headers.get("X-Timestamp", ""), settings.CARRIER.secret
    if not (secret and _is_recent(timestamp)):
        return False
    expected = carrier.signed_headers(secret, body, timestamp)["X-Signature"]
    return hmac.compare_digest(expected.encode(), headers.get("X-Signature", "").encode())


def _is_recent(timestamp: str) -> bool:
    is_number = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12
    return is_number and abs(time.time() - int(timestamp)) < MAX_SIGNATURE_AGE


def _parse_aliyun(pushed: Any) -> list[ParsedReceipt]:
    return [_receipt(bool(row["success"]), row.get("biz_id", ""), row.get("out_id", "")) for row in pushed]


def _parse_tencent(pushed: Any) -> list[ParsedReceipt]:
    return [_receipt(row["report_status"] == "SUCCESS", row["sid"], "") for row in pushed]


def _parse_carrier(pushed: Any) -> list[ParsedReceipt]:
    is_delivered = {"DELIVERED": True, "UNDELIVERED": False}
    return [_receipt(is_delivered[row["status"]], row.get("number", ""), row["id"]) for row in pushed["reports"]]


def _receipt(is_delivered: bool, provider_id: object, delivery_id: object) -> ParsedReceipt:
    receipt = ReceiptStatus.DELIVERED if is_delivered else ReceiptStatus.UNDELIVERED
    return ParsedReceipt(receipt, str(provider_id)[:80], _uuid(delivery_id))


def _uuid(value: object) -> UUID | None:
    """None for ids of another system that uses the same account."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


PROVIDERS = {
    "aliyun": ReceiptProvider(_token_verifier("aliyun"), _parse_aliyun, {"code": 0, "msg": "OK"}),
    "tencent": ReceiptProvider(_token_verifier("tencent"), _parse_tencent, {"result": 0, "errmsg": "OK"}),
    "carrier": ReceiptProvider(_verify_carrier, _parse_carrier, {"code": "OK"}),
}


# -- queried
def query_by_number(number: str, day: str) -> Iterator[ParsedReceipt]:
    """Query Aliyun for the messages to a number on a day (YYYYMMDD, in China). Raises CallFailed."""
    for page in range(1, MAX_PAGES + 1):
        params = {"PhoneNumber": number, "SendDate": day, "PageSize": str(ALIYUN_PAGE_SIZE), "CurrentPage": str(page)}
        reply = aliyun.query("QuerySendDetails", params).json()
        rows = (reply.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
        for row in rows:
            if row["SendStatus"] in {_ALIYUN_FAILED, _ALIYUN_DELIVERED}:
                yield _receipt(row["SendStatus"] == _ALIYUN_DELIVERED, "", row.get("OutId"))
        if len(rows) < ALIYUN_PAGE_SIZE:
            return


def pull() -> Iterator[list[ParsedReceipt]]:
    """Pull pending receipts from Tencent Cloud, page by page. It returns each only once. Raises CallFailed."""
    for _page in range(MAX_PAGES):
        params = {"Limit": TENCENT_PAGE_SIZE, "SmsSdkAppId": settings.TENCENT.app_id}
        reply = tencent.response(tencent.query("PullSmsSendStatus", params))
        rows = reply.get("PullSmsSendStatusSet") or []
        yield [_receipt(row["ReportStatus"] == "SUCCESS", row["SerialNo"], row.get("SessionContext")) for row in rows]
        if len(rows) < TENCENT_PAGE_SIZE:
            return
