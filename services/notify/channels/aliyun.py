"""SMS through Aliyun: SendSms of Dysmsapi 2017-05-25, signed ACS3-HMAC-SHA256 (its "V3 request structure").

It has no idempotency key. The delivery id travels as OutId and comes back in receipts and in QuerySendDetails.
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
# Error codes, help.aliyun.com 101346. A retry does not help with the first, and may with the second.
REJECTED = {
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
TEMPORARY = {
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
        template = registered_templates.fill_template(settings.ALIYUN.templates, message)
        if template is None:
            return SendResult(AttemptOutcome.REJECTED, reason="NO_TEMPLATE")
        try:
            reply = query(
                "SendSms",
                {
                    "PhoneNumbers": message.address,
                    "SignName": settings.ALIYUN.sign,
                    "TemplateCode": template.id,
                    "TemplateParam": orjson.dumps(template.variables).decode(),
                    "OutId": str(message.delivery_id),
                },
            )
        except http_client.CallFailed as failure:
            return failure.result
        return to_result(reply)


def query(action: str, params: Mapping[str, str]) -> http_client.HttpReply:
    """Make one signed call. Raises CallFailed."""
    url = urlsplit(settings.ALIYUN.url)
    path = url.path or "/"
    query_string = "&".join(f"{_quote(name)}={_quote(params[name])}" for name in sorted(params))
    headers = _signed_headers(action, url.netloc, path, query_string)
    return http_client.call(f"{url.scheme}://{url.netloc}{path}?{query_string}", body=b"", headers=headers)


def _signed_headers(action: str, host: str, path: str, query_string: str) -> dict[str, str]:
    """Sign as in help.aliyun.com 2618275: canonical request, its digest, the HMAC of that."""
    empty = sha256(b"").hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": empty,
        # The machine's clock, not the project's: the gateway refuses requests that are minutes off.
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": uuid4().hex,
        "x-acs-version": VERSION,
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"POST\n{path}\n{query_string}\n{lines}\n{names}\n{empty}"
    to_sign = f"{METHOD}\n{sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(settings.ALIYUN.secret.encode(), to_sign.encode(), "sha256").hex()
    authorization = f"Credential={settings.ALIYUN.key_id},SignedHeaders={names},Signature={signature}"
    return {**headers, "Authorization": f"{METHOD} {authorization}"}


def to_result(reply: http_client.HttpReply) -> SendResult:
    body = reply.json()
    code = str(body.get("Code", "")) if isinstance(body, dict) else ""
    if reply.status == 200 and code == "OK":
        return SendResult(AttemptOutcome.ACCEPTED, provider_id=str(body.get("BizId", "")))
    if code in REJECTED:
        return SendResult(AttemptOutcome.REJECTED, reason=code)
    if code in TEMPORARY or code.startswith("Throttling"):
        return SendResult(AttemptOutcome.FAILED, reason=code)
    if reply.status == 200:  # a code that is not in the tables, or none
        return SendResult(AttemptOutcome.FAILED if code else AttemptOutcome.UNKNOWN, reason=code or "INVALID_REPLY")
    return http_client.outcome_of_status(reply)


def _quote(text: str) -> str:
    """Percent-encode as in RFC 3986."""
    return quote(text, safe="-_.~")
