"""Gateways: one file per provider. `settings.NOTIFY_CHANNELS` chooses the gateway of each channel."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from services.notify.channels.base import Gateway


@cache
def gateway(channel: str) -> Gateway:
    """The gateway of a channel, one instance per process."""
    instance: Gateway = import_string(settings.NOTIFY_CHANNELS[channel])()
    return instance
