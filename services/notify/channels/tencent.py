"""SMS through Tencent Cloud: SendSms 2021-01-11, signed TC3-HMAC-SHA256.

It knows no key. The delivery id travels as SessionContext and comes back in PullSmsSendStatus; pushed receipts name
the SerialNo alone.
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
# cloud.tencent.com document 382/52075 (error codes), by their beginnings.
REFUSALS = (
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
# The call was taken in, and what became of it there is not known.
UNCERTAIN_CODES = ("InternalError.Timeout", "InternalError.SendAndRecvFail", "InternalError.RequestTimeException")


class TencentGateway:
    name = "tencent_sms"
    supports_idempotency = False
    limits = limits_of("tencent_sms")

    def send(self, message: Message) -> SendResult:
        found = registered_templates.fill_template(settings.TENCENT.templates, message)
        if found is None:
            return SendResult(AttemptOutcome.REJECTED, reason="NO_TEMPLATE")
        try:
            answer = query(
                "SendSms",
                {
                    "PhoneNumberSet": [COUNTRY + message.address.removeprefix(COUNTRY)],
                    "SmsSdkAppId": settings.TENCENT.app_id,
                    "SignName": settings.TENCENT.sign,
                    "TemplateId": found.id,
                    "TemplateParamSet": list(found.variables.values()),
                    "SessionContext": str(message.delivery_id),
                },
            )
        except http_client.CallFailed as ended:
            return ended.reply
        return to_result(answer)


def query(action: str, params: Mapping[str, Any]) -> http_client.HttpReply:
    """One signed call. Raises wire.Ended."""
    url, body = urlsplit(settings.TENCENT.url), orjson.dumps(params)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-TC-Action": action,
        "X-TC-Version": VERSION,
        "X-TC-Region": settings.TENCENT.region,
    }
    return http_client.call(
        f"{url.scheme}://{url.netloc}/", body=body, headers={**headers, **_signed(action, url.netloc, body)}
    )


def _signed(action: str, host: str, body: bytes) -> dict[str, str]:
    """cloud.tencent.com document 382/52072: canonical request, its digest, a key derived for the day."""
    now = int(time.time())
    day = time.strftime("%Y-%m-%d", time.gmtime(now))
    names = "content-type;host;x-tc-action"
    lines = f"content-type:application/json; charset=utf-8\nhost:{host}\nx-tc-action:{action.lower()}\n"
    canonical = f"POST\n/\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
    place = f"{day}/{SERVICE}/tc3_request"
    to_sign = f"{METHOD}\n{now}\n{place}\n{sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{settings.TENCENT.secret}".encode()
    for part in (day, SERVICE, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    mark = hmac.digest(key, to_sign.encode(), "sha256").hex()
    account = f"Credential={settings.TENCENT.secret_id}/{place}, SignedHeaders={names}, Signature={mark}"
    return {"Authorization": f"{METHOD} {account}", "X-TC-Timestamp": str(now)}


def to_result(answer: http_client.HttpReply) -> SendResult:
    said = response(answer)
    one: Any = next(iter(said.get("SendStatusSet", [])), {})
    code = str(said.get("Error", one).get("Code", ""))
    if not code:
        return (
            http_client.outcome_of_status(answer)
            if answer.status >= 300
            else SendResult(AttemptOutcome.UNKNOWN, reason="NO_SENSE")
        )
    if code == "Ok":
        return SendResult(AttemptOutcome.ACCEPTED, provider_id=str(one.get("SerialNo", "")))
    if code.startswith(REFUSALS):
        return SendResult(AttemptOutcome.REJECTED, reason=code)
    return SendResult(
        AttemptOutcome.UNKNOWN if code.startswith(UNCERTAIN_CODES) else AttemptOutcome.FAILED, reason=code
    )


def response(answer: http_client.HttpReply) -> dict[str, Any]:
    """What is inside "Response"; {} where there is none."""
    said = answer.json()
    inner = said.get("Response") if isinstance(said, dict) else None
    return inner if isinstance(inner, dict) else {}
