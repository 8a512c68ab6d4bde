"""What was sent to one person, and the ladder a notice stands on."""

from django.db.models import Q, QuerySet

from services.access.actor import Actor
from services.notify.models import Notification

UNREAD_CAP = 100
MAX_LEVELS = 10


def inbox_of(by: Actor) -> QuerySet[Notification]:
    """What was sent to this person here, nobody else's."""
    rows: QuerySet[Notification] = Notification.objects.filter(recipient_id=by.user_id)
    return rows


def open_of(by: Actor) -> QuerySet[Notification]:
    """What this person has not read, or has not answered though it asks for an answer."""
    return inbox_of(by).filter(Q(read_at=None) | Q(requires_acknowledgement=True, acknowledged_at=None))


def unread(by: Actor) -> int:
    """How many wait, at most 100."""
    return len(open_of(by).order_by()[:UNREAD_CAP].values_list("pk"))


def escalation_chain(notification: Notification) -> set[int]:
    """Keys of every notice of the same ladder: the first one, and all that were raised from it."""
    first = notification.pk
    above = notification.escalated_from_id
    for _escalation_level in range(MAX_LEVELS):
        if above is None:
            break
        found = Notification.objects.filter(pk=above).values_list("pk", "escalated_from_id").first()
        if found is None:  # forgotten, or a rung of another place
            break
        first, above = found
    chain, level = {first, notification.pk}, {first, notification.pk}
    while level:
        level = set(Notification.objects.filter(escalated_from__in=level).values_list("pk", flat=True)) - chain
        chain |= level
    return chain
