"""Queries of notifications, inside the reader's scope."""

from services.notify.queries.delivery_log import (
    deliveries,
    deliveries_with_attempts,
    incidents,
    notifications,
    pending_calls,
)
from services.notify.queries.inbox import (
    escalated,
    escalation_chain,
    inbox_of,
    open_of,
    unread,
    unread_without_reply,
    waiting_for_reply,
)

__all__ = [
    "deliveries",
    "deliveries_with_attempts",
    "escalated",
    "escalation_chain",
    "inbox_of",
    "incidents",
    "notifications",
    "open_of",
    "pending_calls",
    "unread",
    "unread_without_reply",
    "waiting_for_reply",
]
