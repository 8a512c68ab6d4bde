"""The product's settings with the gateway of a scenario and the work that never succeeds (`poison`)."""

import os

from services.config.settings import *  # noqa: F403

if chosen := os.environ.get("CHAOS_GATEWAY"):
    NOTIFY_CHANNELS = {**NOTIFY_CHANNELS, "sms": chosen}  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS[:-1], "tests.chaos.environment.poison.PoisonConfig", INSTALLED_APPS[-1]]  # noqa: F405
ROOT_URLCONF = "tests.chaos.environment.urls"
