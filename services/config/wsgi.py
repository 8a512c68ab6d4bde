"""The WSGI application for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from services.schools import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
application = get_wsgi_application()
startup.check()
