"""SMS through Aliyun: SendSms of Dysmsapi 2017-05-25, signed ACS3-HMAC-SHA256 (its "V3 request structure").

It knows no key. The delivery id travels as OutId and comes back in receipts and in QuerySendDetails.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit
from uuid import uuid4

import orjson
from django.conf import settings

from services.notify.channels import http_client, registered_templates
from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of

VERSION, METHOD = "2017-05-25", "ACS3-HMAC-SHA256"
# help.aliyun.com 101346 (error codes). What no change of time will mend; then what some time will.
REFUSALS = {
    "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.MOBILE_COUNT_OVER_LIMIT",
    "isv.SMS_SIGNATURE_ILLEGAL",
    "isv.SMS_TEMPLATE_ILLEGAL",
    "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.TEMPLATE_PARAMS_ILLEGAL",
    "isv.INVALID_PARAMETERS",
    "isv.INVALID_JSON_PARAM",
    "isv.PARAM_LENGTH_LIMIT",
    "isv.PARAM_NOT_SUPPORT_URL",
    "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.SMS_CONTENT_ILLEGAL",
    "isv.SMS_SIGN_ILLEGAL",
    "isv.ACCOUNT_NOT_EXISTS",
    "isv.ACCOUNT_ABNORMAL",
    "isv.OUT_OF_SERVICE",
    "isv.PRODUCT_UN_SUBSCRIPT",
    "isp.RAM_PERMISSION_DENY",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "InvalidAccessKeyId.NotFound",
    "InvalidAccessKeyId.Inactive",
    "InvalidTimeStamp.Expired",
    "Forbidden.RAM",
}
PASSING = {
    "isv.BUSINESS_LIMIT_CONTROL",
    "isv.DAY_LIMIT_CONTROL",
    "isv.MONTH_LIMIT_CONTROL",
    "isv.AMOUNT_NOT_ENOUGH",
    "isp.SYSTEM_ERROR",
    "ServiceUnavailable",
    "SignatureNonceUsed",
}


class AliyunGateway:
    name = "aliyun_sms"
    supports_idempotency = False
    limits = limits_of("aliyun_sms")

    def send(self, message: Message) -> SendResult:
        found = registered_templates.fill_template(settings.ALIYUN.templates, message)
        if found is None:
            return SendResult(AttemptOutcome.REJECTED, reason="NO_TEMPLATE")
        try:
            answer = query(
                "SendSms",
                {
                    "PhoneNumbers": message.address,
                    "SignName": settings.ALIYUN.sign,
                    "TemplateCode": found.id,
                    "TemplateParam": orjson.dumps(found.variables).decode(),
                    "OutId": str(message.delivery_id),
                },
            )
        except http_client.CallFailed as ended:
            return ended.reply
        return to_result(answer)


def query(action: str, params: Mapping[str, str]) -> http_client.HttpReply:
    """One signed call. Raises wire.Ended."""
    url = urlsplit(settings.ALIYUN.url)
    path = url.path or "/"
    query = "&".join(f"{_quoted(name)}={_quoted(params[name])}" for name in sorted(params))
    headers = _signed(action, url.netloc, path, query)
    return http_client.call(f"{url.scheme}://{url.netloc}{path}?{query}", body=b"", headers=headers)


def _signed(action: str, host: str, path: str, query: str) -> dict[str, str]:
    """help.aliyun.com 2618275: canonical request, its digest, the HMAC of that."""
    empty = sha256(b"").hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": empty,
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": uuid4().hex,
        "x-acs-version": VERSION,
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"POST\n{path}\n{query}\n{lines}\n{names}\n{empty}"
    to_sign = f"{METHOD}\n{sha256(canonical.encode()).hexdigest()}"
    mark = hmac.digest(settings.ALIYUN.secret.encode(), to_sign.encode(), "sha256").hex()
    account = f"Credential={settings.ALIYUN.key_id},SignedHeaders={names},Signature={mark}"
    return {**headers, "Authorization": f"{METHOD} {account}"}


def to_result(answer: http_client.HttpReply) -> SendResult:
    said = answer.json()
    code = str(said.get("Code", "")) if isinstance(said, dict) else ""
    if answer.status == 200 and code == "OK":
        return SendResult(AttemptOutcome.ACCEPTED, provider_id=str(said.get("BizId", "")))
    if code in REFUSALS:
        return SendResult(AttemptOutcome.REJECTED, reason=code)
    if code in PASSING or code.startswith("Throttling"):
        return SendResult(AttemptOutcome.FAILED, reason=code)
    if answer.status == 200:  # a code that is not in the tables, or none
        return SendResult(AttemptOutcome.FAILED if code else AttemptOutcome.UNKNOWN, reason=code or "NO_SENSE")
    return http_client.outcome_of_status(answer)


def _quoted(text: str) -> str:
    """RFC 3986."""
    return quote(text, safe="-_.~")
