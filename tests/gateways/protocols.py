"""The protocols of the providers, from their documents: what each would reply to a request.

A `Decision` with a `delivery` accepts a message; one without is replied as it is. `busy` and `broken` are the replies
of a provider that throttles or fails, before it accepts anything.
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

ILLEGAL = "100"  # numbers with this prefix do not exist
AGE = 300  # seconds a signature is good for
Reply = tuple[int, Any]


@dataclass(frozen=True)
class GatewayRequest:
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
class Decision:
    provider: str
    delivery: str = ""
    to: str = ""
    text: Any = ""
    reply: Reply = (200, {})
    code: str = ""  # why it is refused
    supports_idempotency: bool = False
    busy: Reply = (429, {})
    broken: Reply = (503, {})

    def accepted(self, number: str) -> Reply:
        return ACCEPTED[self.provider](number, self)


ACCEPTED: dict[str, Any] = {
    "carrier": lambda number, _: (200, {"id": number, "code": "OK"}),
    "aliyun": lambda number, _: (200, {"Code": "OK", "Message": "OK", "BizId": number, "RequestId": number}),
    "tencent": lambda number, decision: (200, _tencent_one("Ok", number, decision.delivery)),
    "webhook": lambda _number, _: (204, None),
    "wecom": lambda _number, _: (200, {"errcode": 0, "errmsg": "ok"}),
    "dingtalk": lambda _number, _: (200, {"errcode": 0, "errmsg": "ok"}),
}


def is_close(timestamp: str, *, unit: int = 1) -> bool:
    return timestamp.isdecimal() and abs(int(timestamp) / unit - time.time()) < AGE


# -- the carrier: HMAC-SHA256 over "timestamp.body"
def carrier(request: GatewayRequest) -> Decision:
    def refuse(status: int, code: str, delivery: str = "") -> Decision:
        return Decision("carrier", reply=(status, {"code": code}), code=code)

    timestamp, signature = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    expected = hmac.new(
        keys.CARRIER_SECRET.encode(), f"{timestamp}.".encode() + request.body, hashlib.sha256
    ).hexdigest()
    if not (is_close(timestamp) and hmac.compare_digest(signature, expected)):
        return refuse(403, "SIGNATURE")
    sent = request.json()
    if request.headers.get("Idempotency-Key") != sent["id"]:
        return refuse(400, "KEY_MISSING")
    if sent["to"].startswith(ILLEGAL):
        return refuse(422, "NUMBER_ILLEGAL")
    busy, broken = (429, {"code": "THROTTLED"}), (503, {"code": "BUSY"})
    return Decision(
        "carrier", sent["id"], sent["to"], sent["text"], supports_idempotency=True, busy=busy, broken=broken
    )


# -- Aliyun: ACS3-HMAC-SHA256 over the canonical request
def _aliyun_is_signed(request: GatewayRequest) -> bool:
    method, _, rest = request.headers.get("Authorization", "").partition(" ")
    fields = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    signed_names = fields.get("SignedHeaders", "").split(";")
    needed = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
    if method != "ACS3-HMAC-SHA256" or fields.get("Credential") != keys.ALIYUN_ID or not needed <= set(signed_names):
        return False
    body = hashlib.sha256(request.body).hexdigest()
    if request.headers["x-acs-content-sha256"] != body:
        return False
    pairs = sorted(request.query.items())
    query = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
    header_lines = "".join(f"{name}:{request.headers[name].strip()}\n" for name in signed_names)
    canonical = "\n".join([request.method, request.path, query, header_lines, ";".join(signed_names), body])
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    expected = hmac.new(keys.ALIYUN_SECRET.encode(), f"ACS3-HMAC-SHA256\n{digest}".encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(fields.get("Signature", ""), expected)


def aliyun(request: GatewayRequest) -> Decision:
    def refuse(code: str, status: int = 200) -> Decision:
        return Decision("aliyun", reply=(status, {"Code": code, "Message": code, "RequestId": "r"}), code=code)

    if not _aliyun_is_signed(request):
        return refuse("SignatureDoesNotMatch", 400)
    sent = request.query
    if request.headers["x-acs-action"] == "QuerySendDetails":
        return Decision("aliyun", text=sent, code="QuerySendDetails")
    if request.headers["x-acs-version"] != "2017-05-25" or request.headers["x-acs-action"] != "SendSms":
        return refuse("InvalidAction.NotFound", 404)
    if sent["PhoneNumbers"].startswith(ILLEGAL):
        return refuse("isv.MOBILE_NUMBER_ILLEGAL")
    if sent["SignName"] != keys.SIGN or not sent["TemplateCode"].startswith("SMS_"):
        return refuse("isv.SMS_SIGNATURE_ILLEGAL")
    return Decision(
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


def _tencent_is_signed(request: GatewayRequest) -> bool:
    method, _, rest = request.headers.get("Authorization", "").partition(" ")
    fields = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    timestamp, signed_names = request.headers.get("X-TC-Timestamp", ""), fields.get("SignedHeaders", "").split(";")
    if method != "TC3-HMAC-SHA256" or not is_close(timestamp) or not {"content-type", "host"} <= set(signed_names):
        return False
    day = time.strftime("%Y-%m-%d", time.gmtime(int(timestamp)))
    if fields.get("Credential") != f"{keys.TENCENT_ID}/{day}/sms/tc3_request":
        return False
    header_lines = "".join(f"{name}:{request.headers[name].strip().lower()}\n" for name in signed_names)
    body = hashlib.sha256(request.body).hexdigest()
    canonical = "\n".join([request.method, "/", "", header_lines, ";".join(signed_names), body])
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"TC3-HMAC-SHA256\n{timestamp}\n{day}/sms/tc3_request\n{digest}"
    key = _hmac(_hmac(_hmac(f"TC3{keys.TENCENT_SECRET}".encode(), day), "sms"), "tc3_request")
    return hmac.compare_digest(fields.get("Signature", ""), _hmac(key, to_sign).hex())


def tencent(request: GatewayRequest) -> Decision:
    if not _tencent_is_signed(request):
        code = "AuthFailure.SignatureFailure"
        return Decision("tencent", reply=(200, _tencent_error(code)), code=code)
    sent = request.json()
    if request.headers["X-TC-Action"].startswith("PullSmsSendStatus"):
        return Decision("tencent", text=sent, code=request.headers["X-TC-Action"])
    (to,), delivery = sent["PhoneNumberSet"], sent["SessionContext"]
    if to.removeprefix("+86").startswith(ILLEGAL):
        code = "InvalidParameterValue.IncorrectPhoneNumber"
        return Decision("tencent", reply=(200, _tencent_one(code, "", delivery)), code=code)
    busy = (200, _tencent_one("LimitExceeded.PhoneNumberOneHourLimit", "", delivery))
    broken = (200, _tencent_error("InternalError"))
    return Decision("tencent", delivery, to, sent["TemplateParamSet"], busy=busy, broken=broken)


# -- our own webhooks, see docs/channels.md
def webhook(request: GatewayRequest) -> Decision:
    timestamp, delivery = (
        request.headers.get("X-Nuanyang-Timestamp", ""),
        request.headers.get("X-Nuanyang-Delivery", ""),
    )
    expected = hmac.new(
        keys.WEBHOOK_SECRET.encode(), f"{timestamp}.".encode() + request.body, hashlib.sha256
    ).hexdigest()
    signature = request.headers.get("X-Nuanyang-Signature", "")
    if not (is_close(timestamp) and hmac.compare_digest(signature, f"sha256={expected}")):
        return Decision("webhook", reply=(401, {}), code="SIGNATURE")
    return Decision("webhook", delivery, request.path, request.json(), supports_idempotency=True)


# -- group robots: no delivery id in their protocols, so the text stands for it
def wecom(request: GatewayRequest) -> Decision:
    if request.query.get("key") != keys.WECOM_KEY:
        return Decision("wecom", reply=(200, {"errcode": 93000, "errmsg": "invalid webhook url"}), code="93000")
    text = request.json()["text"]["content"]
    busy = (200, {"errcode": 45009, "errmsg": "api freq out of limit"})
    return Decision("wecom", text, "", text, busy=busy, broken=(200, {"errcode": -1, "errmsg": "system busy"}))


def dingtalk(request: GatewayRequest) -> Decision:
    timestamp = request.query.get("timestamp", "")
    signature = hmac.new(
        keys.DINGTALK_SECRET.encode(), f"{timestamp}\n{keys.DINGTALK_SECRET}".encode(), hashlib.sha256
    ).digest()
    given = unquote_plus(request.query.get("sign", "")).replace(" ", "+")
    signed = hmac.compare_digest(base64.b64encode(signature).decode(), given)
    if request.query.get("access_token") != keys.DINGTALK_TOKEN or not (is_close(timestamp, unit=1000) and signed):
        return Decision("dingtalk", reply=(200, {"errcode": 310000, "errmsg": "sign not match"}), code="310000")
    text = request.json()["text"]["content"]
    busy = (200, {"errcode": 410100, "errmsg": "发送速度太快而限流"})
    return Decision("dingtalk", text, "", text, busy=busy, broken=(200, {"errcode": -1, "errmsg": "系统繁忙"}))


def decide(request: GatewayRequest) -> Decision | None:
    """None for an address of no provider."""
    if "x-acs-action" in request.headers:
        return aliyun(request)
    if "X-TC-Action" in request.headers:
        return tencent(request)
    protocol = {"/messages": carrier, "/cgi-bin/webhook/send": wecom, "/robot/send": dingtalk}.get(request.path)
    if protocol is None and request.path.startswith("/hooks/"):
        protocol = webhook
    return protocol(request) if protocol else None
