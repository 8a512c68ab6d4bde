"""Reads of this room, inside the reader's scope."""

from services.notify.queries.inbox import escalation_chain, inbox_of, open_of, unread
from services.notify.queries.delivery_log import deliveries, incidents, notices, pending_calls

__all__ = ["chain_of", "deliveries", "inbox_of", "incidents", "notices", "open_of", "to_call", "unread"]
