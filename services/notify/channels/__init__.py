"""One file per way to the outside. Which stands behind a channel is said in settings.NOTIFY_CHANNELS."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from services.notify.channels.base import Gateway


@cache
def gateway(channel: str) -> Gateway:
    """The gateway behind a channel, made once per process."""
    made: Gateway = import_string(settings.NOTIFY_CHANNELS[channel])()
    return made
