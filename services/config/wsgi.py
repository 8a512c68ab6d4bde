"""The web server's entrance."""

import os

from django.core.wsgi import get_wsgi_application

from services.schools import refuse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
application = get_wsgi_application()
refuse.if_too_powerful()
