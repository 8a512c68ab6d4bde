"""The delivery log: notifications with their deliveries and attempts, what needs a person, incidents."""

from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from services.kit import clock
from services.notify.choices import Channel, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt, Notification, SystemIncident

_KNOWN_YEARS = range(2000, 2200)  # a date field may send any year, and date arithmetic overflows at the end of them


def deliveries() -> QuerySet[Delivery]:
    """Every delivery of the tenant but those to the inbox. Their addresses are in a table only workers read."""
    rows: QuerySet[Delivery] = Delivery.objects.exclude(channel=Channel.INBOX)
    return rows


def deliveries_with_attempts() -> QuerySet[Delivery]:
    """`deliveries` with all that one of them is shown with; its attempts in their order."""
    attempts = Prefetch("attempts", DeliveryAttempt.objects.order_by("number"))
    return deliveries().select_related("notification", "integration", "merged_into").prefetch_related(attempts)


def notifications() -> QuerySet[Notification]:
    """Every notification of the tenant, with its deliveries in their order."""
    in_order = Delivery.objects.order_by("fallback_order", "pk")
    return Notification.objects.prefetch_related(Prefetch("deliveries", in_order))


def attempts_of(notification: Notification) -> QuerySet[DeliveryAttempt]:
    """Every attempt to deliver a notification, in order."""
    rows: QuerySet[DeliveryAttempt] = DeliveryAttempt.objects.filter(delivery__notification=notification).order_by(
        "started_at", "number"
    )
    return rows


def for_same_recipient(notification: Notification) -> QuerySet[Notification]:
    """Every notification to the same recipient: a user by the login, others by name and school."""
    rows = notifications()
    if notification.recipient_id is not None:
        return rows.filter(recipient_id=notification.recipient_id)
    return rows.filter(
        # By name: an address cannot be read here, and a family has no login.
        Q(school_id=notification.school_id),
        recipient=None,
        recipient_name=notification.recipient_name,
        audience=notification.audience,
    )


def pending_calls() -> QuerySet[Delivery]:
    """Phone calls that a person must make, the oldest first."""
    rows: QuerySet[Delivery] = Delivery.objects.filter(channel=Channel.CALL, state=DeliveryState.TO_CALL)
    return rows.select_related("notification").order_by("pk")


def incidents() -> QuerySet[SystemIncident]:
    return SystemIncident.objects.all()


def on_day(rows: QuerySet[Notification], day: date) -> QuerySet[Notification]:
    """Notifications written on a day of the county; none for a year outside 2000 to 2199."""
    if day.year not in _KNOWN_YEARS:
        return rows.none()
    begins = clock.start_of_day(day)
    return rows.filter(created_at__gte=begins, created_at__lt=begins + timedelta(days=1))
