"""Gateways of clouds send registered templates only: which one for which kind of notice, filled from the message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from services.notify.channels.base import Message

ANY_KIND = "*"
CLOUDS = {"services.notify.channels.aliyun.AliyunGateway", "services.notify.channels.tencent.TencentGateway"}
MAX_VARIABLE_LENGTH = 35  # characters of one variable; help.aliyun.com 108253


@dataclass(frozen=True)
class FilledTemplate:
    """A template's number at the provider and its variables, in the order in which it was registered."""

    id: str
    variables: dict[str, str]


def is_needed() -> bool:
    """Whether text messages go out by such a gateway, and new words must be registered there first."""
    return settings.NOTIFY_CHANNELS.get("sms") in CLOUDS


def fill_template(table: Mapping[str, Any], message: Message) -> FilledTemplate | None:
    """The kind's own template, else the one for any kind; None where a variable is missing in both.

    A repeat takes one with a title, if there is any: the title says that it is one.
    """
    known = {"title": message.title, "body": message.body, **message.variables}
    if message.is_retry:
        known["title"] = message.title
    found = [table[kind] for kind in (message.kind, ANY_KIND) if kind in table]
    fit = [each for each in found if all(known.get(name) for name in each["variables"])]
    fit.sort(key=lambda each: message.is_retry and "title" not in each["variables"])
    return FilledTemplate(fit[0]["id"], {name: _short(known[name]) for name in fit[0]["variables"]}) if fit else None


def _short(text: str) -> str:
    return text if len(text) <= MAX_VARIABLE_LENGTH else text[: MAX_VARIABLE_LENGTH - 1] + "…"
