"""Gateways of every channel and the accounts at SMS providers, read from environment variables only."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypedDict, cast

from services.config.env import ConfigurationError, env

SmsProvider = Literal["file", "null", "aliyun", "tencent", "carrier"]
SMS = {
    "file": "services.notify.channels.file_sms.FileGateway",  # for trial
    "null": "services.notify.channels.null.NullGateway",  # for measuring
    "aliyun": "services.notify.channels.aliyun.AliyunGateway",
    "tencent": "services.notify.channels.tencent.TencentGateway",
    "carrier": "services.notify.channels.carrier.CarrierGateway",
}
TRIAL_SMS = {"file", "null"}  # nobody receives anything
CHANNELS = {
    "email": "services.notify.channels.email.EmailGateway",
    "wecom": "services.notify.channels.group_bots.WeComBot",
    "dingtalk": "services.notify.channels.group_bots.DingTalkBot",
    "webhook": "services.notify.channels.webhook.WebhookGateway",
}
ALIYUN_HOST, TENCENT_HOST = "dysmsapi.aliyuncs.com", "sms.tencentcloudapi.com"
WECOM_HOST, DINGTALK_HOST = "qyapi.weixin.qq.com", "oapi.dingtalk.com"
MIN_SECRET_LENGTH = 24  # characters; it is part of an address and must be hard to guess
HOSTS = [ALIYUN_HOST, TENCENT_HOST, WECOM_HOST, DINGTALK_HOST]


class SmsTemplate(TypedDict):
    """A text template registered at an SMS provider: its id there and the names of its variables in order."""

    id: str
    variables: list[str]


def sms() -> SmsProvider:
    """The SMS provider. In production it must be named: otherwise texts written to files would count as sent."""
    provider = os.environ.get("NUANYANG_SMS_PROVIDER", "")
    if not provider and env.mode == "production":
        raise ConfigurationError(f"NUANYANG_SMS_PROVIDER is not set; name one of {', '.join(SMS)} (docs/channels.md).")
    provider = provider or "file"
    if provider not in SMS:
        raise ConfigurationError(f"NUANYANG_SMS_PROVIDER is {provider!r}; it must be one of {', '.join(SMS)}.")
    return cast("SmsProvider", provider)


def hosts() -> list[str]:
    """Hosts that messages may be sent to: known providers and those that the deployment adds."""
    named = [entry.strip() for entry in os.environ.get("NUANYANG_NOTIFY_HOSTS", "").split(",")]
    return HOSTS + [entry for entry in named if entry]


def proxy() -> str:
    """The proxy for messages, "" for none. HTTPS_PROXY of the machine is not used for them."""
    return os.environ.get("NUANYANG_NOTIFY_PROXY", "")


def wecom_url() -> str:
    return os.environ.get("WECOM_URL", f"https://{WECOM_HOST}")


def dingtalk_url() -> str:
    return os.environ.get("DINGTALK_URL", f"https://{DINGTALK_HOST}")


def receipts_secret() -> str:
    """The secret in the address that providers report receipts to; "" rejects every receipt."""
    secret = os.environ.get("NUANYANG_RECEIPTS_SECRET", "")
    if secret and len(secret) < MIN_SECRET_LENGTH:
        raise ConfigurationError(
            f"NUANYANG_RECEIPTS_SECRET is shorter than {MIN_SECRET_LENGTH} characters; generate a longer one."
        )
    return secret


def _required(name: str, provider: SmsProvider) -> str:
    value = os.environ.get(name, "")
    if not value and sms() == provider:
        raise ConfigurationError(
            f"NUANYANG_SMS_PROVIDER is {provider}, but {name} is not set; see docs/operations.md, Channels."
        )
    return value


def _templates(provider: SmsProvider) -> dict[str, SmsTemplate]:
    """Templates by notification kind ("*" for any other), from SMS_TEMPLATES: JSON, or the path of a JSON file."""
    text = _required("SMS_TEMPLATES", provider)
    if not text or sms() != provider:
        return {}
    try:
        table = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
        return {kind: {"id": str(row["id"]), "variables": list(row["variables"])} for kind, row in table.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigurationError(
            'SMS_TEMPLATES must be {"kind or *": {"id": …, "variables": […]}}, as JSON or the path of such a file.'
        ) from error


@dataclass(frozen=True)
class AliyunAccount:
    key_id: str = field(default_factory=lambda: _required("ALIYUN_ACCESS_KEY_ID", "aliyun"))
    secret: str = field(default_factory=lambda: _required("ALIYUN_ACCESS_KEY_SECRET", "aliyun"), repr=False)
    sign: str = field(default_factory=lambda: _required("SMS_SIGN", "aliyun"))
    templates: dict[str, SmsTemplate] = field(default_factory=lambda: _templates("aliyun"))
    url: str = field(default_factory=lambda: os.environ.get("ALIYUN_SMS_URL", f"https://{ALIYUN_HOST}"))


@dataclass(frozen=True)
class TencentAccount:
    secret_id: str = field(default_factory=lambda: _required("TENCENT_SECRET_ID", "tencent"))
    secret: str = field(default_factory=lambda: _required("TENCENT_SECRET_KEY", "tencent"), repr=False)
    app_id: str = field(default_factory=lambda: _required("TENCENT_SMS_APP_ID", "tencent"))
    sign: str = field(default_factory=lambda: _required("SMS_SIGN", "tencent"))
    templates: dict[str, SmsTemplate] = field(default_factory=lambda: _templates("tencent"))
    region: str = field(default_factory=lambda: os.environ.get("TENCENT_SMS_REGION", "ap-guangzhou"))
    url: str = field(default_factory=lambda: os.environ.get("TENCENT_SMS_URL", f"https://{TENCENT_HOST}"))


@dataclass(frozen=True)
class CarrierAccount:
    url: str = field(default_factory=lambda: _required("CARRIER_URL", "carrier"))
    secret: str = field(default_factory=lambda: _required("CARRIER_SECRET", "carrier"), repr=False)
