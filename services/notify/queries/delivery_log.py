"""The ledger: who was told what, when, by whom it was acknowledged; what went out, what waits for a person."""

from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from services.kit import clock
from services.notify.choices import Channel, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt, Notification, SystemIncident

_KNOWN_YEARS = range(2000, 2200)  # of days a calendar field may send; others overflow when they are reckoned with


def deliveries() -> QuerySet[Delivery]:
    """Everything on its way out of this school or county; addresses are in a table nobody here can read."""
    rows: QuerySet[Delivery] = Delivery.objects.exclude(channel=Channel.INBOX)
    return rows


def notifications() -> QuerySet[Notification]:
    """Every promise made here, with its deliveries in their order."""
    ways = Delivery.objects.order_by("fallback_order", "pk")
    return Notification.objects.prefetch_related(Prefetch("deliveries", ways))


def attempts_of(notification: Notification) -> QuerySet[DeliveryAttempt]:
    """Each call to the outside that this notice cost, in order."""
    rows: QuerySet[DeliveryAttempt] = DeliveryAttempt.objects.filter(delivery__notification=notification).order_by(
        "started_at", "number"
    )
    return rows


def for_same_recipient(notification: Notification) -> QuerySet[Notification]:
    """Everything told to whom this notice went: a user by the login, others by name and school."""
    rows = notifications()
    if notification.recipient_id is not None:
        return rows.filter(recipient_id=notification.recipient_id)
    return rows.filter(
        Q(school_id=notification.school_id),
        recipient=None,
        recipient_name=notification.recipient_name,
        audience=notification.audience,
    )


def pending_calls() -> QuerySet[Delivery]:
    """Calls that a person must make, the oldest first."""
    rows: QuerySet[Delivery] = Delivery.objects.filter(channel=Channel.CALL, state=DeliveryState.TO_CALL)
    return rows.select_related("notification").order_by("pk")


def incidents() -> QuerySet[SystemIncident]:
    return SystemIncident.objects.all()


def on_day(rows: QuerySet[Notification], on: date) -> QuerySet[Notification]:
    """Those written on a day of the county; none on a day at the end of all calendars."""
    if on.year not in _KNOWN_YEARS:
        return rows.none()
    begins = clock.start_of_day(on)
    return rows.filter(created_at__gte=begins, created_at__lt=begins + timedelta(days=1))
