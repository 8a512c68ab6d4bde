"""The ledger; the rules that fill it; the ways out; what watches over them."""

from services.notify.models.notifications import DeliveryAttempt, DeliveryReceipt, Delivery, Notification, RecipientAddress
from services.notify.models.integrations import OptOut, Integration
from services.reminders.models import NotificationTemplate, ReminderRule, SchoolReminderRule
from services.notify.models.operations import QueueHeartbeat, SystemIncident, ChannelBreaker, EvaluationCheckpoint

__all__ = [
    "Attempt",
    "Canary",
    "CarrierReport",
    "Delivery",
    "Incident",
    "Line",
    "Notice",
    "NoticeTemplate",
    "OptOut",
    "Outlet",
    "Recipient",
    "ReminderRule",
    "SchoolRule",
    "Spoken",
]
