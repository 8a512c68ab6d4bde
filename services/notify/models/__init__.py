"""The ledger; the rules that fill it; the ways out; what watches over them."""

from services.notify.models.ledger import Attempt, CarrierReport, Delivery, Notice, Recipient
from services.notify.models.outlets import OptOut, Outlet
from services.notify.models.rules import NoticeTemplate, ReminderRule, SchoolRule
from services.notify.models.watch import Canary, Incident, Line, Spoken

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
