"""The Celery worker: `celery -A workers.app worker`. A message only wakes it; the work is rows in the database."""

import gc
import importlib.util
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
os.environ.setdefault("NUANYANG_DB_LOGIN", "worker")
os.environ.setdefault(
    "CELERY_SKIP_CHECKS", "yes"
)  # the checks import every page: 35 MB per process; `make check` runs them

import django
from celery import Celery
from celery.signals import celeryd_after_setup, worker_init
from django.apps import apps
from django.conf import settings
from kombu import Exchange, Queue

if not apps.ready:
    django.setup()

from services.schools import startup
from workers import queues, schedule
from workers.broker.connection import broker_url

MAX_TASK_SECONDS = 30 * 60  # seconds
TASK_MODULES = [app_name.rpartition(".")[2] for app_name in settings.LOCAL_APPS]
MAX_CHILD_KB = 300_000  # a child above this is replaced: one import of a county's size would keep its memory

app = Celery("workers", broker=broker_url(settings.REDIS_URL))
app.conf.update(
    imports=[path for module in TASK_MODULES if importlib.util.find_spec(path := f"workers.{module}")],
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in queues.QUEUES],
    task_default_queue=queues.QUICK,
    task_routes=queues.ROUTES,
    beat_schedule=schedule.for_beat(),
    timezone=settings.TIME_ZONE,
    # No pickle: whoever can write to the broker must not be able to run code in a worker.
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    # A message may be lost or arrive twice: each task reads from the database what is due.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # One at a time: a fetched task waits behind the one that runs, however many other workers are idle.
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=MAX_CHILD_KB,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        # Longer than the longest task, else the broker would hand a running one to a second worker.
        "visibility_timeout": MAX_TASK_SECONDS + 60,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    },
    # A broker that restarts must not end an import; leases, not messages, say who works on what.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # Time to finish a short task after a stop signal; a longer one is taken over when its lease ends.
    worker_soft_shutdown_timeout=10,
    worker_enable_soft_shutdown_on_idle=True,
    worker_hijack_root_logger=False,
    # Nobody listens: metrics are read from the rows.
    worker_send_task_events=False,
)


@worker_init.connect
def _check_at_start(**_: object) -> None:
    try:
        startup.check()
    except RuntimeError as error:  # Celery would log the exception of a signal and go on
        raise SystemExit(f"{type(error).__name__}: {error}") from error


@celeryd_after_setup.connect
def _share_preloaded_memory(**_: object) -> None:
    """Freeze what is loaded before the pool forks: the garbage collector would otherwise write to the shared pages."""
    gc.collect()
    gc.freeze()
