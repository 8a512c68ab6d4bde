"""Group robots of WeCom and DingTalk. Addresses, length limits and signatures come from apprise.

The calls are our own: apprise follows redirects and looks at the status only, while both providers report a failure in
the body of a 200. They have no idempotency key, and no delivery id.
"""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import orjson
from apprise.exception import AppriseImproperlyConfigured
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot
from django.conf import settings

from services.notify.channels import http_client
from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.gateway_limits import limits_of

# Error codes after which a retry does not help, developer.work.weixin.qq.com document 90313.
WECOM_REJECTED = {40008, 40058, 44004, 93000, 93004, 93008, 93017}
# open.dingtalk.com, custom robots: token, signature, keyword or IP list, robot stopped, group deleted, text unsafe.
DINGTALK_REJECTED = {300001, 310000, 400013, 400101, 400102, 400105, 400106, 430101, 430102, 430103, 430104}

# apprise has no types
_WeComBot: Any = NotifyWeComBot
_DingTalkBot: Any = NotifyDingTalk


class InvalidBotAddress(ValueError):
    """Not the key or the address of such a robot."""


class WeComBot:
    name = "wecom_robot"
    supports_idempotency = False
    limits = limits_of("wecom_robot")

    def send(self, message: Message) -> SendResult:
        try:
            robot = _WeComBot(key=bot_key(message.address, "key"))
        except (AppriseImproperlyConfigured, InvalidBotAddress):
            return SendResult(AttemptOutcome.REJECTED, reason="ADDRESS")
        path = urlsplit(robot.api_url)
        return _post(f"{settings.WECOM_URL}{path.path}?{path.query}", message, robot.body_maxlen, WECOM_REJECTED)


class DingTalkBot:
    name = "dingtalk_robot"
    supports_idempotency = False
    limits = limits_of("dingtalk_robot")

    def send(self, message: Message) -> SendResult:
        try:
            robot = _DingTalkBot(token=bot_key(message.address, "access_token"), secret=message.secret or None)
        except (AppriseImproperlyConfigured, InvalidBotAddress):
            return SendResult(AttemptOutcome.REJECTED, reason="ADDRESS")
        path = urlsplit(robot.notify_url.format(token=robot.token))
        params = {}
        if robot.secret:
            timestamp, signature = robot.get_signature()
            params = {"timestamp": timestamp, "sign": unquote(signature)}  # requests quotes it again
        address = f"{settings.DINGTALK_URL}{path.path}?{path.query}"
        return _post(address, message, robot.body_maxlen, DINGTALK_REJECTED, params)


def bot_key(address: str, parameter: str) -> str:
    """A robot's key, given alone or in the address that the group shows. Raises InvalidBotAddress."""
    if "://" not in address:
        return address
    try:
        (key,) = parse_qs(urlsplit(address).query).get(parameter, [])
    except ValueError as reason:
        raise InvalidBotAddress from reason
    return key


def check(channel: str, address: str, secret: str) -> None:
    """Raises InvalidBotAddress."""
    try:
        if channel == "wecom":
            _WeComBot(key=bot_key(address, "key"))
        else:
            _DingTalkBot(token=bot_key(address, "access_token"), secret=secret or None)
    except AppriseImproperlyConfigured as reason:
        raise InvalidBotAddress from reason


def to_result(reply: http_client.HttpReply, rejected: set[int]) -> SendResult:
    body = reply.json()
    code = body.get("errcode") if isinstance(body, dict) else None
    if reply.status != 200 or not isinstance(code, int):
        return http_client.outcome_of_status(reply)
    if code == 0:
        return SendResult(AttemptOutcome.ACCEPTED)
    return SendResult(AttemptOutcome.REJECTED if code in rejected else AttemptOutcome.FAILED, reason=str(code))


def _post(
    address: str, message: Message, max_bytes: int, rejected: set[int], params: dict[str, str] | None = None
) -> SendResult:
    text = f"{message.title}\n{message.body}" if message.body else message.title
    text = text.encode()[:max_bytes].decode(errors="ignore")
    body = orjson.dumps({"msgtype": "text", "text": {"content": text}})
    try:
        reply = http_client.call(address, body=body, headers={"Content-Type": "application/json"}, params=params)
    except http_client.CallFailed as failure:
        return failure.result
    return to_result(reply, rejected)
