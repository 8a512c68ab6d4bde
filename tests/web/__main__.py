import os
import sys

import django

os.environ.setdefault("NUANYANG_MODE", "check")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
django.setup()

from tests.web import visual  # noqa: E402  # its imports need the settings

sys.exit(visual.main(sys.argv[1:]))
