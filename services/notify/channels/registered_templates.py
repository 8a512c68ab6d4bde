"""Registered templates: cloud gateways send nothing else. Choose one by kind and fill it from the message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings

from services.notify.channels.base import Message

ANY_KIND = "*"
CLOUDS = {"services.notify.channels.aliyun.AliyunGateway", "services.notify.channels.tencent.TencentGateway"}
MAX_VARIABLE_LENGTH = 35  # characters of one variable; help.aliyun.com 108253


class RegisteredTemplate(TypedDict):
    """A template as the deployment configures it: its id at the provider, the names of its variables in order."""

    id: str
    variables: list[str]


@dataclass(frozen=True)
class FilledTemplate:
    """A template's id at the provider and its variables, in the order of its registration."""

    id: str
    variables: dict[str, str]


def is_needed() -> bool:
    """True when text messages go out by such a gateway, so that new texts must be registered there first."""
    return settings.NOTIFY_CHANNELS.get("sms") in CLOUDS


def fill_template(templates: Mapping[str, RegisteredTemplate], message: Message) -> FilledTemplate | None:
    """Fill the template of the kind, else the one for any kind. None where a variable is missing in both.

    A repeat prefers a template with a title, because its title says that it is one.
    """
    values = {"title": message.title, "body": message.body, **message.variables}
    if message.is_retry:
        values["title"] = message.title
    candidates = [templates[kind] for kind in (message.kind, ANY_KIND) if kind in templates]
    usable = [row for row in candidates if all(values.get(name) for name in row["variables"])]
    if not usable:
        return None
    usable.sort(key=lambda row: message.is_retry and "title" not in row["variables"])
    return FilledTemplate(usable[0]["id"], {name: _shorten(values[name]) for name in usable[0]["variables"]})


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_VARIABLE_LENGTH else text[: MAX_VARIABLE_LENGTH - 1] + "…"
