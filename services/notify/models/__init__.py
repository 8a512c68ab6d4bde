"""Notifications with their deliveries, the integrations of a tenant, and incidents."""

from services.notify.models.integrations import Integration, OptOut
from services.notify.models.notifications import (
    Delivery,
    DeliveryAttempt,
    DeliveryReceipt,
    Notification,
    RecipientAddress,
)
from services.notify.models.operations import ChannelBreaker, SystemIncident

__all__ = [
    "ChannelBreaker",
    "Delivery",
    "DeliveryAttempt",
    "DeliveryReceipt",
    "Integration",
    "Notification",
    "OptOut",
    "RecipientAddress",
    "SystemIncident",
]
