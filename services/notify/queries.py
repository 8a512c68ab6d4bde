"""Reads of this room, inside the reader's scope."""

from django.db.models import QuerySet

from services.access.actor import Actor
from services.notify.choices import Channel
from services.notify.models import Delivery, Notice

MANY = 100


def inbox_of(by: Actor) -> QuerySet[Notice]:
    """What was sent to this person here, nobody else's."""
    rows: QuerySet[Notice] = Notice.objects.filter(to_user_id=by.user_id)
    return rows


def unread(by: Actor) -> int:
    """How many wait to be read, at most 100."""
    return len(inbox_of(by).filter(read_at=None).order_by()[:MANY].values_list("pk"))


def deliveries() -> QuerySet[Delivery]:
    """Everything on its way out of this school or county; addresses are in a table nobody here can read."""
    rows: QuerySet[Delivery] = Delivery.objects.exclude(channel=Channel.INBOX)
    return rows
