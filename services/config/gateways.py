"""Accounts at the gateways of SMS, from the environment alone: never in the repository, never in the database."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from services.config.env import ConfigurationError

Sms = Literal["file", "null", "aliyun", "tencent", "carrier"]
SMS = {
    "file": "services.notify.channels.file_sms.FileGateway",  # for trial
    "null": "services.notify.channels.null.NullGateway",  # for measuring
    "aliyun": "services.notify.channels.aliyun.AliyunGateway",
    "tencent": "services.notify.channels.tencent.TencentGateway",
    "carrier": "services.notify.channels.carrier.CarrierGateway",
}
CHANNELS = {
    "email": "services.notify.channels.email.EmailGateway",
    "wecom": "services.notify.channels.group_bots.WeComBot",
    "dingtalk": "services.notify.channels.group_bots.DingTalkBot",
    "webhook": "services.notify.channels.webhook.WebhookGateway",
}
ALIYUN_HOST, TENCENT_HOST = "dysmsapi.aliyuncs.com", "sms.tencentcloudapi.com"
WECOM_HOST, DINGTALK_HOST = "qyapi.weixin.qq.com", "oapi.dingtalk.com"
MIN_SECRET_LENGTH = 24  # characters; a secret in an address must not be short
HOSTS = [ALIYUN_HOST, TENCENT_HOST, WECOM_HOST, DINGTALK_HOST]


def sms() -> Sms:
    wish = os.environ.get("NUANYANG_SMS_PROVIDER", "file")
    if wish not in SMS:
        raise ConfigurationError(f"NUANYANG_SMS_PROVIDER is {wish!r}; it must be one of {', '.join(SMS)}.")
    return cast("Sms", wish)


def hosts() -> list[str]:
    """The hosts of the known providers, and those the deployment names; see services/notify/channels/hosts.py."""
    named = [entry.strip() for entry in os.environ.get("NUANYANG_NOTIFY_HOSTS", "").split(",")]
    return HOSTS + [entry for entry in named if entry]


def proxy() -> str:
    """ "" unless configured: a proxy of the surroundings is not meant for messages."""
    return os.environ.get("NUANYANG_NOTIFY_PROXY", "")


def wecom_url() -> str:
    return os.environ.get("WECOM_URL", f"https://{WECOM_HOST}")


def dingtalk_url() -> str:
    return os.environ.get("DINGTALK_URL", f"https://{DINGTALK_HOST}")


def receipts_secret() -> str:
    """Proves call-backs of providers. "" refuses them all."""
    secret = os.environ.get("NUANYANG_RECEIPTS_SECRET", "")
    if secret and len(secret) < MIN_SECRET_LENGTH:
        raise ConfigurationError(
            f"NUANYANG_RECEIPTS_SECRET is shorter than {MIN_SECRET_LENGTH} characters; make a longer one."
        )
    return secret


def _need(name: str, wanted: Sms) -> str:
    value = os.environ.get(name, "")
    if not value and sms() == wanted:
        raise ConfigurationError(
            f"NUANYANG_SMS_PROVIDER is {wanted}, but {name} is not set; see docs/operations.md, Channels."
        )
    return value


def _templates(wanted: Sms) -> dict[str, Any]:
    """`SMS_TEMPLATES`: {kind or "*": {"id", "variables": [names]}}, as JSON or as the path of such a file."""
    text = _need("SMS_TEMPLATES", wanted)
    if not text or sms() != wanted:
        return {}
    try:
        table = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
        found = {kind: {"id": str(row["id"]), "variables": list(row["variables"])} for kind, row in table.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as reason:
        raise ConfigurationError(
            'SMS_TEMPLATES must be {"kind or *": {"id": …, "variables": […]}}, as JSON or the path of such a file.'
        ) from reason
    return found


@dataclass(frozen=True)
class AliyunAccount:
    key_id: str = field(default_factory=lambda: _need("ALIYUN_ACCESS_KEY_ID", "aliyun"))
    secret: str = field(default_factory=lambda: _need("ALIYUN_ACCESS_KEY_SECRET", "aliyun"), repr=False)
    sign: str = field(default_factory=lambda: _need("SMS_SIGN", "aliyun"))
    templates: dict[str, Any] = field(default_factory=lambda: _templates("aliyun"))
    url: str = field(default_factory=lambda: os.environ.get("ALIYUN_SMS_URL", f"https://{ALIYUN_HOST}"))


@dataclass(frozen=True)
class TencentAccount:
    secret_id: str = field(default_factory=lambda: _need("TENCENT_SECRET_ID", "tencent"))
    secret: str = field(default_factory=lambda: _need("TENCENT_SECRET_KEY", "tencent"), repr=False)
    app_id: str = field(default_factory=lambda: _need("TENCENT_SMS_APP_ID", "tencent"))
    sign: str = field(default_factory=lambda: _need("SMS_SIGN", "tencent"))
    templates: dict[str, Any] = field(default_factory=lambda: _templates("tencent"))
    region: str = field(default_factory=lambda: os.environ.get("TENCENT_SMS_REGION", "ap-guangzhou"))
    url: str = field(default_factory=lambda: os.environ.get("TENCENT_SMS_URL", f"https://{TENCENT_HOST}"))


@dataclass(frozen=True)
class CarrierAccount:
    url: str = field(default_factory=lambda: _need("CARRIER_URL", "carrier"))
    secret: str = field(default_factory=lambda: _need("CARRIER_SECRET", "carrier"), repr=False)
