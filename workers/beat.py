"""Beat: `celery -A workers.beat beat`. It knows the timetable and the queue, no room and no database: it only ticks,
in half the memory of a worker. Two on several hosts are harmless.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
os.environ.setdefault("NUANYANG_LOGIN", "worker")

from celery import Celery
from django.conf import settings

from workers import queues, schedule
from workers.broker import broker_url

app = Celery("beat", broker=broker_url(settings.REDIS_URL), fixups=[])
app.conf.update(
    beat_schedule=schedule.for_beat(),
    timezone=settings.TIME_ZONE,
    task_routes=queues.ROUTES,
    task_default_queue=queues.QUICK,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
)
