"""The protocols, read from their makers' documents. Each takes a request and says what would be answered.

A `Judged` with a `delivery` is to be taken; one without is answered as it stands. `busy` and `broken` are how the
provider says that it is throttling, or in trouble, before taking anything.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_plus, urlsplit

from tests.gateways import keys

ILLEGAL = "100"  # numbers that begin so do not exist
AGE = 300  # seconds a signature is good for
Said = tuple[int, Any]


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def json(self) -> Any:
        return json.loads(self.body or b"{}")


@dataclass(frozen=True)
class Judged:
    provider: str
    delivery: str = ""
    to: str = ""
    text: Any = ""
    said: Said = (200, {})
    code: str = ""  # why it is refused
    supports_idempotency: bool = False
    busy: Said = (429, {})
    broken: Said = (503, {})

    def accepted(self, number: str) -> Said:
        return ACCEPTED[self.provider](number, self)


ACCEPTED: dict[str, Any] = {
    "carrier": lambda number, _: (200, {"id": number, "code": "OK"}),
    "aliyun": lambda number, _: (200, {"Code": "OK", "Message": "OK", "BizId": number, "RequestId": number}),
    "tencent": lambda number, judged: (200, _tencent_one("Ok", number, judged.delivery)),
    "webhook": lambda _number, _: (204, None),
    "wecom": lambda _number, _: (200, {"errcode": 0, "errmsg": "ok"}),
    "dingtalk": lambda _number, _: (200, {"errcode": 0, "errmsg": "ok"}),
}


def is_close(timestamp: str, *, unit: int = 1) -> bool:
    return timestamp.isdecimal() and abs(int(timestamp) / unit - time.time()) < AGE


# -- the carrier: HMAC-SHA256 over "timestamp.body"
def carrier(asked: Asked) -> Judged:
    def refuse(status: int, code: str, delivery: str = "") -> Judged:
        return Judged("carrier", said=(status, {"code": code}), code=code)

    stamp, mark = asked.headers.get("X-Timestamp", ""), asked.headers.get("X-Signature", "")
    right = hmac.new(keys.CARRIER_SECRET.encode(), f"{stamp}.".encode() + asked.body, hashlib.sha256).hexdigest()
    if not (is_close(stamp) and hmac.compare_digest(mark, right)):
        return refuse(403, "SIGNATURE")
    sent = asked.json()
    if asked.headers.get("Idempotency-Key") != sent["id"]:
        return refuse(400, "KEY_MISSING")
    if sent["to"].startswith(ILLEGAL):
        return refuse(422, "NUMBER_ILLEGAL")
    busy, broken = (429, {"code": "THROTTLED"}), (503, {"code": "BUSY"})
    return Judged("carrier", sent["id"], sent["to"], sent["text"], supports_idempotency=True, busy=busy, broken=broken)


# -- Aliyun: ACS3-HMAC-SHA256 over the canonical request
def _aliyun_is_signed(asked: Asked) -> bool:
    method, _, rest = asked.headers.get("Authorization", "").partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    named = parts.get("SignedHeaders", "").split(";")
    needed = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
    if method != "ACS3-HMAC-SHA256" or parts.get("Credential") != keys.ALIYUN_ID or not needed <= set(named):
        return False
    body = hashlib.sha256(asked.body).hexdigest()
    if asked.headers["x-acs-content-sha256"] != body:
        return False
    pairs = sorted(asked.query.items())
    query = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
    heads = "".join(f"{name}:{asked.headers[name].strip()}\n" for name in named)
    whole = "\n".join([asked.method, asked.path, query, heads, ";".join(named), body])
    digest = hashlib.sha256(whole.encode()).hexdigest()
    right = hmac.new(keys.ALIYUN_SECRET.encode(), f"ACS3-HMAC-SHA256\n{digest}".encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(parts.get("Signature", ""), right)


def aliyun(asked: Asked) -> Judged:
    def refuse(code: str, status: int = 200) -> Judged:
        return Judged("aliyun", said=(status, {"Code": code, "Message": code, "RequestId": "r"}), code=code)

    if not _aliyun_is_signed(asked):
        return refuse("SignatureDoesNotMatch", 400)
    sent = asked.query
    if asked.headers["x-acs-action"] == "QuerySendDetails":
        return Judged("aliyun", text=sent, code="QuerySendDetails")
    if asked.headers["x-acs-version"] != "2017-05-25" or asked.headers["x-acs-action"] != "SendSms":
        return refuse("InvalidAction.NotFound", 404)
    if sent["PhoneNumbers"].startswith(ILLEGAL):
        return refuse("isv.MOBILE_NUMBER_ILLEGAL")
    if sent["SignName"] != keys.SIGN or not sent["TemplateCode"].startswith("SMS_"):
        return refuse("isv.SMS_SIGNATURE_ILLEGAL")
    return Judged(
        "aliyun",
        sent["OutId"],
        sent["PhoneNumbers"],
        json.loads(sent["TemplateParam"]),
        busy=(200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发小时级流控Permits:5"}),
        broken=(503, {"Code": "ServiceUnavailable", "Message": "later"}),
    )


# -- Tencent Cloud: TC3-HMAC-SHA256, a key derived by day, service and "tc3_request"
def _tencent_one(code: str, number: str, delivery: str) -> Any:
    one = {"SerialNo": number, "SessionContext": delivery, "Code": code, "Message": code, "Fee": 1, "IsoCode": "CN"}
    return {"Response": {"SendStatusSet": [one], "RequestId": "r"}}


def _tencent_error(code: str) -> Any:
    return {"Response": {"Error": {"Code": code, "Message": code}, "RequestId": "r"}}


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _tencent_is_signed(asked: Asked) -> bool:
    method, _, rest = asked.headers.get("Authorization", "").partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    stamp, named = asked.headers.get("X-TC-Timestamp", ""), parts.get("SignedHeaders", "").split(";")
    if method != "TC3-HMAC-SHA256" or not is_close(stamp) or not {"content-type", "host"} <= set(named):
        return False
    day = time.strftime("%Y-%m-%d", time.gmtime(int(stamp)))
    if parts.get("Credential") != f"{keys.TENCENT_ID}/{day}/sms/tc3_request":
        return False
    heads = "".join(f"{name}:{asked.headers[name].strip().lower()}\n" for name in named)
    body = hashlib.sha256(asked.body).hexdigest()
    whole = "\n".join([asked.method, "/", "", heads, ";".join(named), body])
    digest = hashlib.sha256(whole.encode()).hexdigest()
    to_sign = f"TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{digest}"
    key = _hmac(_hmac(_hmac(f"TC3{keys.TENCENT_SECRET}".encode(), day), "sms"), "tc3_request")
    return hmac.compare_digest(parts.get("Signature", ""), _hmac(key, to_sign).hex())


def tencent(asked: Asked) -> Judged:
    if not _tencent_is_signed(asked):
        code = "AuthFailure.SignatureFailure"
        return Judged("tencent", said=(200, _tencent_error(code)), code=code)
    sent = asked.json()
    if asked.headers["X-TC-Action"].startswith("PullSmsSendStatus"):
        return Judged("tencent", text=sent, code=asked.headers["X-TC-Action"])
    (to,), delivery = sent["PhoneNumberSet"], sent["SessionContext"]
    if to.removeprefix("+86").startswith(ILLEGAL):
        code = "InvalidParameterValue.IncorrectPhoneNumber"
        return Judged("tencent", said=(200, _tencent_one(code, "", delivery)), code=code)
    busy = (200, _tencent_one("LimitExceeded.PhoneNumberOneHourLimit", "", delivery))
    broken = (200, _tencent_error("InternalError"))
    return Judged("tencent", delivery, to, sent["TemplateParamSet"], busy=busy, broken=broken)


# -- what we promise to receivers of webhooks, see docs/channels.md
def webhook(asked: Asked) -> Judged:
    stamp, delivery = asked.headers.get("X-Nuanyang-Timestamp", ""), asked.headers.get("X-Nuanyang-Delivery", "")
    right = hmac.new(keys.WEBHOOK_SECRET.encode(), f"{stamp}.".encode() + asked.body, hashlib.sha256).hexdigest()
    mark = asked.headers.get("X-Nuanyang-Signature", "")
    if not (is_close(stamp) and hmac.compare_digest(mark, f"sha256={right}")):
        return Judged("webhook", said=(401, {}), code="SIGNATURE")
    return Judged("webhook", delivery, asked.path, asked.json(), supports_idempotency=True)


# -- group robots: no delivery id in their protocols, so the text stands for it
def wecom(asked: Asked) -> Judged:
    if asked.query.get("key") != keys.WECOM_KEY:
        return Judged("wecom", said=(200, {"errcode": 93000, "errmsg": "invalid webhook url"}), code="93000")
    text = asked.json()["text"]["content"]
    busy = (200, {"errcode": 45009, "errmsg": "api freq out of limit"})
    return Judged("wecom", text, "", text, busy=busy, broken=(200, {"errcode": -1, "errmsg": "system busy"}))


def dingtalk(asked: Asked) -> Judged:
    stamp = asked.query.get("timestamp", "")
    mark = hmac.new(keys.DINGTALK_SECRET.encode(), f"{stamp}\n{keys.DINGTALK_SECRET}".encode(), hashlib.sha256).digest()
    given = unquote_plus(asked.query.get("sign", "")).replace(" ", "+")
    signed = hmac.compare_digest(base64.b64encode(mark).decode(), given)
    if asked.query.get("access_token") != keys.DINGTALK_TOKEN or not (is_close(stamp, unit=1000) and signed):
        return Judged("dingtalk", said=(200, {"errcode": 310000, "errmsg": "sign not match"}), code="310000")
    text = asked.json()["text"]["content"]
    busy = (200, {"errcode": 410100, "errmsg": "发送速度太快而限流"})
    return Judged("dingtalk", text, "", text, busy=busy, broken=(200, {"errcode": -1, "errmsg": "系统繁忙"}))


def judge(asked: Asked) -> Judged | None:
    """None: nothing of ours."""
    if "x-acs-action" in asked.headers:
        return aliyun(asked)
    if "X-TC-Action" in asked.headers:
        return tencent(asked)
    found = {"/messages": carrier, "/cgi-bin/webhook/send": wecom, "/robot/send": dingtalk}.get(asked.path)
    if found is None and asked.path.startswith("/hooks/"):
        found = webhook
    return found(asked) if found else None
