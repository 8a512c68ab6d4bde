"""The queue's worker: `celery -A workers.app worker`. Its messages only say "look"; the rows are in the database."""

import gc
import importlib.util
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
os.environ.setdefault("NUANYANG_LOGIN", "worker")
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")  # they load every page: 35 MB in each process; `make check` has them

import django
from celery import Celery
from celery.signals import celeryd_after_setup, worker_init
from django.apps import apps
from django.conf import settings
from kombu import Exchange, Queue

if not apps.ready:
    django.setup()

from services.schools import login_guard
from workers import queues, schedule
from workers.broker import broker_url

MAX_TASK_SECONDS = 30 * 60  # seconds
TASK_MODULES = [*(room.rpartition(".")[2] for room in settings.LOCAL_APPS), "watch"]
LARGEST_CHILD = 300_000  # kilobytes; after a roster of a county's size a fresh child takes over

app = Celery("workers", broker=broker_url(settings.REDIS_URL))
app.conf.update(
    imports=[name for room in TASK_MODULES if importlib.util.find_spec(name := f"workers.{room}")],
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in queues.QUEUES],
    task_default_queue=queues.QUICK,
    task_routes=queues.ROUTES,
    beat_schedule=schedule.for_beat(),
    timezone=settings.TIME_ZONE,
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    # A message may be lost or come twice: each task asks the database what there is to do.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=LARGEST_CHILD,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": MAX_TASK_SECONDS + 60,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "queue_order_strategy": "sorted",  # alert before quick
    },
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_soft_shutdown_timeout=10,
    worker_enable_soft_shutdown_on_idle=True,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
)


@worker_init.connect
def _refuse_power(**_: object) -> None:
    login_guard.check_now()


@celeryd_after_setup.connect
def _share_memory(**_: object) -> None:
    """What is loaded before the pool forks stays shared: the collector no longer writes into it."""
    gc.collect()
    gc.freeze()
