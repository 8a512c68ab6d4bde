"""A person's inbox, and the escalation a notification belongs to."""

from django.db.models import Q, QuerySet

from services.access.actor import Actor
from services.notify.choices import Urgency
from services.notify.models import Notification

UNREAD_CAP = 100
MAX_LEVELS = 10  # an escalation has three; a guard against a circle of rows


def inbox_of(by: Actor) -> QuerySet[Notification]:
    """The notifications of this person at this tenant."""
    rows: QuerySet[Notification] = Notification.objects.filter(recipient_id=by.user_id)
    return rows


def open_of(by: Actor) -> QuerySet[Notification]:
    """Unread notifications, and those that wait for an acknowledgement."""
    return inbox_of(by).filter(Q(read_at=None) | Q(requires_acknowledgement=True, acknowledged_at=None))


def waiting_for_reply(by: Actor) -> QuerySet[Notification]:
    """Notifications nobody has acknowledged yet, the gravest first: safety, then what was escalated, then new ones."""
    rows = inbox_of(by).filter(requires_acknowledgement=True, acknowledged_at=None)
    return rows.annotate(is_safety=Q(urgency=Urgency.SAFETY)).order_by("-is_safety", "-escalation_level", "-pk")


def unread_without_reply(by: Actor) -> QuerySet[Notification]:
    """Unread notifications that wait for no acknowledgement: reading them is enough."""
    return inbox_of(by).filter(read_at=None).exclude(requires_acknowledgement=True, acknowledged_at=None)


def unread(by: Actor) -> int:
    """The count of open notifications, at most 100: counting more would slow down every page."""
    return len(open_of(by).order_by()[:UNREAD_CAP].values_list("pk"))


def escalated(by: Actor) -> QuerySet[Notification]:
    """Open notifications that came up to this person because somebody else has not acknowledged them."""
    return open_of(by).filter(escalation_level__gt=0)


def escalation_chain(notification: Notification) -> set[int]:
    """Keys of the first notification of an escalation and of everything escalated from it."""
    chain = level = {notification.pk, _first_of(notification)}
    while level:
        level = set(Notification.objects.filter(escalated_from__in=level).values_list("pk", flat=True)) - chain
        chain = chain | level
    return chain


def _first_of(notification: Notification) -> int:
    """The key of the notification an escalation began with, as far as it is visible and not deleted."""
    first, above = notification.pk, notification.escalated_from_id
    for _level in range(MAX_LEVELS):
        row = Notification.objects.filter(pk=above).values_list("pk", "escalated_from_id").first() if above else None
        if row is None:
            break
        first, above = row
    return first
