"""What each provider's codes mean: try again, never again, or nobody knows. Not one is forgotten silently."""

from typing import Any

import orjson
import pytest

from services.notify.channels import aliyun, carrier, group_bots, http_client, tencent
from services.notify.channels.base import SendResult
from services.notify.choices import AttemptOutcome

SENT, FAILED, REFUSED, UNKNOWN = (
    AttemptOutcome.ACCEPTED,
    AttemptOutcome.FAILED,
    AttemptOutcome.REJECTED,
    AttemptOutcome.UNKNOWN,
)


def answer(body: Any, status: int = 200) -> http_client.HttpReply:
    return http_client.HttpReply(status, body if isinstance(body, bytes) else orjson.dumps(body))


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (200, "OK", SENT),
        # the number, the words, the account, the signature: no change of time mends them
        (200, "isv.MOBILE_NUMBER_ILLEGAL", REFUSED),
        (200, "isv.SMS_TEMPLATE_ILLEGAL", REFUSED),
        (200, "isv.SMS_SIGNATURE_ILLEGAL", REFUSED),
        (200, "isv.TEMPLATE_MISSING_PARAMETERS", REFUSED),
        (200, "isv.BLACK_KEY_CONTROL_LIMIT", REFUSED),
        (200, "isv.OUT_OF_SERVICE", REFUSED),
        (200, "isp.RAM_PERMISSION_DENY", REFUSED),
        (400, "SignatureDoesNotMatch", REFUSED),
        (404, "InvalidAccessKeyId.NotFound", REFUSED),
        (400, "InvalidTimeStamp.Expired", REFUSED),
        # limits, no credit, their failure: later
        (200, "isv.BUSINESS_LIMIT_CONTROL", FAILED),
        (200, "isv.DAY_LIMIT_CONTROL", FAILED),
        (200, "isv.AMOUNT_NOT_ENOUGH", FAILED),
        (200, "isp.SYSTEM_ERROR", FAILED),
        (400, "Throttling.User", FAILED),
        (503, "ServiceUnavailable", FAILED),
        (200, "isv.A_CODE_OF_NEXT_YEAR", FAILED),
        # a reply without a code
        (200, "", UNKNOWN),
        (500, "InternalError", UNKNOWN),
        (502, "", UNKNOWN),
        (429, "", FAILED),
        (403, "", REFUSED),
    ],
)
def test_aliyun_codes(status: int, code: str, outcome: AttemptOutcome) -> None:
    reply = aliyun.to_result(answer({"Code": code, "Message": "给13800000001的短信", "BizId": "B"}, status))

    assert reply.outcome == outcome
    assert "138" not in reply.reason
    assert (reply.provider_id == "B") == (outcome == SENT)
    assert reply.reason or outcome == SENT


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("Ok", SENT),
        ("InvalidParameterValue.IncorrectPhoneNumber", REFUSED),
        ("FailedOperation.PhoneNumberInBlacklist", REFUSED),
        ("FailedOperation.ContainSensitiveWord", REFUSED),
        ("FailedOperation.TemplateIncorrectOrUnapproved", REFUSED),
        ("UnauthorizedOperation.SmsSdkAppIdVerifyFail", REFUSED),
        ("LimitExceeded.PhoneNumberOneHourLimit", FAILED),
        ("LimitExceeded.PhoneNumberDailyLimit", FAILED),
        ("FailedOperation.InsufficientBalanceInSmsPackage", FAILED),
        ("RequestLimitExceeded", FAILED),
        ("A.CodeOfNextYear", FAILED),
        ("InternalError.Timeout", UNKNOWN),
        ("InternalError.SendAndRecvFail", UNKNOWN),
    ],
)
def test_tencent_codes_of_one_message(code: str, outcome: AttemptOutcome) -> None:
    one = {"Code": code, "SerialNo": "S", "Message": "+8613800000001"}
    reply = tencent.to_result(answer({"Response": {"SendStatusSet": [one]}}))

    assert reply == SendResult(outcome, *(("S", "") if outcome == SENT else ("", code)))


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        ({"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}}, 200, REFUSED),
        ({"Response": {"Error": {"Code": "InternalError"}}}, 200, FAILED),
        ({"Response": {"Error": {"Code": "MissingParameter"}}}, 200, REFUSED),
        ({"Response": {"SendStatusSet": []}}, 200, UNKNOWN),
        ({"Response": {}}, 200, UNKNOWN),
        ([], 200, UNKNOWN),
        (b"<html>", 200, UNKNOWN),
        (b"<html>", 502, UNKNOWN),
        (b"", 503, FAILED),
    ],
)
def test_tencent_codes_of_a_call(body: Any, status: int, outcome: AttemptOutcome) -> None:
    assert tencent.to_result(answer(body, status)).outcome == outcome


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (200, "OK", SENT),
        (422, "NUMBER_ILLEGAL", REFUSED),
        (200, "TEXT_FORBIDDEN", REFUSED),
        (403, "SIGNATURE", REFUSED),
        (429, "THROTTLED", FAILED),
        (503, "BUSY", FAILED),
        (503, "OK", FAILED),  # the status has the last word
        (200, "SOMETHING", UNKNOWN),
        (500, "", UNKNOWN),
    ],
)
def test_carrier_codes(status: int, code: str, outcome: AttemptOutcome) -> None:
    assert carrier.to_result(answer({"code": code, "id": "C"}, status)).outcome == outcome


@pytest.mark.parametrize(
    ("refusals", "code", "outcome"),
    [
        (group_bots.WECOM_REJECTED, 0, SENT),
        (group_bots.WECOM_REJECTED, 93000, REFUSED),
        (group_bots.WECOM_REJECTED, 40008, REFUSED),
        (group_bots.WECOM_REJECTED, 45009, FAILED),
        (group_bots.WECOM_REJECTED, -1, FAILED),
        (group_bots.DINGTALK_REJECTED, 0, SENT),
        (group_bots.DINGTALK_REJECTED, 310000, REFUSED),
        (group_bots.DINGTALK_REJECTED, 300001, REFUSED),
        (group_bots.DINGTALK_REJECTED, 410100, FAILED),
        (group_bots.DINGTALK_REJECTED, 130101, FAILED),
    ],
)
def test_robot_codes_in_the_body_of_a_200(refusals: set[int], code: int, outcome: AttemptOutcome) -> None:
    assert group_bots.to_result(answer({"errcode": code, "errmsg": "x"}), refusals).outcome == outcome


@pytest.mark.parametrize("body", [b"", b"<html>", [], {"errcode": "0"}])
def test_robot_reply_without_code_is_unknown(body: Any) -> None:
    assert group_bots.to_result(answer(body), group_bots.WECOM_REJECTED).outcome == UNKNOWN


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *((status, FAILED) for status in (301, 302, 307, 408, 425, 429, 503)),
        *((status, REFUSED) for status in (400, 401, 403, 404, 410, 413, 422)),
        *((status, UNKNOWN) for status in (200, 500, 502, 504)),
    ],
)
def test_http_status_alone(status: int, outcome: AttemptOutcome) -> None:
    assert http_client.outcome_of_status(http_client.HttpReply(status, b"")) == SendResult(
        outcome, reason=f"HTTP_{status}"
    )
