"""Gateways to providers, one module each. `settings.NOTIFY_CHANNELS` names the gateway class of each channel."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from services.notify.channels.base import Gateway


@cache
def gateway(channel: str) -> Gateway:
    """The gateway of a channel, one instance per process."""
    instance: Gateway = import_string(settings.NOTIFY_CHANNELS[channel])()
    return instance
