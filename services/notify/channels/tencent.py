"""SMS through Tencent Cloud: SendSms 2021-01-11, signed TC3-HMAC-SHA256.

It has no idempotency key. The delivery id travels as SessionContext and comes back in PullSmsSendStatus; pushed
receipts name the SerialNo alone.
"""

import hmac
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings

from services.notify.channels import http_client, registered_templates
from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of

SERVICE, VERSION, METHOD = "sms", "2021-01-11", "TC3-HMAC-SHA256"
COUNTRY = "+86"
# Error codes by their beginnings, cloud.tencent.com document 382/52075. A retry does not help with these.
REJECTED = (
    "AuthFailure",
    "FailedOperation.ContainSensitiveWord",
    "FailedOperation.MissingSignature",
    "FailedOperation.MissingTemplateToModify",
    "FailedOperation.PhoneNumberInBlacklist",
    "FailedOperation.SignatureIncorrectOrUnapproved",
    "FailedOperation.TemplateIdNotExist",
    "FailedOperation.TemplateIncorrectOrUnapproved",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
    "FailedOperation.TemplateUnapprovedOrNotExist",
    "InvalidParameter",
    "MissingParameter",
    "UnauthorizedOperation",
    "UnsupportedOperation",
    "UnknownParameter",
)
# The provider accepted the call and does not know the outcome itself.
UNCERTAIN_CODES = ("InternalError.Timeout", "InternalError.SendAndRecvFail", "InternalError.RequestTimeException")


class TencentGateway:
    name = "tencent_sms"
    supports_idempotency = False
    limits = limits_of("tencent_sms")

    def send(self, message: Message) -> SendResult:
        template = registered_templates.fill_template(settings.TENCENT.templates, message)
        if template is None:
            return SendResult(AttemptOutcome.REJECTED, reason="NO_TEMPLATE")
        try:
            reply = query(
                "SendSms",
                {
                    "PhoneNumberSet": [COUNTRY + message.address.removeprefix(COUNTRY)],
                    "SmsSdkAppId": settings.TENCENT.app_id,
                    "SignName": settings.TENCENT.sign,
                    "TemplateId": template.id,
                    "TemplateParamSet": list(template.variables.values()),
                    "SessionContext": str(message.delivery_id),
                },
            )
        except http_client.CallFailed as failure:
            return failure.result
        return to_result(reply)


def query(action: str, params: Mapping[str, Any]) -> http_client.HttpReply:
    """Make one signed call. Raises CallFailed."""
    url, body = urlsplit(settings.TENCENT.url), orjson.dumps(params)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-TC-Action": action,
        "X-TC-Version": VERSION,
        "X-TC-Region": settings.TENCENT.region,
    }
    return http_client.call(
        f"{url.scheme}://{url.netloc}/", body=body, headers={**headers, **_signed_headers(action, url.netloc, body)}
    )


def _signed_headers(action: str, host: str, body: bytes) -> dict[str, str]:
    """Sign as in cloud.tencent.com document 382/52072: canonical request, its digest, a key derived for the day."""
    # The real clock, which tests and demos do not set: the provider rejects a signature of another time.
    now = int(time.time())
    day = time.strftime("%Y-%m-%d", time.gmtime(now))
    names = "content-type;host;x-tc-action"
    lines = f"content-type:application/json; charset=utf-8\nhost:{host}\nx-tc-action:{action.lower()}\n"
    canonical = f"POST\n/\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
    credential_scope = f"{day}/{SERVICE}/tc3_request"
    to_sign = f"{METHOD}\n{now}\n{credential_scope}\n{sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{settings.TENCENT.secret}".encode()
    for part in (day, SERVICE, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    authorization = (
        f"Credential={settings.TENCENT.secret_id}/{credential_scope}, SignedHeaders={names}, Signature={signature}"
    )
    return {"Authorization": f"{METHOD} {authorization}", "X-TC-Timestamp": str(now)}


def to_result(reply: http_client.HttpReply) -> SendResult:
    # The body before the status: this API answers 200 to calls that it did not accept.
    content = response(reply)
    status: Any = next(iter(content.get("SendStatusSet", [])), {})
    code = str(content.get("Error", status).get("Code", ""))
    if not code and reply.status >= 300:
        return http_client.outcome_of_status(reply)
    if not code:
        return SendResult(AttemptOutcome.UNKNOWN, reason="INVALID_REPLY")
    if code == "Ok":
        return SendResult(AttemptOutcome.ACCEPTED, provider_id=str(status.get("SerialNo", "")))
    if code.startswith(REJECTED):
        return SendResult(AttemptOutcome.REJECTED, reason=code)
    is_uncertain = code.startswith(UNCERTAIN_CODES)
    return SendResult(AttemptOutcome.UNKNOWN if is_uncertain else AttemptOutcome.FAILED, reason=code)


def response(reply: http_client.HttpReply) -> dict[str, Any]:
    """The object under "Response"; {} where there is none."""
    body = reply.json()
    content = body.get("Response") if isinstance(body, dict) else None
    return content if isinstance(content, dict) else {}
