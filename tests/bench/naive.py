"""How reminders are usually sent: one message in the queue for each, and a task that does one."""

import os
from datetime import datetime
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
os.environ.setdefault("NUANYANG_DB_LOGIN", "worker")

import django
from celery import Celery
from django.apps import apps
from django.conf import settings

if not apps.ready:
    django.setup()

from services.care.models import DueWork
from services.notify import outbox
from services.notify.channels.base import Message
from services.notify.channels.null import NullGateway
from services.notify.choices import Audience, Channel, DeliveryState
from services.notify.models import Delivery
from services.schools.scope import for_school, scope
from workers.broker.connection import broker_url

KIND = "bench.naive"
app = Celery("naive", broker=broker_url(settings.REDIS_URL))
app.conf.update(task_ignore_result=True, task_acks_late=True, worker_prefetch_multiplier=1)


@app.task(name="naive.remind")
def remind(work_id: str, school_id: int, county_id: int, phone: str, now: str) -> None:
    """Read the due work, write a notification, send it, store that it was sent."""
    moment = datetime.fromisoformat(now)
    with scope(for_school(school_id, county_id)):
        work = DueWork.objects.get(public_id=UUID(work_id))
        notification = outbox.add(
            dedupe_key=f"{KIND}:{work_id}",
            kind=KIND,
            title=f"谈心 {work.due_on} 到期",
            phone=phone,
            channels=(Channel.SMS,),
            audience=Audience.GUARDIAN,
            now=moment,
        )
        if notification is None:
            return
    with scope(for_school(school_id, county_id)):
        row = Delivery.objects.get(notification=notification)
        row.state = DeliveryState.SENDING
        row.save(update_fields=["state"])
    NullGateway().send(Message(delivery_id=row.public_id, address=phone, title=notification.title, kind=KIND))
    with scope(for_school(school_id, county_id)):
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.SENT, sent_at=moment)
