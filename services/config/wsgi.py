"""The WSGI application for the web server."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from services.kit import static_files
from services.schools import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
application = get_wsgi_application()
startup.check()
if settings.MODE in {"local", "production"}:  # the test server has none collected
    static_files.check(Path(settings.STATIC_ROOT), settings.ROOT)
