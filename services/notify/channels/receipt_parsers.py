"""What providers say of messages afterwards: pushed to our door, or asked for. Each in its form, with its proof.

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
MAX_SIGNATURE_AGE = 300  # seconds a signature of the carrier is good for
PAGE, PULL = 50, 100  # what one answer may hold: help.aliyun.com QuerySendDetails, cloud.tencent.com PullSmsSendStatus
MAX_PAGES = 20


class InvalidReceipt(ValueError):
    """Not what this provider sends."""


@dataclass(frozen=True)
class ParsedReceipt:
    """What became of one message, named by the provider's number of it, or by ours, or by both."""

    receipt: ReceiptStatus
    provider_id: str = ""
    delivery_id: UUID | None = None


@dataclass(frozen=True)
class ReceiptProvider:
    """How one provider pushes: `proves(token, headers, body)`, `read(what it sent)`, and what it wants to hear."""

    verify: Callable[[str, Mapping[str, str], bytes], bool]
    parse: Callable[[Any], list[ParsedReceipt]]
    acknowledgement: dict[str, Any]


def token(provider: str) -> str:
    """The end of the address that is given to a provider; "" when push is not configured."""
    secret = settings.RECEIPTS_SECRET
    return hmac.digest(secret.encode(), f"receipts|{provider}".encode(), "sha256").hex() if secret else ""


def parse_pushed(provider: str, body: bytes) -> list[ParsedReceipt]:
    """A push, read. Raises Nonsense."""
    try:
        found = PROVIDERS[provider].parse(orjson.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError) as reason:
        raise InvalidReceipt from reason
    if len(found) > MAX_RECEIPTS:
        raise InvalidReceipt
    return found


# -- pushed
def _token_of(provider: str) -> Callable[[str, Mapping[str, str], bytes], bool]:
    def proves(given: str, _headers: Mapping[str, str], _body: bytes) -> bool:
        wanted = token(provider)
        return bool(wanted) and hmac.compare_digest(wanted.encode(), given.encode())

    return proves


def _signed_by_carrier(_token: str, headers: Mapping[str, str], body: bytes) -> bool:
    stamp, secret = headers.get("X-Timestamp", ""), settings.CARRIER.secret
    is_fresh = (
        stamp.isascii() and stamp.isdecimal() and len(stamp) < 12 and abs(time.time() - int(stamp)) < MAX_SIGNATURE_AGE
    )
    if not (secret and is_fresh):
        return False
    wanted = carrier.signed(secret, body, stamp)["X-Signature"]
    return hmac.compare_digest(wanted.encode(), headers.get("X-Signature", "").encode())


def _of_aliyun(sent: Any) -> list[ParsedReceipt]:
    return [_told(bool(each["success"]), each.get("biz_id", ""), each.get("out_id", "")) for each in sent]


def _of_tencent(sent: Any) -> list[ParsedReceipt]:
    return [_told(each["report_status"] == "SUCCESS", each["sid"], "") for each in sent]


def _of_carrier(sent: Any) -> list[ParsedReceipt]:
    known = {"DELIVERED": True, "UNDELIVERED": False}
    return [_told(known[each["status"]], each.get("number", ""), each["id"]) for each in sent["reports"]]


def _told(is_delivered: bool, provider_id: Any, delivery_id: Any) -> ParsedReceipt:
    receipt = ReceiptStatus.DELIVERED if is_delivered else ReceiptStatus.UNDELIVERED
    return ParsedReceipt(receipt, str(provider_id)[:80], _uuid(delivery_id))


def _uuid(text: Any) -> UUID | None:
    """Ours; what another system of the same account has sent under its own ids is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


PROVIDERS = {
    "aliyun": ReceiptProvider(_token_of("aliyun"), _of_aliyun, {"code": 0, "msg": "OK"}),
    "tencent": ReceiptProvider(_token_of("tencent"), _of_tencent, {"result": 0, "errmsg": "OK"}),
    "carrier": ReceiptProvider(_signed_by_carrier, _of_carrier, {"code": "OK"}),
}


# -- asked for
def query_by_number(number: str, day: str) -> Iterator[ParsedReceipt]:
    """What Aliyun knows of one number's messages of a day (YYYYMMDD, of China). Raises wire.Ended."""
    for page in range(1, MAX_PAGES + 1):
        params = {"PhoneNumber": number, "SendDate": day, "PageSize": str(PAGE), "CurrentPage": str(page)}
        said: Any = aliyun.query("QuerySendDetails", params).json()
        rows = (said.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
        yield from (_told(row["SendStatus"] == 3, "", row.get("OutId")) for row in rows if row["SendStatus"] in {2, 3})
        if len(rows) < PAGE:
            return


def pull() -> Iterator[list[ParsedReceipt]]:
    """What Tencent Cloud has not told yet, portion by portion. It tells each but once. Raises wire.Ended."""
    for _time in range(MAX_PAGES):
        answer = tencent.query("PullSmsSendStatus", {"Limit": PULL, "SmsSdkAppId": settings.TENCENT.app_id})
        rows = tencent.response(answer).get("PullSmsSendStatusSet") or []
        yield [_told(row["ReportStatus"] == "SUCCESS", row["SerialNo"], row.get("SessionContext")) for row in rows]
        if len(rows) < PULL:
            return
