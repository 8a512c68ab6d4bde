"""Beat: `celery -A workers.beat beat`. It only triggers the schedule: no app, no database, half a worker's memory.

Two beats on several hosts are harmless: an occurrence is a row that can be claimed once.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
os.environ.setdefault("NUANYANG_DB_LOGIN", "worker")

from celery import Celery
from django.conf import settings

from workers import queues, schedule
from workers.broker.connection import broker_url

# Without Celery's Django fixup, which would load every app.
app = Celery("beat", broker=broker_url(settings.REDIS_URL), fixups=[])
app.conf.update(
    beat_schedule=schedule.for_beat(),
    timezone=settings.TIME_ZONE,
    task_routes=queues.ROUTES,
    task_default_queue=queues.QUICK,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
)
