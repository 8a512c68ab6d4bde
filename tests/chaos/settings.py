"""The product's settings with a gateway that takes its time, so that kills land in its calls."""

from services.config.settings import *  # noqa: F403

NOTIFY_CHANNELS = {"sms": "tests.chaos.gateway.SlowFiles"}
